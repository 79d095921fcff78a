"""The colour names a thing can be given, and repainting a sprite in one of them.

Only the sprite's own dominant hue is repainted, so the windows of a car or the string of a balloon keep theirs.
"""

import numpy as np
from PIL import Image

# name -> hue (0..1), saturation and value as (factor, offset), exponent of value
PAINTS = {
    "red": (0.995, (0.55, 0.45), (1.0, 0.0), 1.0),
    "orange": (0.075, (0.5, 0.5), (0.85, 0.15), 0.8),
    "yellow": (0.145, (0.5, 0.42), (0.7, 0.3), 0.6),
    "green": (0.365, (0.5, 0.35), (0.85, 0.0), 1.0),
    "blue": (0.605, (0.5, 0.4), (0.95, 0.0), 1.0),
    "purple": (0.765, (0.5, 0.3), (0.85, 0.0), 1.0),
    "pink": (0.92, (0.3, 0.22), (0.5, 0.5), 1.0),
    "black": (0.62, (0.1, 0.05), (0.34, 0.0), 1.2),
    "white": (0.6, (0.06, 0.0), (0.35, 0.65), 1.0),
}
NAMES = tuple(PAINTS)


def repaint(sprite: Image.Image, colour: str) -> Image.Image:
    """A copy of an RGBA sprite whose dominant hue is `colour`."""
    hue, (s_factor, s_offset), (v_factor, v_offset), exponent = PAINTS[colour]
    alpha = sprite.getchannel("A")
    hsv = np.asarray(sprite.convert("RGB").convert("HSV"), dtype=np.float32) / 255
    h, s, v = hsv[..., 0], hsv[..., 1], hsv[..., 2]
    mask = _dominant(h, s, v, np.asarray(alpha, dtype=np.float32) / 255)
    painted = np.stack(
        [
            np.full_like(h, hue),
            np.clip(s * s_factor + s_offset, 0, 1),
            np.clip(v, 0, 1) ** exponent * v_factor + v_offset,
        ],
        axis=-1,
    )
    mixed = (np.clip(painted, 0, 1) * 255).astype(np.uint8)
    recoloured = np.asarray(Image.fromarray(mixed, "HSV").convert("RGB"), dtype=np.float32)
    original = np.asarray(sprite.convert("RGB"), dtype=np.float32)
    rgb = original * (1 - mask[..., None]) + recoloured * mask[..., None]
    out = Image.fromarray(rgb.astype(np.uint8), "RGB").convert("RGBA")
    out.putalpha(alpha)
    return out


def _dominant(h, s, v, alpha):
    """How much each pixel belongs to the sprite's commonest saturated hue, 0..1."""
    weight = (s * v * alpha * (s > 0.25)).ravel()
    histogram = np.bincount((h.ravel() * 36).astype(int) % 36, weights=weight, minlength=36)
    smooth = histogram + np.roll(histogram, 1) + np.roll(histogram, -1)
    centre = (smooth.argmax() + 0.5) / 36
    distance = np.abs((h - centre + 0.5) % 1 - 0.5)
    near = np.clip((0.14 - distance) / 0.03, 0, 1)
    return near * np.clip((s - 0.12) / 0.12, 0, 1)
