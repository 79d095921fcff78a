"""Puts a `Claim` in words, in many ways: synonyms, word orders, full sentences and bare key words.

`caption(scene, rng)` gives a true caption with its claim, `describe(scene, rng)` a true and a narrowly false one.
"""

import numpy as np

from .backgrounds import PLACES
from .catalogue import THINGS
from .claims import SEVERAL, Claim, Part, claim_of, near_miss
from .scenes import Scene

_NUMBERS = {2: ("two", "2"), 3: ("three", "3"), 4: ("four", "4"), 5: ("five", "5")}
_IRREGULAR = {
    "mouse": "mice", "white mouse": "white mice", "sheep": "sheep", "ewe": "ewes", "goose": "geese", "deer": "deer", "fish": "fish",
    "tropical fish": "tropical fish", "striped fish": "striped fish", "clownfish": "clownfish", "pufferfish": "pufferfish", "blowfish": "blowfish",
    "wolf": "wolves", "knife": "knives", "kitchen knife": "kitchen knives", "loaf": "loaves", "maple leaf": "maple leaves", "autumn leaf": "autumn leaves",
    "man": "men", "woman": "women", "policeman": "policemen", "fireman": "firemen", "spaceman": "spacemen", "snowman": "snowmen", "child": "children",
    "person": "people", "guy": "guys", "old man": "old men", "old woman": "old women", "elderly man": "elderly men", "elderly woman": "elderly women",
    "dancing man": "dancing men", "dancing woman": "dancing women", "ox": "oxen", "die": "dice", "cactus": "cacti", "tooth": "teeth", "calf": "calves",
    "cattle": "cattle", "aircraft": "aircraft", "shrimp": "shrimps", "someone": "people", "dice": "dice",
}  # fmt: skip
_MASS = {
    "cattle", "bread", "toast", "cheese", "bacon", "sushi", "rice", "cooked rice", "pasta", "spaghetti", "popcorn", "honey", "milk", "coffee", "green tea", "beer",
    "champagne", "red wine", "sparkling wine", "garlic", "corn", "maize", "wheat", "broccoli", "lettuce", "cutlery", "fork and knife", "chocolate", "soap",
    "luggage", "lightning", "fire", "confetti", "bowling", "badminton", "table tennis", "salad", "green salad", "ramen", "noodle soup", "man and woman holding hands",
    "planet earth", "the earth", "bow and arrow", "shirt and tie", "cricket bat and ball", "santa claus", "father christmas", "santa", "french bread", "soft ice",
}  # fmt: skip


def plural(name: str) -> str:
    """The English plural of a name, of the head word in "bunch of grapes" or "man in a hard hat"."""
    for link in (" of ", " in ", " with ", " on ", " and ", " doing ", " playing ", " riding ", " holding ", " hatching ", " lifting ", " throwing ", " bouncing ",
                 " rowing ", " sitting ", " taking ", " running", " walking", " swimming", " surfing", " skiing", " snowboarding", " meditating", " juggling", " climbing", " fencing", " dancing", " jogging"):  # fmt: skip
        head, found, rest = name.partition(link)
        if found and head:
            return plural(head) + link + rest
    if name in _IRREGULAR:
        return _IRREGULAR[name]
    if _is_plural(name) or name in _MASS:
        return name
    if name.endswith(("s", "sh", "ch", "x")):
        return name + "es"
    if name.endswith("y") and name[-2] not in "aeiou":
        return name[:-1] + "ies"
    return name + ("es" if name in ("potato", "tomato", "mango", "buffalo", "volcano", "mosquito") else "s")


def _is_plural(name: str) -> bool:
    head = name.split(" of ")[0].split(" with ")[0]
    return head.endswith("s") and not head.endswith(("ss", "us", "octopus", "canvas", "compass", "dress")) and head not in ("hibiscus", "bus", "circus", "cactus", "walrus", "gas", "christmas", "grass", "vespas")


def _article(words: str) -> str:
    vowel = words[0] in "aeiou" and not words.startswith(("uni", "eu", "one", "ufo"))
    return ("an " if vowel else "a ") + words


def _part(part: Part, rng, bare: bool) -> str:
    name = part.thing[1:] if part.thing.startswith("~") else _name(part.thing, rng)
    several = part.count is not None and part.count != 1
    noun = plural(name) if several else name
    colour = part.colour or ""
    if colour == "grey" and rng.random() < 0.3:
        colour = "gray"
    head = f"{colour} {noun}".strip()
    if part.count == SEVERAL:
        return head if bare else str(rng.choice(["", "some ", "several ", "many "], p=[0.55, 0.2, 0.2, 0.05])) + head
    if several:
        return f"{rng.choice(_NUMBERS[part.count], p=[0.8, 0.2])} {head}"
    if part.count == 1:
        return f"{rng.choice(['one', 'a single', 'just one', 'exactly one'], p=[0.6, 0.2, 0.1, 0.1])} {head}"
    if bare or noun in _MASS or noun.startswith(("the ", "someone ")) or _is_plural(noun):
        return head
    if colour and rng.random() < 0.07 and not part.thing.startswith("~"):
        return f"{_article(noun)} that is {colour}"
    return _article(head) if rng.random() < 0.9 else f"the {head}"


def _name(thing: str, rng) -> str:
    names = THINGS[thing].names
    return names[0] if rng.random() < 0.5 else str(rng.choice(names))


def _join(parts: list[str], rng, bare: bool) -> str:
    if bare:
        return (" " if rng.random() < 0.7 else ", ").join(parts)
    if len(parts) == 1:
        return parts[0]
    link = str(rng.choice([" and ", " with ", " next to ", " beside ", " near ", " together with "], p=[0.5, 0.16, 0.14, 0.08, 0.06, 0.06]))
    return ", ".join(parts[:-1]) + link + parts[-1]


def phrase(claim: Claim, rng: np.random.Generator) -> str:
    """The claim in words."""
    bare = rng.random() < 0.25
    place = PLACES.get(claim.background)
    if not claim.parts:
        return _frame(str(rng.choice(place.nouns)), rng)
    words = _join([_part(p, rng, bare) for p in claim.parts], rng, bare)
    if place is None:
        return words if bare else _frame(words, rng)
    if bare:
        noun = str(rng.choice(place.nouns))
        noun = noun.removeprefix("a ").removeprefix("an ").removeprefix("the ")
        return str(rng.choice([f"{words} {noun}", f"{noun} {words}", f"{words}, {noun}"], p=[0.5, 0.3, 0.2]))
    style = rng.random()
    if style < 0.72:
        sentence = f"{words} {rng.choice(place.phrases)}"
    elif style < 0.84:
        sentence = f"{rng.choice(place.nouns)} with {words}"
    elif style < 0.94:
        sentence = f"{rng.choice(place.phrases)}, {words}"
    else:
        sentence = f"{rng.choice(place.nouns)} and {words}"
    return _frame(sentence, rng)


def _frame(words: str, rng) -> str:
    if rng.random() < 0.75:
        return words
    return str(rng.choice(["a photo of ", "a picture of ", "photo of ", "picture of ", "a picture with ", "the photo with ", "image of ", "there is "])) + words


def caption(scene: Scene, rng: np.random.Generator) -> tuple[str, Claim]:
    """A true caption and what it claims."""
    claim = claim_of(scene, rng)
    return phrase(claim, rng), claim


def describe(scene: Scene, rng: np.random.Generator) -> tuple[str, str]:
    """A true caption, and one that differs in one thing, colour, count or place and is false."""
    claim = claim_of(scene, rng)
    return phrase(claim, rng), phrase(near_miss(scene, claim, rng), rng)
