"""Texts of briefings: what the product ships, and plain marks turned into headings and lists.

A line that begins with ``#`` is a heading, lines that begin with ``-`` are a list, all others are
paragraphs. A line ``=> address words`` is a link. Nothing else is a mark, so nothing that somebody
types becomes markup.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).parent / "texts"
LINK = re.compile(r"=> +(https://[^\s<>\"]{4,500}|(module|guide):([a-z-]{2,30})) +(\S.*)")


@dataclass
class Block:
    """One heading, paragraph, list (``items``) or link of a text.

    A link leads to an ``address``, or to the module or guide (``target``) of the code ``address``;
    its page is ``url``, set by whoever shows it and empty where there is none.
    """

    kind: str
    text: str = ""
    items: list = field(default_factory=list)
    address: str = ""
    target: str = ""
    url: str = ""


def shipped(audience):
    """The product's own text for this audience."""
    return (FOLDER / f"{audience}.txt").read_text(encoding="utf-8").strip()


def link(line):
    """The link that a line is, or None."""
    found = LINK.fullmatch(line)
    if found is None:
        return None
    return Block("link", found[4], address=found[3] or found[1], target=found[2] or "")


def blocks(body):
    """``[Block]`` of a text; ``kind`` is ``heading``, ``list``, ``link`` or ``paragraph``."""
    found = []
    for line in map(str.strip, body.splitlines()):
        if not line:
            found.append(Block("gap"))
        elif made := link(line):
            found.append(made)
        elif line.startswith("#"):
            found.append(Block("heading", line.lstrip("# ")))
        elif line.startswith(("- ", "* ", "• ")):
            if not found or found[-1].kind != "list":
                found.append(Block("list"))
            found[-1].items.append(line[2:].strip())
        elif found and found[-1].kind == "paragraph":
            found[-1].text += f" {line}"
        else:
            found.append(Block("paragraph", line))
    return [block for block in found if block.kind != "gap"]


def words(body):
    """How many words a text has; marks are none."""
    return sum(any(map(str.isalnum, word)) for word in body.split())
