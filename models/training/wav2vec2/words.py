"""Makes words.txt: common English words in order of frequency, one a line.

The order is the merge order of CLIP's byte-pair vocabulary (MIT), which follows the frequency of
words in a large body of captions; what is no English word (aspell's en_US list) is dropped. Two- and
three-letter pieces are mostly fragments, so those that may stay are named here. Needs RUMMAGE_DATA
and the `aspell` program; words.txt is committed, so only a change of this list runs it again.
"""

import json
import os
import re
import subprocess
from pathlib import Path

SHORT = set(
    """i a am an as at be by do go he if in is it me my no of oh on or so to up us we ok
    act add age ago aid aim air all and any arm art ask ate bad bag ban bar bat bay bed bee bet big bin bit bow box boy
    bud bug bun bus but buy cab can cap car cat cow cry cup cut dad day did die dig dog dot dry due dug ear eat egg ego
    elf end era eve eye fan far fat fed fee few fig fin fit fix fly fog for fox fry fun fur gap gas get got gum gun gut
    guy gym had ham has hat hay hen her hey hid him hip his hit hop hot how hub hug ice icy ill ink inn ion its jam jar
    jaw jet job jog joy key kid kit lab lap law lay led leg let lid lie lip lit log lot low mad man map mat may men met
    mix mob mom mop mud mug mum nap net new nod nor not now nun nut oak oar odd off oil old one opt our out owe owl own
    pad pan pat paw pay pea pen pet pie pig pin pit pod pop pot pro pub pug put ran rat raw ray red rib rid rim rip rod
    rot row rub rug run rye sad sat saw say sea see set she shy sin sip sir sit six ski sky sob son sow soy spa spy sum
    sun tab tag tan tap tar tax tea ten the tie tin tip toe ton too top toy try tub two use van vet via war was wax way
    web wed wet who why wig win wit won yes yet you zip zoo""".split()
)
FRAGMENTS = set("ally ting ding ital logy inst ling dent ates ants ents isms ates ante ates sion tion ness ably ters".split())
NAME_STOP = {"instagram", "facebook", "allah", "obama", "brexit", "jesus", "netflix", "hitler", "nazi", "isis"}


def spelled(words: list[str]) -> set[str]:
    """Those of `words` that aspell knows exactly as written."""
    run = subprocess.run(
        ["aspell", "-l", "en_US", "list"], input="\n".join(words), text=True, capture_output=True, check=True
    )
    return set(words) - set(run.stdout.split())


def main() -> None:
    vocabulary = json.loads((Path(os.environ["RUMMAGE_DATA"]) / "pretrained_small/clip_bpe_vocab.json").read_text())
    whole = [piece[:-4] for piece in sorted(vocabulary, key=vocabulary.get) if re.fullmatch(r"[a-z]{1,15}</w>", piece)]
    common = spelled([word for word in whole if len(word) > 3]) | SHORT
    rest = [word.capitalize() for word in whole if len(word) > 3 and word not in common]
    names = {name.lower() for name in spelled(rest)} - NAME_STOP
    kept = [word for word in whole if (word in common or word in names) and word not in FRAGMENTS]
    kept += sorted(SHORT - set(kept))
    Path(__file__).with_name("words.txt").write_text("\n".join(kept) + "\n")
    print(f"{len(kept)} words")


if __name__ == "__main__":
    main()
