"""The sample photos: rendered scenes with the look, the EXIF and the file names that cameras give.

Which scene stands under which name is written by hand in photos.jsonl. Only scenes that the training of the image
model never sees may be used. Talks to the scene renderer in models/training/scenes.
"""

import json
import sys
from pathlib import Path

import numpy as np
from PIL import Image

from exif import CAMERAS, exif_of

sys.path.append(str(Path(__file__).resolve().parents[2] / "models" / "training"))
from scenes.scenes import is_held_out, parse_key, render, scene_key  # noqa: E402

PHOTOS = Path(__file__).with_name("photos.jsonl")
PLACES = {
    "whitby": (54.4912, -0.6183),
    "grindelwald": (46.6242, 8.0414),
    "paris": (48.8530, 2.3499),
    "leipzig": (51.3340, 12.3370),
    "berlin": (52.5145, 13.3501),
    "merzouga": (31.0802, -4.0134),
    "bergen": (60.3971, 5.3245),
}
# EXIF orientation -> how the sensor's pixels lie when the camera was held that way
STORED = {3: Image.Transpose.ROTATE_180, 6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}
SAVING = {
    ".jpg": {"quality": 80, "optimize": True},
    ".webp": {"quality": 78, "method": 6},
    ".png": {"optimize": True},
    ".gif": {},
    ".bmp": {},
    ".tif": {"compression": "tiff_lzw"},
}


def look(image, rng):
    """What a lens and a sensor add: exposure, warmth, dark corners, a little grain."""
    width, height = image.size
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    corners = 1 - rng.uniform(0.03, 0.10) * (x * x + y * y)
    warmth = 1 + rng.uniform(-0.03, 0.03) * np.array([1.0, 0.0, -1.0])
    exposure = rng.uniform(0.95, 1.04)
    pixels = np.asarray(image, np.float32) * corners[..., None] * warmth * exposure
    pixels += rng.normal(0, rng.uniform(0.8, 2.0), (height, width, 1))
    return Image.fromarray(pixels.clip(0, 255).astype(np.uint8))


def make(library, seed):
    """Writes every photo below `library`; yields its lines of truth for the manifest."""
    for number, line in enumerate(PHOTOS.read_text().splitlines()):
        photo = json.loads(line)
        scene = parse_key(photo["scene"])
        assert scene_key(scene) == photo["scene"], f"{photo['scene']} is not in canonical order"
        assert is_held_out(scene), f"{photo['scene']} may be in training"
        rng = np.random.default_rng([seed, 1, number])
        image = look(render(scene, seed + photo.get("take", 0), tuple(photo["size"])), rng)
        orientation = photo.get("orientation", 1)
        place = PLACES.get(photo.get("place"))
        if place:  # a walk of a few hundred metres around the place
            place = tuple(round(float(v + rng.normal(0, 0.002)), 6) for v in place)
        target = library / photo["file"]
        target.parent.mkdir(parents=True, exist_ok=True)
        options = dict(SAVING[target.suffix.lower()])
        if "camera" in photo:
            options["exif"] = exif_of(photo["at"], photo["camera"], place, orientation)
        stored = image.transpose(STORED[orientation]) if orientation in STORED else image
        if target.suffix == ".gif":
            stored = stored.quantize(128, dither=Image.Dither.NONE)
        stored.save(target, **options)
        yield {
            "file": f"library/{photo['file']}",
            "kind": "photo",
            "scene_key": photo["scene"],
            "width": image.width,
            "height": image.height,
            "orientation": orientation,
            "taken_at": photo.get("at"),
            "make": CAMERAS.get(photo.get("camera")),
            "camera": photo.get("camera"),
            "latitude": place and place[0],
            "longitude": place and place[1],
        }
