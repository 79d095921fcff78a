"""What a caption says of a scene, whether that is true, and what would be narrowly false.

A `Claim` is the meaning of a caption, free of words; `captions.py` puts it in words. `truth` answers True, False, or
None where people would disagree ("a dog" of a picture with two), so that training can leave such pairs out.
"""

from dataclasses import dataclass, replace

import numpy as np

from . import colours
from .backgrounds import PLACES
from .catalogue import THINGS
from .scenes import Item, Scene

SEVERAL = -1
"""A count that only says "more than one"."""

WIDER = sorted({word for thing in THINGS.values() for word in thing.wider})
_SAME_PLACE = [{"night_sky", "outer_space"}, {"meadow", "flower_field"}, {"meadow", "sports_field"}, {"street", "night_city"}, {"sea", "underwater"}, {"sea", "beach"}, {"sea", "lake"}, {"night_sky", "night_city"}, {"snow", "mountains"}, {"lake", "mountains"}, {"forest", "autumn_park"}, {"kitchen", "table_top"}, {"living_room", "table_top"}, {"living_room", "brick_wall"}, {"living_room", "kitchen"}]
"""Places whose words may be said of one another; a caption that mixes them up is neither true nor false."""


@dataclass(frozen=True)
class Part:
    """Something said to be there: a thing, or any of a wider word ("~animal")."""

    thing: str
    colour: str | None = None
    count: int | None = None
    """None says nothing but that it is there; 1 stands for "one", `SEVERAL` for a bare plural."""


@dataclass(frozen=True)
class Claim:
    parts: tuple[Part, ...]
    background: str | None = None


def _colour_of(item: Item) -> str | None:
    return item.colour if item.colour != "-" else THINGS[item.thing].natural


def _part_truth(scene: Scene, part: Part) -> bool | None:
    if part.thing.startswith("~"):
        items = [i for i in scene.items if part.thing[1:] in THINGS[i.thing].wider]
    else:
        items = [i for i in scene.items if i.thing == part.thing]
    if not items:
        return _lookalike(scene, part)
    if part.colour:
        known = [_colour_of(i) for i in items]
        items = [i for i, c in zip(items, known) if c == part.colour]
        if not items:
            return None if None in known else False
    count = sum(i.count for i in items)
    if part.count is None:
        return True if count == 1 else None
    if part.count == SEVERAL:
        return count > 1
    return count == part.count


def _lookalike(scene: Scene, part: Part) -> bool | None:
    """A name that two things share ("gloves") makes neither of them a plain falsehood."""
    if part.thing.startswith("~"):
        return False
    return None if any(i.thing in _NAMESAKES[part.thing] for i in scene.items) else False


_NAMESAKES = {a: {b for b in THINGS if set(THINGS[a].names) & set(THINGS[b].names)} for a in THINGS}


def sayable_of(scene: Scene) -> set[str]:
    """Everything a part can name without being plainly false of the scene."""
    said = {"~" + word for item in scene.items for word in THINGS[item.thing].wider}
    return said.union(*(_NAMESAKES[item.thing] for item in scene.items))


def truth(scene: Scene, claim: Claim) -> bool | None:
    """Whether every part of the claim holds; None when nothing is false but something is open."""
    verdicts = [_part_truth(scene, part) for part in claim.parts]
    if claim.background and claim.background != scene.background:
        verdicts.append(None if {claim.background, scene.background} in _SAME_PLACE else False)
    if any(v is False for v in verdicts):
        return False
    return None if any(v is None for v in verdicts) else True


def claim_of(scene: Scene, rng: np.random.Generator) -> Claim:
    """Something true of the scene: some of its things, with or without colour, count and place."""
    if rng.random() < 0.04:
        return Claim((), scene.background)
    kinds = 1 + int(rng.random() < 0.55) + int(rng.random() < 0.35)
    items = [scene.items[i] for i in sorted(rng.permutation(len(scene.items))[:kinds])]
    parts = []
    for item in rng.permutation(np.arange(len(items))):
        item = items[item]
        thing, colour = item.thing, _colour_of(item)
        if colour and rng.random() > (0.7 if item.colour != "-" else 0.15):
            colour = None
        if rng.random() < 0.06 and sum(1 for i in scene.items if set(THINGS[i.thing].wider) & set(THINGS[thing].wider)) == 1:
            thing = "~" + str(rng.choice(THINGS[thing].wider))
        if item.count == 1:
            count = 1 if rng.random() < 0.12 else None
        else:
            count = item.count if rng.random() < 0.72 else SEVERAL
        parts.append(Part(thing, colour, count))
    background = scene.background if rng.random() < 0.6 else None
    return Claim(tuple(parts), background)


ATTRIBUTES = {"thing": 0.34, "colour": 0.26, "count": 0.12, "place": 0.2, "swap": 0.08}
"""What a near miss changes, and how often; `swap` exchanges the colours of two things."""


def near_miss(scene: Scene, claim: Claim, rng: np.random.Generator) -> Claim:
    """The claim with one thing, colour, count or place changed so that it is false of the scene."""
    for _ in range(40):
        changed = change(claim, str(rng.choice(list(ATTRIBUTES), p=list(ATTRIBUTES.values()))), rng)
        if changed is not None and truth(scene, changed) is False:
            return changed
    others = [p for p in PLACES if truth(scene, Claim((), p)) is False]
    return replace(claim, background=str(rng.choice(others)))


def change(claim: Claim, kind: str, rng: np.random.Generator) -> Claim | None:
    """The claim with one attribute changed, maybe to what is true as well; None where it says nothing of that kind."""
    if kind == "place":
        return replace(claim, background=str(rng.choice(list(PLACES)))) if claim.background else None
    if not claim.parts:
        return None
    at = int(rng.integers(len(claim.parts)))
    part = claim.parts[at]
    if kind == "thing":
        changed = replace(part, thing=_other_thing(part, rng))
    elif kind == "colour":
        if not part.colour:
            return None
        changed = replace(part, colour=str(rng.choice(colours.NAMES)))
    elif kind == "count":
        if part.count is None or (part.count == SEVERAL and rng.random() < 0.7):
            return None
        changed = replace(part, count=int(rng.choice([1, 2, 3, 4, 5])))
    else:
        other = (at + 1) % len(claim.parts)
        if other == at or not (part.colour and claim.parts[other].colour):
            return None
        parts = list(claim.parts)
        parts[at], parts[other] = replace(part, colour=parts[other].colour), replace(parts[other], colour=part.colour)
        return replace(claim, parts=tuple(parts))
    return replace(claim, parts=tuple(changed if i == at else p for i, p in enumerate(claim.parts)))


def _other_thing(part: Part, rng) -> str:
    """Half of the time something of the same kind, and colourable where a colour was said."""
    keys = list(THINGS)
    if part.colour:
        keys = [k for k in keys if THINGS[k].colourable]
    if not part.thing.startswith("~") and rng.random() < 0.5:
        wider = set(THINGS[part.thing].wider)
        keys = [k for k in keys if wider & set(THINGS[k].wider)] or keys
    return str(rng.choice(keys))
