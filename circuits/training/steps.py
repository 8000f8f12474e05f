"""Inference steps of a network, each evaluated in float by `run`; the quantiser and the ONNX writer walk over them."""

from dataclasses import dataclass

import torch
import torch.nn.functional as functional


@dataclass
class Step:
    """A step produces the tensor `name` out of the tensor `source`."""

    name: str
    source: str

    def sources(self) -> list[str]:
        """Names of the tensors read."""
        return [self.source]

    def run(self, *values: torch.Tensor) -> torch.Tensor:
        """The step in float arithmetic."""
        raise NotImplementedError

    @property
    def keeps_scale(self) -> bool:
        """Whether the result only selects or moves values, so that it shares scale and zero point with its source."""
        return False


@dataclass
class Convolution(Step):
    """Conv, weight [outputs, inputs, kernel, kernel], optionally followed by Relu."""

    weight: torch.Tensor
    bias: torch.Tensor
    stride: int
    pad: int
    relu: bool

    def run(self, *values: torch.Tensor) -> torch.Tensor:
        result = functional.conv2d(values[0], self.weight, self.bias, self.stride, self.pad)
        return torch.relu(result) if self.relu else result


@dataclass
class Dense(Step):
    """Gemm, weight [outputs, inputs], optionally followed by Relu."""

    weight: torch.Tensor
    bias: torch.Tensor
    relu: bool

    def run(self, *values: torch.Tensor) -> torch.Tensor:
        result = functional.linear(values[0], self.weight, self.bias)
        return torch.relu(result) if self.relu else result


@dataclass
class Add(Step):
    """Sum of two tensors, optionally followed by Relu."""

    other: str
    relu: bool

    def sources(self) -> list[str]:
        return [self.source, self.other]

    def run(self, *values: torch.Tensor) -> torch.Tensor:
        result = values[0] + values[1]
        return torch.relu(result) if self.relu else result


@dataclass
class MaxPool(Step):
    """Maximum over windows of size x size, stride size."""

    size: int

    def run(self, *values: torch.Tensor) -> torch.Tensor:
        return functional.max_pool2d(values[0], self.size)

    @property
    def keeps_scale(self) -> bool:
        return True


@dataclass
class GlobalAveragePool(Step):
    """Mean over height and width; the result keeps them as axes of length 1."""

    def run(self, *values: torch.Tensor) -> torch.Tensor:
        return values[0].mean((2, 3), keepdim=True)


@dataclass
class Flatten(Step):
    """All axes behind the first become one."""

    def run(self, *values: torch.Tensor) -> torch.Tensor:
        return values[0].flatten(1)

    @property
    def keeps_scale(self) -> bool:
        return True


def run_all(steps: list[Step], images: torch.Tensor) -> dict[str, torch.Tensor]:
    """Every tensor of the network for a batch of images, by name."""
    tensors = {"input": images}
    for step in steps:
        tensors[step.name] = step.run(*(tensors[source] for source in step.sources()))
    return tensors
