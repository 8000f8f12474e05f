"""Quantises a trained network and writes model.onnx, samples/ and measurements.json of one model folder."""

import json
import pathlib
from collections.abc import Callable

import numpy as np
import torch
from torch import nn

from data import LabelledImages
from qdq import qdq_model
from quantization import quantize
from tasks import Task

CALIBRATION_ROWS = 1000
SAMPLES = 5
LARGEST_FILE = 2_000_000


def accuracy(logits: torch.Tensor, labels: torch.Tensor) -> float:
    """Share of rows whose largest logit is the label."""
    return float((logits.argmax(1) == labels).double().mean())


def write_model(folder: pathlib.Path, task: Task, network: nn.Module, train: LabelledImages,
                held_out: dict[str, LabelledImages]) -> None:
    """Writes the folder of one model; prints and records the accuracies."""
    network.eval()
    quantized = quantize(network.steps(), train.images[:CALIBRATION_ROWS])
    model = qdq_model(task.name, quantized, list(train.images.shape[1:]), len(task.classes)).SerializeToString(deterministic=True)
    if len(model) > LARGEST_FILE:
        raise SystemExit(f"{task.name}: {len(model)} bytes are too many")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.onnx").write_bytes(model)
    measured = {
        "parameters": sum(layer.weight.size + layer.bias.size for layer in quantized.layers.values()),
        "training_rows": len(train.labels),
        "epochs": task.recipe.epochs,
        "model_bytes": len(model),
        "held_out": {},
    }
    with torch.no_grad():
        for name, rows in held_out.items():
            float_logits, int8_logits = network(rows.images), quantized.logits(rows.images)
            measured["held_out"][name] = {
                "source": rows.source,
                "rows": len(rows.labels),
                "accuracy_float": round(accuracy(float_logits, rows.labels), 4),
                "accuracy_int8": round(accuracy(int8_logits, rows.labels), 4),
                "same_class": round(accuracy(int8_logits, float_logits.argmax(1)), 4),
            }
        write_samples(folder / "samples", task, next(iter(held_out.values())), quantized.logits)
    print(task.name, json.dumps(measured))
    (folder / "measurements.json").write_text(json.dumps(measured, indent=2) + "\n")


def write_samples(folder: pathlib.Path, task: Task, rows: LabelledImages, logits: Callable[[torch.Tensor], torch.Tensor]) -> None:
    """The first held-out rows with five different labels, whether classified correctly or not."""
    folder.mkdir(exist_ok=True)
    chosen: dict[int, int] = {}
    for index, label in enumerate(rows.labels.tolist()):
        if label not in chosen and len(chosen) < SAMPLES:
            chosen[label] = index
    entries = []
    for number, (label, index) in enumerate(chosen.items()):
        image = rows.images[index:index + 1]
        predicted = int(logits(image).argmax())
        np.save(folder / f"{number}.npy", image.numpy())
        entries.append({
            "file": f"{number}.npy", "source": rows.source, "row": int(rows.rows[index]), "label": label,
            "class": task.classes[label], "predicted": predicted, "predicted_class": task.classes[predicted]})
    (folder / "labels.json").write_text(json.dumps({"input": "input", "samples": entries}, indent=2) + "\n")
