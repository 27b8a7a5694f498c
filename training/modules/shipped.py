"""The modules and guides that come with the product."""

import functools
import hashlib
from dataclasses import dataclass

from participants.roles import Side
from training import texts
from training.roles import TextKind

# In this order; whatever is not among them comes last. Closing is far away before the start.
ORDER = ("roles", "first-meeting", "goals", "boundaries", "feedback", "endings")
OPTIONAL = ("endings",)
FOLDERS = {
    (TextKind.MODULE, Side.MENTEE): "mentees",
    (TextKind.MODULE, Side.MENTOR): "mentors",
    (TextKind.GUIDE, Side.MENTEE): "guides/mentees",
    (TextKind.GUIDE, Side.MENTOR): "guides/mentors",
}


@dataclass(frozen=True)
class Shipped:
    kind: TextKind
    side: Side
    code: str
    source: str

    @property
    def key(self):
        return self.kind, self.side, self.code

    @property
    def digest(self):
        return hashlib.md5(self.source.encode(), usedforsecurity=False).hexdigest()


@functools.cache
def everything():
    """Each ``Shipped`` text, read once in a process."""
    return tuple(
        Shipped(kind, side, path.stem, path.read_text(encoding="utf-8").strip())
        for (kind, side), folder in FOLDERS.items()
        for path in sorted((texts.FOLDER / folder).glob("*.txt"))
    )


def position_of(code):
    """Where a module stands among others, from 1."""
    return ORDER.index(code) + 1 if code in ORDER else len(ORDER) + 1
