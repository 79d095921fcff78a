"""Checks the labels of queries.jsonl against the truth in manifest.jsonl: `python samples/generate/check.py`.

It reads neither models nor indexes. A filter must hold for every relevant file; every other file for which all filters
hold and all content words are said, printed or drawn is reported, because it would be a forgotten answer. Exits 1 on a
broken label; prints what a person should look at.
"""

import json
import re
import sys
import unicodedata
from pathlib import Path

SAMPLES = Path(__file__).resolve().parents[1]
sys.path.append(str(SAMPLES.parent / "models" / "training"))
from scenes.backgrounds import PLACES  # noqa: E402
from scenes.catalogue import THINGS  # noqa: E402
from scenes.colours import NAMES as COLOURS  # noqa: E402
from scenes.scenes import is_held_out, parse_key  # noqa: E402

STOP = set("""a an and the of in on by with at to for from our who what did i say about is are or und it that next beside
among between along over under above alone left kind cannot before""".split())
NUMBERS = {"one": 1, "single": 1, "two": 2, "three": 3, "four": 4, "five": 5}
LIMIT_BYTES = 20_000_000


def folded(text):
    text = unicodedata.normalize("NFD", text.lower())
    return "".join(c for c in text if not unicodedata.combining(c)).replace("ß", "ss")


def words_of(text):
    return set(re.findall(r"[a-z0-9]+", folded(text)))


def stem(word):
    return re.sub(r"(ies|es|s|y|ing|e)$", "", word) if len(word) > 3 else word


def said(line):
    """Every word that truly describes a file: its text, or the names of what a picture shows."""
    if line["kind"] == "voice":
        return words_of(line["text"])
    if line["kind"] == "paper":
        return words_of(" ".join(line["pages"])) | {line["document_kind"]}
    scene, words = parse_key(line["scene_key"]), set()
    for item in scene.items:
        thing = THINGS[item.thing]
        words |= words_of(" ".join((*thing.names, *thing.wider, item.colour, thing.natural or "")))
    place = PLACES[scene.background]
    return words | words_of(" ".join(phrase for part in vars(place).values() if isinstance(part, tuple) for phrase in part))


def holds(name, operator, value, line):
    """Whether one filter of the query language holds for the truth of a file."""
    fields = line.get("fields", {})
    if name == "kind":
        return line["kind"] == value
    if name == "type":
        return line.get("document_kind") == value
    if name in ("vendor", "customer"):
        return value in folded(fields.get(name, ""))
    if name == "camera":
        return value in folded(f"{line.get('make') or ''} {line.get('camera') or ''}")
    if name == "total":
        if "total" not in fields:
            return False
        amount = fields["total"]["minor"] / 100
        if ".." in value:
            low, high = value.split("..")
            return float(low) <= amount <= float(high)
        return {">": amount > float(value), "<": amount < float(value), ":": amount == float(value)}[operator]
    day = {"due": fields.get("due_date"), "date": fields.get("invoice_date")}.get(name) or (
        (line.get("taken_at") or fields.get("invoice_date")) if name in ("date", "before", "after") else None
    )
    if day is None:
        return False
    start = day[: len(value)]
    return {"before": start < value, "after": start > value}.get(
        name, {":": start == value, "<": start < value, ">": start > value}[operator]
    )


def understand(query):
    filters, rest = [], []
    for phrase in re.findall(r'"([^"]+)"', query):
        rest += phrase.split()
    for token in re.sub(r'"[^"]+"', " ", query).split():
        match = re.fullmatch(r"([a-z]+)([:<>])(.+)", token)
        if match:
            filters.append(match.groups())
        else:
            rest.append(token)
    words = [w for w in sorted(words_of(" ".join(rest))) if w not in STOP]
    return filters, words


def shows(query, line):
    """Whether some things in a picture have each "(number) (colour) noun" of the query, taken together."""
    items = parse_key(line["scene_key"]).items
    number_of, colour = None, None
    for word in re.findall(r"[a-z]+", folded(query)):
        if word in NUMBERS:
            number_of = NUMBERS[word]
        elif word in COLOURS:
            colour = word
        elif number_of or colour:
            named = [i for i in items if stem(word) in {stem(w) for w in words_of(" ".join(THINGS[i.thing].names + THINGS[i.thing].wider))}]
            if not any(number_of in (None, i.count) and colour in (None, i.colour, THINGS[i.thing].natural) for i in named):
                return False
            number_of, colour = None, None
    return True


def matches(query, filters, words, line):
    if not all(holds(*f, line) for f in filters):
        return False
    have = {stem(w) for w in said(line)}
    if line["kind"] == "photo":
        words = [w for w in words if w not in NUMBERS]
    return all(stem(w) in have for w in words) and (line["kind"] != "photo" or shows(query, line))


def main():
    manifest = [json.loads(line) for line in (SAMPLES / "manifest.jsonl").read_text().splitlines()]
    queries = [json.loads(line) for line in (SAMPLES / "queries.jsonl").read_text().splitlines()]
    by_file = {line["file"]: line for line in manifest}
    broken, unclear = [], []

    on_disk = {str(p.relative_to(SAMPLES)) for p in (SAMPLES / "library").rglob("*") if p.is_file()}
    broken += [f"only in the manifest or only on disk: {f}" for f in on_disk ^ set(by_file)]
    size = sum((SAMPLES / f).stat().st_size for f in on_disk)
    if size >= LIMIT_BYTES:
        broken.append(f"the library has {size} bytes")
    broken += [f"scene may be in training: {l['file']}" for l in manifest if l["kind"] == "photo" and not is_held_out(parse_key(l["scene_key"]))]
    for line in manifest:
        fields = line.get("fields", {})
        if {"subtotal", "tax", "total"} <= set(fields) and fields["subtotal"]["minor"] + fields["tax"]["minor"] != fields["total"]["minor"]:
            broken.append(f"sums do not add up: {line['file']}")

    for query in queries:
        filters, words = understand(query["query"])
        for file in query["relevant"]:
            if file not in by_file:
                broken.append(f"{query['query']}: no such file {file}")
                continue
            broken += [f"{query['query']}: {''.join(f)} does not hold for {file}" for f in filters if not holds(*f, by_file[file])]
            if by_file[file]["kind"] != query["kind"]:
                broken.append(f"{query['query']}: {file} is no {query['kind']}")
            missing = [w for w in words if w not in NUMBERS and stem(w) not in {stem(x) for x in said(by_file[file])}]
            if missing:
                unclear.append(f"{query['query']}: {file} does not have the words {missing}")
        for line in manifest:
            if line["file"] not in query["relevant"] and matches(query["query"], filters, words, line):
                broken.append(f"{query['query']}: {line['file']} answers it too")

    answerable = [q for q in queries if q["relevant"]]
    for text in unclear:
        print("look at:", text)
    for text in broken:
        print("broken:", text)
    print(f"{len(manifest)} files, {size / 1e6:.2f} MB, {len(answerable)} answerable and {len(queries) - len(answerable)} unanswerable queries, {len(broken)} broken")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
