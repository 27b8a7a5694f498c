"""The fonts of documents, and which characters none of them can print."""

import functools
import unicodedata
from pathlib import Path

from fontTools.ttLib import TTFont

FOLDER = Path(__file__).parent / "fonts"
# The first that has a character prints it.
FAMILIES = ("Source Sans 3", "Noto Sans Hebrew", "Noto Sans Arabic")
REGULAR = (
    "SourceSans3-Regular.ttf",
    "NotoSansHebrew_400Regular.ttf",
    "NotoSansArabic_400Regular.ttf",
)
# Stands for one or several characters in a row that no font has.
GAP = "[…]"
# Written by the layout itself, not drawn: spaces, line ends, marks of direction.
UNDRAWN = frozenset({"Zs", "Zl", "Zp", "Cf"})


@functools.cache
def printable():
    """The code points that the fonts can draw, read once in a process."""
    found = set()
    for name in REGULAR:
        with TTFont(FOLDER / name, lazy=True) as font:
            found.update(font.getBestCmap())
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
