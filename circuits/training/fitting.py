"""Training loop: AdamW, one-cycle rate, label smoothing, mixup; deterministic for a seed on one kind of CPU."""

import time
from collections.abc import Callable
from dataclasses import dataclass

import torch
import torch.nn.functional as functional
from torch import nn

from data import LabelledImages

Distortion = Callable[[torch.Tensor, torch.Generator], torch.Tensor]


@dataclass
class Recipe:
    """What a training run needs besides network and data."""

    epochs: int
    batch: int
    rate: float
    decay: float
    smoothing: float
    mixing: float
    distort: Distortion


def mixed(images: torch.Tensor, targets: torch.Tensor, strength: float, generator: torch.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    """Mixup (Zhang et al. 2018) with a share drawn uniformly from 0..strength."""
    share = float(torch.rand((), generator=generator)) * strength
    order = torch.randperm(len(images), generator=generator)
    return images * (1 - share) + images[order] * share, targets * (1 - share) + targets[order] * share


def fit(network: nn.Module, train: LabelledImages, recipe: Recipe, seed: int) -> None:
    """Trains the network in place. Held-out rows are not seen here: no early stopping, no selection."""
    generator = torch.Generator().manual_seed(seed)
    optimizer = torch.optim.AdamW(network.parameters(), lr=recipe.rate, weight_decay=recipe.decay)
    batches = len(train.labels) // recipe.batch
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, recipe.rate, total_steps=recipe.epochs * batches, pct_start=0.2)
    started = time.monotonic()
    for epoch in range(recipe.epochs):
        network.train()
        order = torch.randperm(len(train.labels), generator=generator)
        total = 0.0
        for batch in order[:batches * recipe.batch].view(batches, recipe.batch):
            targets = functional.one_hot(train.labels[batch], 10) * (1 - recipe.smoothing) + recipe.smoothing / 10
            images, targets = mixed(recipe.distort(train.images[batch], generator), targets, recipe.mixing, generator)
            loss = -(targets * functional.log_softmax(network(images), 1)).sum(1).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            total += float(loss)
        if epoch % 10 == 9:
            print(f"  epoch {epoch + 1}: loss {total / batches:.3f}, {time.monotonic() - started:.0f} s", flush=True)
    network.eval()
