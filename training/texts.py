"""Texts of briefings: what the product ships, and plain marks turned into headings and lists.

A line that begins with ``#`` is a heading, lines that begin with ``-`` are a list, all others are
paragraphs. Nothing else is a mark, so nothing that somebody types becomes markup.
"""

from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).parent / "texts"


@dataclass
class Block:
    """One heading, paragraph or list (``items``) of a text."""

    kind: str
    text: str = ""
    items: list = field(default_factory=list)


def shipped(audience):
    """The product's own text for this audience."""
    return (FOLDER / f"{audience}.txt").read_text(encoding="utf-8").strip()


def blocks(body):
    """``[Block]`` of a text; ``kind`` is ``heading``, ``list`` or ``paragraph``."""
    found = []
    for line in map(str.strip, body.splitlines()):
        if not line:
            found.append(Block("gap"))
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
