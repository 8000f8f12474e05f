"""The three architectures, and their translation into the steps that are quantised (BatchNorm folded)."""

from dataclasses import dataclass

import torch
from torch import nn

from steps import Add, Convolution, Dense, Flatten, GlobalAveragePool, MaxPool, Step


def folded(convolution: nn.Conv2d, norm: nn.BatchNorm2d | None) -> tuple[torch.Tensor, torch.Tensor]:
    """Weight and bias of a convolution with the BatchNorm behind it folded in (computed in float64)."""
    weight = convolution.weight.detach().double()
    bias = convolution.bias.detach().double() if convolution.bias is not None else torch.zeros(len(weight)).double()
    if norm is not None:
        factor = norm.weight.detach().double() / torch.sqrt(norm.running_var.double() + norm.eps)
        bias = (bias - norm.running_mean.double()) * factor + norm.bias.detach().double()
        weight = weight * factor[:, None, None, None]
    return weight.float(), bias.float()


class MnistMlp(nn.Module):
    """784-128-10 with ReLU."""

    def __init__(self) -> None:
        super().__init__()
        self.hidden = nn.Linear(784, 128)
        self.output = nn.Linear(128, 10)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        return self.output(torch.relu(self.hidden(images.flatten(1))))

    def steps(self) -> list[Step]:
        """The network as steps."""
        return [
            Flatten("flatten", "input"),
            Dense("hidden", "flatten", self.hidden.weight.detach(), self.hidden.bias.detach(), relu=True),
            Dense("output", "hidden", self.output.weight.detach(), self.output.bias.detach(), relu=False)]


class MnistLeNet5(nn.Module):
    """LeNet-5: 5x5 convolutions with 6 and 16 channels, 2x2 max pools, dense 120, 84, 10, with ReLU."""

    def __init__(self) -> None:
        super().__init__()
        self.first = nn.Conv2d(1, 6, 5, padding=2)
        self.second = nn.Conv2d(6, 16, 5)
        self.dense = nn.ModuleList([nn.Linear(400, 120), nn.Linear(120, 84), nn.Linear(84, 10)])

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        values = torch.max_pool2d(torch.relu(self.first(images)), 2)
        values = torch.max_pool2d(torch.relu(self.second(values)), 2).flatten(1)
        return self.dense[2](torch.relu(self.dense[1](torch.relu(self.dense[0](values)))))

    def steps(self) -> list[Step]:
        """The network as steps."""
        dense = [(layer.weight.detach(), layer.bias.detach()) for layer in self.dense]
        return [
            Convolution("conv1", "input", *folded(self.first, None), stride=1, pad=2, relu=True),
            MaxPool("pool1", "conv1", 2),
            Convolution("conv2", "pool1", *folded(self.second, None), stride=1, pad=0, relu=True),
            MaxPool("pool2", "conv2", 2),
            Flatten("flatten", "pool2"),
            Dense("dense1", "flatten", *dense[0], relu=True),
            Dense("dense2", "dense1", *dense[1], relu=True),
            Dense("dense3", "dense2", *dense[2], relu=False)]


class ResidualBlock(nn.Module):
    """Two 3x3 convolutions with BatchNorm and a shortcut (1x1 where the shape changes)."""

    def __init__(self, inputs: int, outputs: int, stride: int) -> None:
        super().__init__()
        self.stride = stride
        self.first = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.first_norm = nn.BatchNorm2d(outputs)
        self.second = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.second_norm = nn.BatchNorm2d(outputs)
        self.short = nn.Conv2d(inputs, outputs, 1, stride, bias=False) if stride > 1 or inputs != outputs else None
        self.short_norm = nn.BatchNorm2d(outputs) if self.short is not None else None

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        values = self.second_norm(self.second(torch.relu(self.first_norm(self.first(images)))))
        short = images if self.short is None else self.short_norm(self.short(images))
        return torch.relu(values + short)

    def steps(self, name: str, source: str) -> list[Step]:
        """The block as steps; its result is the step `name`."""
        result: list[Step] = [
            Convolution(f"{name}_conv1", source, *folded(self.first, self.first_norm), stride=self.stride, pad=1, relu=True),
            Convolution(f"{name}_conv2", f"{name}_conv1", *folded(self.second, self.second_norm), stride=1, pad=1, relu=False)]
        if self.short is not None:
            result.append(Convolution(f"{name}_short", source, *folded(self.short, self.short_norm),
                                      stride=self.stride, pad=0, relu=False))
            source = f"{name}_short"
        return result + [Add(name, f"{name}_conv2", source, relu=True)]


@dataclass
class Stage:
    """One residual block: output channels and stride."""

    channels: int
    stride: int


class CifarResNet(nn.Module):
    """ResNet-10: a 3x3 stem, four residual blocks (16, 32, 64, 96 channels), global average pool, dense 10."""

    STAGES = (Stage(16, 1), Stage(32, 2), Stage(64, 2), Stage(96, 2))

    def __init__(self) -> None:
        super().__init__()
        channels = self.STAGES[0].channels
        self.stem = nn.Conv2d(3, channels, 3, 1, 1, bias=False)
        self.stem_norm = nn.BatchNorm2d(channels)
        blocks = []
        for stage in self.STAGES:
            blocks.append(ResidualBlock(channels, stage.channels, stage.stride))
            channels = stage.channels
        self.blocks = nn.ModuleList(blocks)
        self.output = nn.Linear(channels, 10)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        values = torch.relu(self.stem_norm(self.stem(images)))
        for block in self.blocks:
            values = block(values)
        return self.output(values.mean((2, 3)))

    def steps(self) -> list[Step]:
        """The network as steps."""
        result: list[Step] = [Convolution("stem", "input", *folded(self.stem, self.stem_norm), stride=1, pad=1, relu=True)]
        for number, block in enumerate(self.blocks, start=1):
            result += block.steps(f"block{number}", result[-1].name)
        return result + [
            GlobalAveragePool("pool", result[-1].name),
            Flatten("flatten", "pool"),
            Dense("output", "flatten", self.output.weight.detach(), self.output.bias.detach(), relu=False)]
