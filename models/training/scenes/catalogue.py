"""The things a scene can show: names, wider words, where they stand, which colour they are.

`things.txt` is the table; nothing here draws. Used by the renderer and by the captions.
"""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Thing:
    key: str
    emoji: str
    names: tuple[str, ...]
    wider: tuple[str, ...]
    flies: bool
    colourable: bool
    natural: str | None
    """The one colour word that is true of it when it is not repainted."""


def _read() -> dict[str, Thing]:
    things = {}
    for line in (Path(__file__).parent / "things.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        key, emoji, names, wider, place, colour = (cell.strip() for cell in line.split("|"))
        things[key] = Thing(
            key,
            emoji,
            tuple(n.strip() for n in names.split(";")),
            tuple(w.strip() for w in wider.split(";")),
            place == "air",
            colour == "*",
            colour if colour and colour != "*" else None,
        )
    return things


THINGS = _read()
