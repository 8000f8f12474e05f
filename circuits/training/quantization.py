"""Static int8 quantisation of a list of steps: activation grids from training rows, weights per output channel."""

from dataclasses import dataclass

import numpy as np
import torch

from steps import Add, Convolution, Dense, Step, run_all

# Shares of the largest value that are tried as upper end of an activation grid.
CLIPPING_SHARES = np.linspace(0.4, 1.0, 25)


@dataclass
class Grid:
    """The values scale * (q - zero_point) for q in 0..255.

    Unsigned on purpose: on x86-64, ONNX Runtime runs int8 activations that several nodes read in float arithmetic.
    """

    scale: np.float32
    zero_point: int

    def quantized(self, values: torch.Tensor) -> torch.Tensor:
        """QuantizeLinear: nearest grid index, ties to even, clamped."""
        return (torch.round(values / float(self.scale)) + self.zero_point).clamp(0, 255)

    def rounded(self, values: torch.Tensor) -> torch.Tensor:
        """QuantizeLinear followed by DequantizeLinear."""
        return (self.quantized(values) - self.zero_point) * float(self.scale)


@dataclass
class QuantizedLayer:
    """Integers of one Conv or Gemm: weight int8, its scale per output channel, bias int32 with scale source * weight scale."""

    weight: np.ndarray
    weight_scale: np.ndarray
    bias: np.ndarray
    bias_scale: np.ndarray


@dataclass
class QuantizedNetwork:
    """Steps, the grid of every tensor, and the integers of every layer."""

    steps: list[Step]
    grids: dict[str, Grid]
    layers: dict[str, QuantizedLayer]

    def logits(self, images: torch.Tensor) -> torch.Tensor:
        """What the QDQ file computes, in float arithmetic (up to the order of additions)."""
        tensors = {"input": self.grids["input"].rounded(images)}
        for step in self.steps:
            result = self.dequantized(step).run(*(tensors[source] for source in step.sources()))
            tensors[step.name] = self.grids[step.name].rounded(result)
        return tensors[self.steps[-1].name]

    def dequantized(self, step: Step) -> Step:
        """The step with its quantised weight and bias."""
        if not isinstance(step, Convolution | Dense):
            return step
        layer = self.layers[step.name]
        scale = layer.weight_scale.reshape(-1, *[1] * (layer.weight.ndim - 1))
        weight = torch.from_numpy(layer.weight.astype(np.float32) * scale)
        bias = torch.from_numpy(layer.bias.astype(np.float32) * layer.bias_scale)
        return type(step)(**{**vars(step), "weight": weight, "bias": bias})


def grid_between(low: float, high: float) -> Grid:
    """The grid from low to high, both moved to include 0, with 0 exactly on the grid."""
    low, high = min(low, 0.0), max(high, 1e-6)
    scale = np.float32((high - low) / 255)
    return Grid(scale, int(np.clip(round(-low / float(scale)), 0, 255)))


def best_grid(values: torch.Tensor) -> Grid:
    """The grid with the least squared error on `values` among clipped versions of their range."""
    low, high = float(values.min()), float(values.max())
    candidates = [grid_between(low * share, high * share) for share in CLIPPING_SHARES]
    errors = [float(((grid.rounded(values) - values) ** 2).mean()) for grid in candidates]
    return candidates[int(np.argmin(errors))]


def quantized_layer(step: Convolution | Dense, source_scale: np.float32) -> QuantizedLayer:
    """Symmetric int8 weights (-127..127), one scale per output channel."""
    weight = step.weight.numpy()
    largest = np.abs(weight).reshape(len(weight), -1).max(1)
    scale = (np.maximum(largest, 1e-6) / 127).astype(np.float32)
    integers = np.clip(np.rint(weight / scale.reshape(-1, *[1] * (weight.ndim - 1))), -127, 127).astype(np.int8)
    bias_scale = (source_scale * scale).astype(np.float32)
    bias = np.rint(step.bias.numpy().astype(np.float64) / bias_scale)
    if np.abs(bias).max() >= 2 ** 31:
        raise SystemExit(f"{step.name}: bias does not fit int32")
    return QuantizedLayer(integers, scale, bias.astype(np.int32), bias_scale)


def quantize(steps: list[Step], calibration: torch.Tensor) -> QuantizedNetwork:
    """Quantises a float network whose inputs lie in 0..1; `calibration` are training images."""
    with torch.no_grad():
        tensors = run_all(steps, calibration)
        grids = {"input": grid_between(0.0, 1.0)}
        layers = {}
        for step in steps:
            grids[step.name] = grids[step.source] if step.keeps_scale else best_grid(tensors[step.name])
            if isinstance(step, Convolution | Dense):
                layers[step.name] = quantized_layer(step, grids[step.source].scale)
    for step in steps:
        if isinstance(step, Convolution | Dense | Add) and step.relu and grids[step.name].zero_point != 0:
            raise SystemExit(f"{step.name}: the grid of a ReLU must start at 0")
    return QuantizedNetwork(steps, grids, layers)
