"""The three tasks: network, data, training recipe and quantisation choices of each shipped model."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import nn

import data
from data import LabelledImages
from fitting import Recipe
from networks import CifarResNet, MnistLeNet5, MnistMlp


@dataclass
class Task:
    """One shipped model. `load` gives training rows and, by name, the sets held out from training; the first has the samples."""

    name: str
    network: Callable[[], nn.Module]
    recipe: Recipe
    load: Callable[[argparse.Namespace], tuple[LabelledImages, dict[str, LabelledImages]]]
    classes: list[str]


def load_mnist(options: argparse.Namespace) -> tuple[LabelledImages, dict[str, LabelledImages]]:
    """MNIST rows, split at random."""
    train, held_out = data.split(data.read_folder(options.mnist), data.MNIST_HELD_OUT, seed=20)
    return train, {"held_out": held_out}


def load_cifar(options: argparse.Namespace) -> tuple[LabelledImages, dict[str, LabelledImages]]:
    """CIFAR-10 rows, split at random; all exact pictures are held out, together with their copies in the training rows."""
    exact = data.read_folder(options.cifar_exact)
    train, held_out = data.split(data.read_folder(options.cifar), data.CIFAR_HELD_OUT, seed=21)
    return data.without_copies(train, exact), {"exact": exact, "held_out": held_out}


CIFAR_CLASSES = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"]

TASKS = [
    Task("mnist_mlp", MnistMlp, Recipe(epochs=150, batch=100, rate=2e-3, decay=0.02, smoothing=0.05, mixing=0.0,
                                       distort=data.distort_digits), load_mnist, data.MNIST_CLASSES),
    Task("mnist_lenet5", MnistLeNet5, Recipe(epochs=120, batch=100, rate=3e-3, decay=0.02, smoothing=0.05, mixing=0.0,
                                             distort=data.distort_digits), load_mnist, data.MNIST_CLASSES),
    Task("cifar10_resnet", CifarResNet, Recipe(epochs=80, batch=50, rate=4e-3, decay=0.1, smoothing=0.05, mixing=0.3,
                                               distort=data.distort_photos), load_cifar, CIFAR_CLASSES),
]


def set_deterministic(seed: int) -> None:
    """One thread and fixed seeds: the same weights on the same kind of CPU with the same versions."""
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    torch.use_deterministic_algorithms(True)
