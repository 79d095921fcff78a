"""What a scene is, its canonical key, and how it is drawn.

A `Scene` says which things, in which colour and number, stand before which background. `render` draws it at any size;
the same scene with another seed is another picture of the same content. Training uses scenes that `is_held_out` does
not claim; the sample library and the evaluation use only those that it does.
"""

from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from . import colours
from .backgrounds import PLACES, Canvas
from .catalogue import THINGS

FONT = "/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf"
MOST_INSTANCES = 8


@dataclass(frozen=True, order=True)
class Item:
    """Some number of one thing; colour is "-" when it has its natural one."""

    thing: str
    colour: str
    count: int


@dataclass(frozen=True)
class Scene:
    items: tuple[Item, ...]
    background: str


def scene_key(scene: Scene) -> str:
    """The canonical name of the content, such as "bicycle:red:1+dog:-:2@beach"."""
    return "+".join(f"{i.thing}:{i.colour}:{i.count}" for i in sorted(scene.items)) + "@" + scene.background


def key_hash(key: str) -> str:
    return blake2b(key.encode(), digest_size=8).hexdigest()


def is_held_out(scene: Scene) -> bool:
    """True for the eighth of all scenes that training never sees."""
    return int(key_hash(scene_key(scene)), 16) % 8 == 0


def parse_key(key: str) -> Scene:
    things, background = key.split("@")
    cells = (part.split(":") for part in things.split("+"))
    return Scene(tuple(Item(t, c, int(n)) for t, c, n in cells), background)


def random_scene(rng: np.random.Generator) -> Scene:
    """Any scene of one to three kinds of things, at most `MOST_INSTANCES` in all."""
    keys = list(THINGS)
    kinds = rng.choice([1, 2, 3], p=[0.4, 0.4, 0.2])
    items, left = [], MOST_INSTANCES
    for key in rng.choice(keys, kinds, replace=False):
        count = min(left, int(rng.choice([1, 2, 3, 4, 5], p=[0.56, 0.17, 0.12, 0.08, 0.07])))
        if count == 0:
            break
        colour = str(rng.choice(colours.NAMES)) if THINGS[key].colourable else "-"
        items.append(Item(str(key), colour, count))
        left -= count
    return Scene(tuple(sorted(items)), str(rng.choice(list(PLACES))))


@lru_cache(maxsize=1)
def _font():
    return ImageFont.truetype(FONT, 109, layout_engine=ImageFont.Layout.RAQM)


@lru_cache(maxsize=2048)
def sprite(thing: str, colour: str) -> Image.Image:
    """The thing cut out on a transparent ground, in the font's own resolution."""
    image = Image.new("RGBA", (400, 180))
    ImageDraw.Draw(image).text((20, 20), THINGS[thing].emoji, font=_font(), embedded_color=True)
    image = image.crop(image.getbbox())
    return image if colour == "-" else colours.repaint(image, colour)


def render(scene: Scene, seed: int, size: tuple[int, int]) -> Image.Image:
    """Draw the scene on a canvas of (width, height) pixels."""
    rng = np.random.default_rng([seed, int(key_hash(scene_key(scene)), 16)])
    canvas = Canvas(*size, rng)
    line = PLACES[scene.background].paint(canvas)
    instances = [item for item in scene.items for _ in range(item.count)]
    for x, foot, height, index in sorted(_places(rng, scene, instances, line, size), key=lambda p: p[1]):
        _paste(canvas, instances[index], x, foot, height, line is not None)
    return canvas.image


def _places(rng, scene, instances, line, size):
    """Where each instance stands: (x, foot, height, index), x and foot as fractions, height of the shorter side."""
    n = len(instances)
    base = (0.58, 0.46, 0.39, 0.34, 0.31, 0.285, 0.265, 0.25)[min(n, 8) - 1] * rng.uniform(0.85, 1.15)
    aspect = size[0] / size[1]
    chosen = []
    for index in rng.permutation(n):
        flies = THINGS[instances[index].thing].flies
        best, best_room = None, -np.inf
        for _ in range(30):
            height = base * rng.uniform(0.88, 1.12)
            half_x = height * min(size) / size[0] / 2
            half_y = height * min(size) / size[1]
            x = rng.uniform(half_x, 1 - half_x)
            if line is None:
                foot = rng.uniform(half_y, 1.0) if half_y < 1 else 1.0
            elif flies:
                foot = rng.uniform(half_y, max(half_y + 0.05, min(0.98, line + 0.12)))
            else:
                foot = rng.uniform(max(min(line + 0.03, 0.9), half_y), 0.98)
                height *= 0.86 + 0.28 * (foot - line) / max(0.05, 0.98 - line)
            centre_y = foot - half_y / 2
            room = min(
                (np.hypot((x - cx) * aspect, centre_y - cy) * size[1] / min(size) - 0.5 * (height + ch) for cx, cy, ch in ((c[0], c[4], c[2]) for c in chosen)),
                default=0.0,
            )
            if room > best_room:
                best, best_room = (x, foot, height, int(index), centre_y), room
            if room >= 0:
                break
        chosen.append(best)
    return [c[:4] for c in chosen]


def _paste(canvas: Canvas, item: Item, x, foot, height, has_ground):
    rng, (w, h) = canvas.rng, canvas.image.size
    picture = sprite(item.thing, item.colour)
    scale = height * min(w, h) / max(picture.size)
    picture = picture.resize((max(1, int(picture.width * scale)), max(1, int(picture.height * scale))), Image.LANCZOS)
    if rng.random() < 0.5 and item.thing not in _ONE_WAY:
        picture = picture.transpose(Image.FLIP_LEFT_RIGHT)
    picture = picture.rotate(rng.normal(0, 4), Image.BICUBIC, expand=True)
    left, top = int(x * w - picture.width / 2), int(foot * h - picture.height)
    if THINGS[item.thing].flies or not has_ground:
        offset = max(2, picture.height // 16)
        _shade(canvas.image, picture.getchannel("A"), (left + offset, top + offset), 0.22, offset)
    else:
        flat = picture.getchannel("A").resize((picture.width, max(2, picture.height // 6)))
        _shade(canvas.image, flat, (left + picture.width // 14, int(foot * h - flat.height * 0.7)), 0.38, max(1, picture.height // 30))
    canvas.image.paste(picture, (left, top), picture)


_ONE_WAY = {"liberty", "stop_sign", "newspaper", "bus", "fuel_pump"}
"""Things with lettering, or told apart by their side; never mirrored."""


def _shade(image, alpha, at, strength, blur_px):
    pad = blur_px * 3
    mask = Image.new("L", (alpha.width + 2 * pad, alpha.height + 2 * pad))
    mask.paste(alpha, (pad, pad))
    mask = mask.filter(ImageFilter.GaussianBlur(blur_px)).point(lambda v: int(v * strength))
    image.paste((10, 12, 24), (at[0] - pad, at[1] - pad), mask)
