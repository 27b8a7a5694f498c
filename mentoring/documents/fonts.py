"""The fonts of documents, and which characters none of them can print."""

import functools
import unicodedata
from pathlib import Path

FOLDER = Path(__file__).parent / "fonts"
# Ranges of code points that the fonts can draw: reading the fonts themselves takes half a second.
PRINTABLE = FOLDER / "printable.txt"
# Stands for one or several characters in a row that no font has.
GAP = "[…]"
# Written by the layout itself, not drawn: spaces, line ends, marks of direction.
UNDRAWN = frozenset({"Zs", "Zl", "Zp", "Cf"})


@functools.cache
def printable():
    """The code points that the fonts can draw, read once in a process."""
    found = set()
    for line in PRINTABLE.read_text(encoding="ascii").split():
        first, _dash, last = line.partition("-")
        found.update(range(int(first, 16), int(last, 16) + 1))
    return frozenset(found)


def printed(text):
    """``text`` as it can be printed: what no font has is replaced by ``GAP``, once for each run.

    Control characters other than line ends and tabs are left out.
    """
    known, said, in_gap = printable(), [], False
    for one in unicodedata.normalize("NFC", text):
        kind = unicodedata.category(one)
        if kind in ("Cc", "Cs", "Cn") and one not in "\n\t":
            continue
        if one in "\n\t" or kind in UNDRAWN or ord(one) in known:
            said.append(one)
            in_gap = False
        elif not in_gap and kind != "Mn":
            said.append(GAP)
            in_gap = True
    return "".join(said)
