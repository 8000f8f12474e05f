"""Training data: .npy folders in, float tensors out, with a fixed split and random augmentation."""

import pathlib
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as functional

MNIST_CLASSES = [str(digit) for digit in range(10)]
MNIST_HELD_OUT = 1000
CIFAR_HELD_OUT = 300

# Two pictures whose mean absolute difference (0..1) is below this are the same picture, recompressed.
SAME_PICTURE = 0.04


@dataclass
class LabelledImages:
    """Images [rows, channels, height, width] in 0..1, their labels, and the row of each in its source file."""

    images: torch.Tensor
    labels: torch.Tensor
    rows: np.ndarray
    source: str

    def take(self, index: np.ndarray) -> "LabelledImages":
        """The rows at `index`, in that order."""
        return LabelledImages(self.images[index], self.labels[index], self.rows[index], self.source)


def read_folder(folder: str) -> LabelledImages:
    """Reads images.npy (uint8 [rows, h, w] or [rows, h, w, channels]) and labels.npy of one folder."""
    path = pathlib.Path(folder)
    pixels = np.load(path / "images.npy")
    labels = np.load(path / "labels.npy")
    if pixels.dtype != np.uint8 or len(pixels) != len(labels):
        raise SystemExit(f"{path}: images.npy must be uint8 with one label per row")
    if pixels.ndim == 3:
        pixels = pixels[..., None]
    # The division is done in float32, as a user of the model does it: x / 255.
    images = np.ascontiguousarray(pixels.transpose(0, 3, 1, 2)).astype(np.float32) / np.float32(255)
    return LabelledImages(torch.from_numpy(images), torch.from_numpy(labels.astype(np.int64)),
                          np.arange(len(labels)), path.name)


def read_classes(folder: str) -> list[str]:
    """Class names of a folder, one per line of classes.txt."""
    return (pathlib.Path(folder) / "classes.txt").read_text().split()


def split(data: LabelledImages, held_out: int, seed: int) -> tuple[LabelledImages, LabelledImages]:
    """A fixed random split into (train, held out)."""
    order = np.random.default_rng(seed).permutation(len(data.rows))
    return data.take(np.sort(order[held_out:])), data.take(np.sort(order[:held_out]))


def without_copies(data: LabelledImages, others: LabelledImages) -> LabelledImages:
    """Drops from `data` every picture that occurs in `others`, also as a recompressed copy."""
    flat = data.images.flatten(1)
    copies = torch.zeros(len(flat), dtype=torch.bool)
    for other in others.images.flatten(1):
        copies |= (flat - other).abs().mean(1) < SAME_PICTURE
    return data.take(np.flatnonzero(~copies.numpy()))


def distort_digits(images: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
    """Random rotation (15 degrees), scale and shear (15 %), shift (2 pixels) and a smooth elastic field per picture."""
    count, _, height, width = images.shape
    uniform = torch.rand((count, 6), generator=generator) * 2 - 1
    angle = uniform[:, 0] * (15 * np.pi / 180)
    cosine, sine = torch.cos(angle), torch.sin(angle)
    scale_x, scale_y, shear = 1 + 0.15 * uniform[:, 1], 1 + 0.15 * uniform[:, 2], 0.15 * uniform[:, 3]
    shift_x, shift_y = uniform[:, 4] * 4 / width, uniform[:, 5] * 4 / height
    affine = torch.stack([
        torch.stack([scale_x * cosine, -sine + shear, shift_x], 1),
        torch.stack([sine, scale_y * cosine, shift_y], 1)], 1)
    grid = functional.affine_grid(affine, list(images.shape), align_corners=False)
    coarse = (torch.rand((count, 2, 5, 5), generator=generator) * 2 - 1) * (3.0 / width)
    field = functional.interpolate(coarse, size=(height, width), mode="bicubic", align_corners=True)
    return functional.grid_sample(images, grid + field.permute(0, 2, 3, 1), align_corners=False).clamp(0, 1)


def distort_photos(images: torch.Tensor, generator: torch.Generator) -> torch.Tensor:
    """Random crop out of 4 pixels of reflected border, mirror, zoom, brightness, contrast, saturation and one erased square."""
    count, channels, height, width = images.shape
    uniform = torch.rand((count, 8), generator=generator) * 2 - 1
    mirror = torch.where(uniform[:, 0] < 0, -1.0, 1.0)
    zoom = 1 + 0.15 * uniform[:, 1]
    zero = torch.zeros(count)
    affine = torch.stack([
        torch.stack([zoom * mirror, zero, uniform[:, 2] * 8 / width], 1),
        torch.stack([zero, zoom, uniform[:, 3] * 8 / height], 1)], 1)
    grid = functional.affine_grid(affine, list(images.shape), align_corners=False)
    moved = functional.grid_sample(images, grid, padding_mode="reflection", align_corners=False)
    column = uniform[:, :, None, None, None]
    grey = moved.mean(1, keepdim=True)
    moved = grey + (moved - grey) * (1 + 0.3 * column[:, 4])
    mean = moved.mean((1, 2, 3), keepdim=True)
    moved = (mean + (moved - mean) * (1 + 0.25 * column[:, 5]) + 0.15 * column[:, 6]).clamp(0, 1)
    centre = torch.randint(0, height, (count, 2), generator=generator)
    rows, columns = torch.arange(height)[None, :, None], torch.arange(width)[None, None, :]
    erased = ((rows - centre[:, 0, None, None]).abs() < 4) & ((columns - centre[:, 1, None, None]).abs() < 4)
    erased &= uniform[:, 7, None, None] > 0
    return torch.where(erased[:, None], mean.expand(count, channels, height, width), moved)
