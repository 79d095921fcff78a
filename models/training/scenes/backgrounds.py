"""The places a scene can be set in, drawn from gradients, noise and simple shapes at any size.

Each painter takes a `Canvas` and returns the height of the ground line (0 top, 1 bottom) below which things stand, or
None where they float anywhere. `PLACES` also holds the words for each place; nothing here knows about things.
"""

from dataclasses import dataclass
from typing import Callable

import numpy as np
from PIL import Image, ImageDraw, ImageFilter


class Canvas:
    """A picture in the making, with the random numbers that vary it."""

    def __init__(self, width_px: int, height_px: int, rng: np.random.Generator):
        self.w, self.h, self.rng = width_px, height_px, rng
        self.image = Image.new("RGB", (width_px, height_px))

    def sky(self, top, bottom, to=1.0):
        """A vertical gradient from the upper edge down to the fraction `to`."""
        rows = max(1, int(self.h * to))
        t = np.linspace(0, 1, rows)[:, None]
        jitter = self.rng.uniform(-9, 9, 3)
        ramp = np.array(top) * (1 - t) + np.array(bottom) * t + jitter
        band = np.repeat(ramp[:, None, :], self.w, axis=1).clip(0, 255).astype(np.uint8)
        self.image.paste(Image.fromarray(band), (0, 0))

    def noise(self, cells: int, stretch=1.0) -> np.ndarray:
        """Smooth noise in 0..1 over the whole canvas; `stretch` > 1 draws it out sideways."""
        total = np.zeros((self.h, self.w), dtype=np.float32)
        weight_sum = 0.0
        for octave in range(4):
            rows = max(2, cells * 2**octave * self.h // max(self.w, 1))
            columns = max(2, int(cells * 2**octave / stretch))
            grid = Image.fromarray(self.rng.random((rows, columns), dtype=np.float32), "F")
            weight = 0.5**octave
            total += np.asarray(grid.resize((self.w, self.h), Image.BICUBIC)) * weight
            weight_sum += weight
        return (total / weight_sum).clip(0, 1)

    def blend(self, colour, mask: np.ndarray):
        """Paint `colour` where `mask` (0..1, canvas size) says."""
        layer = Image.fromarray((mask.clip(0, 1) * 255).astype(np.uint8), "L")
        self.image.paste(tuple(colour), (0, 0), layer)

    def ground(self, near, far, line: float, cells=14, stretch=3.0, contrast=36):
        """A textured plane from `line` to the lower edge, darker or lighter with distance."""
        top = int(self.h * line)
        rows = self.h - top
        t = np.linspace(0, 1, rows)[:, None, None]
        base = np.array(far) * (1 - t) + np.array(near) * t + self.rng.uniform(-8, 8, 3)
        grain = (self.noise(cells, stretch)[top:] - 0.5)[..., None] * 2 * contrast
        fine = self.rng.normal(0, 4, (rows, self.w, 1))
        self.image.paste(Image.fromarray((base + grain + fine).clip(0, 255).astype(np.uint8)), (0, top))

    def ridge(self, base: float, height: float, roughness: int) -> list[tuple[float, float]]:
        """A closed outline of hills whose crest wanders between `base` - `height` and `base`."""
        knots = self.rng.random(roughness + 2)
        x = np.linspace(0, 1, 120)
        y = np.interp(x, np.linspace(0, 1, roughness + 2), knots)
        y += 0.12 * np.interp(x, np.linspace(0, 1, roughness * 5), self.rng.random(roughness * 5))
        crest = [(float(a * self.w), float((base - height * b) * self.h)) for a, b in zip(x, y)]
        return [(0, self.h), *crest, (self.w, self.h)]

    def hills(self, colour, base, height, bumps=3):
        """Rounded hills."""
        x = np.linspace(0, 1, 120)
        phases, rates = self.rng.uniform(0, 6.3, 3), self.rng.uniform(0.6, 1.4, 3) * bumps
        y = sum(np.sin(x * r * 3.1 + p) for r, p in zip(rates, phases)) / 6 + 0.5
        crest = [(float(a * self.w), float((base - height * b) * self.h)) for a, b in zip(x, y)]
        self.draw.polygon([(0, self.h), *crest, (self.w, self.h)], fill=self.vary(colour))

    def clouds(self, amount=0.5, colour=(255, 255, 255), to=0.6):
        field = self.noise(4, 2.0)
        fade = np.clip(1 - np.linspace(0, 1, self.h) / to, 0, 1)[:, None]
        self.blend(colour, np.clip((field - (0.62 - 0.2 * amount)) * 5, 0, 0.9) * np.sqrt(fade))

    def glow(self, x, y, radius, colour, strength=1.0):
        yy, xx = np.mgrid[0 : self.h, 0 : self.w]
        d = np.hypot(xx - x * self.w, yy - y * self.h) / (radius * min(self.w, self.h))
        self.blend(colour, np.exp(-d * d) * strength)

    def dots(self, count, colours, box, size_px):
        """Small discs strewn in a box of fractions, larger towards its lower edge."""
        x0, y0, x1, y1 = box
        for _ in range(count):
            depth = self.rng.random()
            x, y = self.rng.uniform(x0, x1) * self.w, (y0 + (y1 - y0) * depth) * self.h
            r = size_px * (0.4 + 0.8 * depth) * min(self.w, self.h) / 240
            self.draw.ellipse((x - r, y - r, x + r, y + r), fill=tuple(colours[self.rng.integers(len(colours))]))

    def vary(self, colour, by=9):
        return tuple(int(c) for c in np.clip(np.array(colour) + self.rng.uniform(-by, by, 3), 0, 255))

    def box(self, x0, y0, x1, y1, colour, outline=None):
        self.draw.rectangle((x0 * self.w, y0 * self.h, x1 * self.w, y1 * self.h), fill=colour, outline=outline)

    @property
    def draw(self) -> ImageDraw.ImageDraw:
        return ImageDraw.Draw(self.image, "RGBA")

    def waves(self, top, bottom, line, until=1.0, crest=(255, 255, 255)):
        """Water between two heights, with crests that grow towards the viewer."""
        self.ground(bottom, top, line, cells=18, stretch=7.0, contrast=26)
        for _ in range(34):
            depth = self.rng.random() ** 1.5
            y = (line + 0.02 + (until - line) * depth) * self.h
            x, length = self.rng.uniform(-0.1, 1) * self.w, (0.04 + 0.12 * depth) * self.w
            self.draw.arc((x, y, x + length, y + length * 0.18), 200, 340, fill=(*crest, 120), width=max(1, self.h // 200))

    def conifer(self, x, foot, height, colour):
        for k in range(3):
            half = height * (0.20 + 0.09 * k) * self.h / self.w
            y0, y1 = foot - height * (1 - 0.25 * k), foot - height * (0.55 - 0.25 * k)
            self.draw.polygon([(x * self.w, y0 * self.h), ((x - half) * self.w, y1 * self.h), ((x + half) * self.w, y1 * self.h)], fill=colour)


def _line(c, low, high):
    return float(c.rng.uniform(low, high))


def beach(c):
    horizon, shore = _line(c, 0.3, 0.4), _line(c, 0.5, 0.58)
    c.sky((96, 176, 232), (206, 232, 246), horizon)
    c.clouds(0.5, to=horizon)
    c.waves((40, 128, 178), (70, 176, 200), horizon, shore)
    crest = [(0, c.h)] + [(x * c.w, (shore + 0.012 * np.sin(x * 9 + shore * 90)) * c.h) for x in np.linspace(0, 1, 60)] + [(c.w, c.h)]
    sand = Canvas(c.w, c.h, c.rng)
    sand.ground((232, 206, 150), (240, 222, 176), 0.0, 40, 1.5, 22)
    mask = Image.new("L", (c.w, c.h))
    ImageDraw.Draw(mask).polygon(crest, fill=255)
    c.image.paste(sand.image, (0, 0), mask)
    c.draw.line(crest[1:-1], fill=(255, 255, 255, 220), width=max(2, c.h // 60))
    return shore + 0.06


def sea(c):
    horizon = _line(c, 0.3, 0.45)
    c.sky((110, 170, 220), (214, 230, 240), horizon)
    c.clouds(0.7, to=horizon)
    c.waves((28, 88, 140), (16, 60, 112), horizon)
    return horizon + 0.12


def lake(c):
    horizon = _line(c, 0.42, 0.5)
    c.sky((140, 192, 228), (222, 236, 240), horizon)
    c.draw.polygon(c.ridge(horizon, 0.26, 5), fill=c.vary((116, 140, 150)))
    c.hills((84, 128, 84), horizon + 0.01, 0.12)
    for x in c.rng.uniform(0, 1, 26):
        c.conifer(float(x), horizon + 0.01, float(c.rng.uniform(0.05, 0.1)), c.vary((38, 84, 54)))
    top = int(horizon * c.h)
    mirror = c.image.crop((0, max(0, 2 * top - c.h), c.w, top)).transpose(Image.FLIP_TOP_BOTTOM).filter(ImageFilter.GaussianBlur(c.h / 150))
    c.waves((120, 160, 176), (84, 132, 150), horizon, crest=(220, 236, 240))
    c.image.paste(mirror, (0, top), Image.new("L", mirror.size, 120))
    c.hills((96, 146, 70), 1.04, 0.14, 2)
    return horizon + 0.16


def snow(c):
    horizon = _line(c, 0.4, 0.52)
    c.sky((168, 190, 212), (232, 238, 244), horizon + 0.1)
    c.hills((214, 224, 236), horizon + 0.03, 0.18)
    for x in c.rng.uniform(0, 1, 9):
        height = float(c.rng.uniform(0.12, 0.24))
        c.conifer(float(x), horizon + 0.05, height, c.vary((70, 104, 100)))
        c.conifer(float(x), horizon + 0.03, height * 0.86, c.vary((236, 242, 248)))
    c.ground((246, 249, 253), (222, 231, 242), horizon + 0.04, 8, 2.0, 14)
    c.dots(130, [(255, 255, 255)], (0, 0, 1, 1), 2.0)
    return horizon + 0.12


def forest(c):
    line = _line(c, 0.55, 0.64)
    c.sky((92, 132, 92), (150, 186, 122), line)
    c.blend((40, 84, 44), (c.noise(12) - 0.35) * 1.6)
    for depth in np.linspace(0.2, 1, 12):
        x, width = c.rng.random(), 0.014 + 0.032 * depth
        foot = line - 0.02 + 0.12 * depth
        c.box(x, 0, x + width, foot, c.vary(tuple(np.array((96, 76, 54)) * (1.15 - 0.5 * depth))))
    c.ground((70, 62, 36), (84, 104, 52), line, 26, 2.0, 34)
    for _ in range(12):
        c.glow(c.rng.random(), c.rng.uniform(0, 0.16), 0.14, c.vary((46, 104, 48)), 0.75)
    return line + 0.07


def _buildings(c, foot, palette, lit, unlit, lowest=0.25, highest=0.5):
    x = -0.03
    while x < 1:
        width, height = c.rng.uniform(0.09, 0.17), c.rng.uniform(lowest, highest)
        wall = c.vary(palette[c.rng.integers(len(palette))])
        c.box(x, foot - height, x + width, foot, wall)
        columns, rows = max(2, int(width / 0.035)), max(3, int(height / 0.055))
        for i in range(columns):
            for j in range(rows):
                wx, wy = x + width * (i + 0.25) / columns, foot - height + height * (j + 0.25) / rows
                pane = lit if c.rng.random() < 0.55 else unlit
                c.box(wx, wy, wx + width * 0.5 / columns, wy + height * 0.45 / rows, pane)
        x += width + c.rng.uniform(-0.01, 0.012)


def night_city(c):
    line = _line(c, 0.58, 0.66)
    c.sky((10, 12, 36), (52, 38, 84), line)
    c.dots(40, [(240, 240, 255), (170, 180, 220)], (0, 0, 1, 0.3), 0.8)
    _buildings(c, line + 0.01, [(22, 24, 44), (34, 32, 58), (18, 20, 34)], (255, 214, 110), (40, 42, 66), 0.24, 0.55)
    c.ground((40, 40, 52), (28, 28, 40), line, 20, 4.0, 10)
    for x in c.rng.uniform(0, 1, 6):
        c.glow(float(x), line + 0.08, 0.1, (255, 190, 90), 0.35)
    return line + 0.06


def street(c):
    line = _line(c, 0.56, 0.62)
    c.sky((150, 194, 228), (222, 232, 238), line)
    _buildings(c, line, [(206, 170, 140), (186, 120, 96), (222, 206, 176), (170, 176, 182)], (120, 150, 176), (86, 112, 138), 0.3, 0.5)
    c.ground((176, 172, 166), (164, 160, 154), line, 30, 2.0, 10)
    c.ground((84, 86, 90), (104, 106, 110), line + 0.09, 40, 2.0, 12)
    dash, gap = 0.1, c.rng.uniform(0, 0.1)
    for k in range(-1, 7):
        x = k * (dash + 0.08) + gap
        c.draw.polygon([(a * c.w, b * c.h) for a, b in ((x, 0.86), (x + dash, 0.86), (x + dash - 0.01, 0.885), (x - 0.012, 0.885))], fill=(240, 236, 214))
    return line + 0.1


def meadow(c):
    line = _line(c, 0.44, 0.54)
    c.sky((84, 160, 228), (198, 226, 244), line + 0.1)
    c.clouds(0.6, to=line)
    c.hills((112, 170, 86), line + 0.06, 0.16)
    c.ground((76, 152, 46), (128, 188, 78), line + 0.04, 34, 1.2, 30)
    for _ in range(160):
        x, y = c.rng.random() * c.w, c.rng.uniform(line + 0.06, 1) * c.h
        c.draw.line((x, y, x + c.rng.uniform(-2, 2), y - c.h * 0.02), fill=(50, 120, 34, 140), width=max(1, c.h // 240))
    return line + 0.1


def flower_field(c):
    line = _line(c, 0.4, 0.48)
    c.sky((124, 184, 234), (220, 234, 242), line + 0.1)
    c.hills((120, 166, 96), line + 0.05, 0.12)
    c.ground((62, 128, 44), (112, 166, 74), line + 0.04, 34, 1.2, 26)
    mixes = [[(226, 60, 70), (240, 110, 110)], [(250, 210, 60), (255, 240, 160)], [(170, 90, 200), (210, 150, 230)], [(244, 120, 170), (255, 255, 255), (250, 214, 70)]]
    c.dots(520, mixes[c.rng.integers(len(mixes))], (0, line + 0.06, 1, 1), 2.6)
    return line + 0.1


def desert(c):
    line = _line(c, 0.42, 0.5)
    c.sky((120, 180, 220), (246, 222, 172), line + 0.08)
    c.glow(c.rng.uniform(0.1, 0.9), 0.14, 0.12, (255, 246, 200))
    c.hills((222, 168, 96), line + 0.05, 0.16, 2)
    c.hills((206, 146, 78), line + 0.1, 0.12, 2)
    c.ground((214, 152, 82), (230, 180, 108), line + 0.09, 10, 6.0, 24)
    return line + 0.14


def mountains(c):
    line = _line(c, 0.56, 0.62)
    c.sky((104, 164, 220), (214, 230, 242), line)
    c.clouds(0.4, to=0.5)
    for shade, base, height in (((150, 166, 190), line, 0.5), ((104, 118, 142), line + 0.03, 0.38)):
        ridge = c.ridge(base, height, int(c.rng.integers(5, 8)))
        c.draw.polygon(ridge, fill=c.vary(shade))
        cap = Image.new("L", (c.w, c.h))
        ImageDraw.Draw(cap).polygon(ridge, fill=255)
        limit = (base - height * 0.58 + (c.noise(20) - 0.5) * 0.12) * c.h
        white = (np.asarray(cap) / 255) * (np.arange(c.h)[:, None] < limit)
        c.blend((248, 250, 255), white)
    c.ground((92, 132, 66), (116, 146, 92), line + 0.03, 30, 1.5, 30)
    return line + 0.09


def kitchen(c):
    line = _line(c, 0.56, 0.64)
    wall, tile = c.vary((236, 234, 224)), c.vary([(196, 220, 222), (238, 226, 196), (222, 232, 214)][c.rng.integers(3)])
    c.box(0, 0, 1, 1, wall)
    step = 0.075
    for i in range(int(1 / step) + 1):
        for j in range(9):
            c.box(i * step, 0.24 + j * step * c.w / c.h * 0.75, (i + 0.93) * step, 0.24 + (j + 0.9) * step * c.w / c.h * 0.75, c.vary(tile, 5))
    cupboard = c.vary([(176, 130, 84), (120, 150, 160), (222, 222, 216)][c.rng.integers(3)])
    for k in range(5):
        c.box(k * 0.21 - 0.03, 0, k * 0.21 + 0.165, 0.22, cupboard, (90, 76, 60))
        c.box(k * 0.21 + 0.13, 0.13, k * 0.21 + 0.142, 0.18, (70, 64, 58))
    c.ground((168, 126, 86), (184, 142, 100), line, 30, 9.0, 22)
    c.box(0, line - 0.012, 1, line + 0.008, (120, 88, 58))
    return line + 0.06


def living_room(c):
    line = _line(c, 0.6, 0.66)
    wall = c.vary([(214, 196, 168), (178, 196, 188), (206, 186, 196), (186, 196, 214)][c.rng.integers(4)])
    c.box(0, 0, 1, 1, wall)
    for k in range(24):
        c.box(k / 24, 0, k / 24 + 0.018, line, tuple(int(v * 0.965) for v in wall))
    x = c.rng.uniform(0.06, 0.55)
    c.box(x, 0.08, x + 0.3, 0.42, (250, 250, 246))
    for a in (0, 1):
        for b in (0, 1):
            c.box(x + 0.015 + a * 0.14, 0.1 + b * 0.16, x + 0.145 + a * 0.14, 0.245 + b * 0.155, c.vary((158, 206, 236)))
    other = x - 0.0 if x > 0.4 else x + 0.36
    if x > 0.4:
        other = x - 0.3
    c.box(other, 0.12, other + 0.18, 0.34, (110, 76, 46))
    c.box(other + 0.015, 0.14, other + 0.165, 0.32, c.vary((146, 170, 120)))
    c.ground((150, 100, 60), (170, 120, 76), line, 26, 12.0, 22)
    for k in range(1, 6):
        y = line + (1 - line) * (k / 6) ** 1.4
        c.box(0, y, 1, y + 0.004, (112, 74, 44))
    c.box(0, line - 0.02, 1, line, (244, 240, 230))
    return line + 0.07


def brick_wall(c):
    line = _line(c, 0.68, 0.74)
    c.box(0, 0, 1, 1, c.vary((188, 178, 166)))
    tone, rows = c.vary([(168, 84, 64), (150, 70, 58), (178, 106, 80)][c.rng.integers(3)]), 14
    for j in range(rows):
        for i in range(-1, 9):
            x, y = (i + 0.5 * (j % 2)) / 8, line * j / rows
            c.box(x + 0.004, y + 0.004, x + 0.119, y + line / rows - 0.004, c.vary(tone, 16))
    c.ground((150, 148, 144), (132, 130, 128), line, 40, 2.0, 16)
    return line + 0.04


def table_top(c):
    c.ground(*[((176, 118, 66), (160, 104, 58)), ((206, 168, 118), (196, 154, 104)), ((110, 72, 46), (98, 64, 40))][c.rng.integers(3)], 0.0, 10, 14.0, 46)
    for k in range(1, 5):
        y = k / 5 + c.rng.uniform(-0.02, 0.02)
        c.box(0, y, 1, y + 0.006, (70, 44, 26))
    return None


def sunset(c):
    line = _line(c, 0.56, 0.66)
    c.sky((88, 54, 120), (252, 156, 70), line)
    c.clouds(0.5, (236, 110, 104), line)
    x = c.rng.uniform(0.2, 0.8)
    c.glow(x, line - 0.04, 0.34, (255, 196, 90), 0.9)
    c.glow(x, line - 0.04, 0.09, (255, 248, 206))
    c.draw.polygon(c.ridge(line + 0.02, 0.1, 4), fill=(70, 38, 66))
    c.ground((46, 26, 46), (92, 48, 66), line + 0.01, 18, 6.0, 20)
    c.glow(x, line + 0.1, 0.14, (255, 170, 90), 0.4)
    return line + 0.07


def underwater(c):
    c.sky((70, 184, 214), (8, 52, 104))
    for _ in range(6):
        x, w = c.rng.uniform(0, 1), c.rng.uniform(0.03, 0.08)
        c.draw.polygon([(x * c.w, 0), ((x + w) * c.w, 0), ((x + w * 2.4 - 0.15) * c.w, c.h * 0.8), ((x - 0.2) * c.w, c.h * 0.8)], fill=(190, 240, 250, 26))
    c.draw.polygon(c.ridge(1.0, 0.16, 4), fill=c.vary((150, 152, 118)))
    for x in c.rng.uniform(0, 1, 8):
        points = [((x + 0.014 * np.sin(k * 1.1 + x * 40)) * c.w, (1 - k * 0.028) * c.h) for k in range(int(c.rng.integers(5, 11)))]
        c.draw.line(points, fill=c.vary((34, 120, 74)), width=max(2, c.w // 60))
    for x, y, r in c.rng.uniform(0, 1, (26, 3)):
        r = (1 + 4 * r) * c.h / 240
        c.draw.ellipse((x * c.w - r, y * c.h - r, x * c.w + r, y * c.h + r), outline=(220, 246, 252, 170))
    return None


def night_sky(c):
    c.sky((6, 8, 30), (34, 44, 92))
    c.blend((120, 110, 170), np.clip((c.noise(5, 1.5) - 0.55) * 1.6, 0, 0.5))
    c.dots(220, [(255, 255, 255), (200, 214, 255), (255, 236, 200)], (0, 0, 1, 0.95), 0.9)
    line = _line(c, 0.78, 0.84)
    c.hills((14, 18, 30), line + 0.06, 0.1)
    return line - 0.14


def outer_space(c):
    c.sky((8, 4, 22), (4, 6, 16))
    for colour in ((120, 40, 140), (30, 80, 150), (150, 60, 80)):
        c.blend(colour, np.clip((c.noise(4) - 0.52) * 2.2, 0, 0.6))
    c.dots(150, [(255, 255, 255), (200, 214, 255)], (0, 0, 1, 1), 0.9)
    x, y, r = c.rng.uniform(0.1, 0.9), c.rng.choice([0.08, 0.95]), c.rng.uniform(0.22, 0.36) * min(c.w, c.h)
    planet = c.vary([(200, 140, 90), (90, 140, 190), (190, 180, 150)][c.rng.integers(3)])
    c.draw.ellipse((x * c.w - r, y * c.h - r, x * c.w + r, y * c.h + r), fill=planet)
    c.draw.ellipse((x * c.w - r * 0.7, y * c.h - r * 0.9, x * c.w + r * 0.4, y * c.h + r * 0.2), fill=(255, 255, 255, 30))
    c.draw.arc((x * c.w - r * 1.6, y * c.h - r * 0.4, x * c.w + r * 1.6, y * c.h + r * 0.4), 0, 360, fill=(220, 210, 190, 200), width=max(2, c.h // 60))
    return None


def autumn_park(c):
    line = _line(c, 0.54, 0.6)
    c.sky((176, 200, 214), (236, 226, 204), line)
    for depth in np.linspace(0.1, 1, 11):
        x, foot = c.rng.random(), line + 0.05 * depth
        c.box(x - 0.008, foot - 0.2, x + 0.008, foot, (92, 66, 46))
        c.glow(x, foot - 0.3, 0.13 + 0.07 * depth, c.vary([(214, 120, 40), (230, 170, 50), (184, 70, 40)][c.rng.integers(3)], 12), 0.95)
    c.ground((150, 110, 50), (140, 146, 76), line + 0.03, 30, 1.5, 26)
    c.dots(220, [(208, 110, 36), (226, 160, 52), (170, 66, 34)], (0, line + 0.05, 1, 1), 2.2)
    return line + 0.09


def rain(c):
    line = _line(c, 0.5, 0.58)
    c.sky((96, 104, 116), (160, 168, 176), line)
    c.clouds(1.0, (70, 76, 86), line)
    c.hills((98, 112, 108), line + 0.03, 0.14)
    c.ground((86, 94, 98), (112, 122, 122), line + 0.02, 14, 5.0, 24)
    for _ in range(7):
        x, y, r = c.rng.random(), c.rng.uniform(line + 0.12, 0.97), c.rng.uniform(0.05, 0.11)
        c.draw.ellipse(((x - r) * c.w, (y - r * 0.22) * c.h, (x + r) * c.w, (y + r * 0.22) * c.h), fill=(164, 178, 192, 170))
    for x, y in c.rng.uniform(-0.1, 1, (150, 2)):
        c.draw.line((x * c.w, y * c.h, (x - 0.014) * c.w, (y + 0.07) * c.h), fill=(214, 224, 236, 120), width=max(1, c.h // 260))
    return line + 0.09


def sports_field(c):
    line = _line(c, 0.4, 0.46)
    c.sky((140, 190, 230), (214, 228, 238), line)
    c.box(0, line - 0.2, 1, line + 0.02, (120, 126, 140))
    c.dots(620, [(220, 80, 70), (70, 110, 200), (240, 230, 220), (250, 210, 90), (50, 50, 60)], (0, line - 0.18, 1, line - 0.02), 1.7)
    c.box(0, line - 0.02, 1, line + 0.03, (238, 238, 238))
    y, k = line + 0.03, 0
    while y < 1:
        depth = (1 - line) * 0.1 * (1 + k * 0.35)
        c.box(0, y, 1, min(1, y + depth), c.vary((66, 150, 62) if k % 2 else (80, 168, 74), 4))
        y, k = y + depth, k + 1
    x = c.rng.uniform(0.3, 0.7)
    c.draw.line((x * c.w, (line + 0.03) * c.h, (x + 0.5 * (x - 0.5)) * c.w, c.h), fill=(255, 255, 255, 220), width=max(2, c.h // 90))
    c.draw.arc(((x - 0.3) * c.w, 0.58 * c.h, (x + 0.3) * c.w, 0.84 * c.h), 0, 360, fill=(255, 255, 255, 220), width=max(2, c.h // 90))
    return line + 0.14


def clouds(c):
    c.sky((44, 124, 214), (160, 206, 240))
    field = c.noise(3, 1.6)
    rise = np.linspace(-0.16, 0.3, c.h)[:, None]
    c.blend((255, 255, 255), np.clip((field + rise - 0.52) * 5, 0, 0.96))
    c.blend((196, 210, 228), np.clip((c.noise(6, 2.0) + rise - 0.72) * 4, 0, 0.5))
    return None


@dataclass(frozen=True)
class Place:
    paint: Callable[[Canvas], float | None]
    phrases: tuple[str, ...]
    """Words that follow the things: "a dog *on the beach*"."""
    nouns: tuple[str, ...]
    """Words that stand alone: "*a beach* with a dog"."""
    indoors: bool = False


PLACES = {
    "beach": Place(beach, ("on the beach", "at the beach", "on a sandy beach", "on the sand by the sea", "at the seaside"), ("a beach", "a sandy beach", "the seaside")),
    "sea": Place(sea, ("at sea", "on the sea", "on the ocean", "in the sea", "on the open sea", "on the waves"), ("the sea", "the ocean", "the open sea", "waves")),
    "lake": Place(lake, ("on a lake", "by a lake", "over a lake", "at the lake", "on a calm lake with mountains"), ("a lake", "a mountain lake", "a calm lake")),
    "snow": Place(snow, ("in the snow", "on snow", "in a snowy landscape", "in winter", "while it snows", "in a snowy field"), ("snow", "a snowy landscape", "a winter landscape", "a snowy field")),
    "forest": Place(forest, ("in the forest", "in the woods", "among the trees", "in a dark forest", "between tree trunks"), ("a forest", "the woods", "a wood")),
    "night_city": Place(night_city, ("in the city at night", "in front of a night skyline", "in a city by night", "in a street at night", "in front of lit windows at night", "in front of skyscrapers at night"), ("a city at night", "a night skyline", "the city lights", "a night city")),
    "street": Place(street, ("on the street", "in the street", "on the road", "in town", "in a city street by day", "in front of houses"), ("a street", "a city street", "a road in town", "a road with houses")),
    "meadow": Place(meadow, ("in a meadow", "on the grass", "on a green meadow", "in a grassy field", "on a lawn", "in the grass"), ("a meadow", "a green meadow", "grass", "a grassy field")),
    "flower_field": Place(flower_field, ("in a field of flowers", "among flowers", "in a flower meadow", "in a blooming field"), ("a field of flowers", "a flower meadow", "a blooming field", "a flower field")),
    "desert": Place(desert, ("in the desert", "among sand dunes", "in a sandy desert", "on the dunes"), ("a desert", "sand dunes", "the dunes")),
    "mountains": Place(mountains, ("in the mountains", "in front of mountains", "below snowy peaks", "in front of snow-capped mountains", "in the alps"), ("mountains", "snow-capped mountains", "a mountain landscape", "snowy peaks")),
    "kitchen": Place(kitchen, ("in the kitchen", "on the kitchen counter", "on a kitchen worktop", "in a tiled kitchen"), ("a kitchen", "a kitchen counter", "a tiled kitchen"), True),
    "living_room": Place(living_room, ("in the living room", "in a room with a window", "indoors on a wooden floor", "in the lounge", "in a room"), ("a living room", "a room with a window", "a lounge", "a room"), True),
    "brick_wall": Place(brick_wall, ("in front of a brick wall", "against a brick wall", "by a brick wall", "in front of a wall"), ("a brick wall", "a wall of bricks", "a wall")),
    "table_top": Place(table_top, ("on a wooden table", "on a table", "on wooden boards", "on a table top", "on a desk"), ("a wooden table", "a table top", "wooden boards"), True),
    "sunset": Place(sunset, ("at sunset", "in the evening light", "in front of the setting sun", "at dusk", "in front of an orange sky"), ("a sunset", "the setting sun", "an evening sky", "dusk")),
    "underwater": Place(underwater, ("under water", "underwater", "at the bottom of the sea", "beneath the surface", "in deep blue water"), ("an underwater scene", "the sea floor", "deep blue water")),
    "night_sky": Place(night_sky, ("under the stars", "in front of a starry sky", "under a starry night sky", "at night under stars"), ("a starry sky", "a night sky full of stars", "the stars", "a starry night")),
    "outer_space": Place(outer_space, ("in space", "in outer space", "in front of a planet", "among planets and stars"), ("outer space", "a planet in space", "space", "the universe")),
    "autumn_park": Place(autumn_park, ("in an autumn park", "among autumn trees", "in autumn", "in the park in fall", "under orange trees", "on fallen leaves"), ("an autumn park", "autumn trees", "a park in autumn", "fallen leaves")),
    "rain": Place(rain, ("in the rain", "on a rainy day", "in bad weather", "under a grey rainy sky"), ("rain", "a rainy day", "rainy weather", "a grey rainy day")),
    "sports_field": Place(sports_field, ("on a football pitch", "on a sports field", "in a stadium", "on a playing field", "on the pitch"), ("a football pitch", "a sports field", "a playing field", "a soccer field")),
    "clouds": Place(clouds, ("in the clouds", "above the clouds", "in the sky", "in a blue sky", "high in the air"), ("the clouds", "a blue sky with clouds", "a cloudy blue sky")),
}
