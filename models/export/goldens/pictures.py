"""Seeded pictures with what tells resampling filters apart: edges, fine grids, gradients, noise."""

import numpy as np


def picture(height, width, seed):
    """An RGB picture u8[H, W, 3] whose three channels differ."""
    random = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width].astype(np.float64)
    channels = [
        255 * x / max(width - 1, 1),
        255 * y / max(height - 1, 1),
        127 + 120 * np.sin(x * 0.9) * np.cos(y * 0.7),
    ]
    image = np.stack(channels, axis=-1)
    for _ in range(6):
        x0, y0 = random.integers(0, width), random.integers(0, height)
        w, h = random.integers(1, width // 2 + 2), random.integers(1, height // 2 + 2)
        image[y0 : y0 + h, x0 : x0 + w] = random.integers(0, 256, 3)
    image[:: max(height // 9, 1)] = (250, 10, 30)
    image += random.normal(0, 12, image.shape)
    return np.clip(image, 0, 255).astype(np.uint8)
