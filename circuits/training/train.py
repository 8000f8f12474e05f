#!/usr/bin/python3
"""Trains the shipped models and writes model.onnx, samples/ and measurements.json of each; see README.md beside this file."""

import argparse
import pathlib
import time

import numpy as np
import torch
from torch import nn

from data import LabelledImages
from fitting import fit
from tasks import TASKS, Task, set_deterministic
from writing import write_model

SEED = 2026


def parse() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mnist", help="folder with images.npy uint8[n,28,28] and labels.npy")
    parser.add_argument("--cifar", help="folder with images.npy uint8[n,32,32,3] and labels.npy, training and held-out rows")
    parser.add_argument("--cifar-exact", help="folder of the same form, never trained on")
    parser.add_argument("--out", default=str(pathlib.Path(__file__).parent.parent), help="folder with one folder per model")
    parser.add_argument("--only", action="append", help="name of a model; may be repeated (default: all)")
    parser.add_argument("--weights", help="folder where trained float weights are kept; weights found there are not trained again")
    parser.add_argument("--held-out", help="folder that receives the held-out rows as .npy, for check_accuracy.js")
    return parser.parse_args()


def trained(task: Task, train: LabelledImages, weights: str | None) -> nn.Module:
    """The task's network with trained weights, read from the weights folder when they are there."""
    set_deterministic(SEED)
    network = task.network()
    kept = pathlib.Path(weights) / f"{task.name}.pt" if weights else None
    if kept and kept.exists():
        network.load_state_dict(torch.load(kept))
        network.eval()
        return network
    started = time.monotonic()
    print(f"{task.name}: training on {len(train.labels)} rows", flush=True)
    fit(network, train, task.recipe, SEED)
    print(f"{task.name}: trained in {time.monotonic() - started:.0f} s", flush=True)
    if kept:
        kept.parent.mkdir(parents=True, exist_ok=True)
        torch.save(network.state_dict(), kept)
    return network


def write_held_out(folder: pathlib.Path, task: Task, held_out: dict[str, LabelledImages]) -> None:
    """Writes the rows that a task does not train on, as the float32 input of its model."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in held_out.items():
        np.save(folder / f"{task.name}.{name}.images.npy", rows.images.numpy())
        np.save(folder / f"{task.name}.{name}.labels.npy", rows.labels.numpy())


def main() -> None:
    """Trains, quantises and writes every chosen model."""
    options = parse()
    for task in TASKS:
        if options.only is None or task.name in options.only:
            train, held_out = task.load(options)
            network = trained(task, train, options.weights)
            if options.held_out:
                write_held_out(pathlib.Path(options.held_out), task, held_out)
            write_model(pathlib.Path(options.out) / task.name, task, network, train, held_out)


if __name__ == "__main__":
    main()
