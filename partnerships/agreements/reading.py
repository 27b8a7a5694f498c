"""The text of an agreement, read into its sections.

A text begins with ``title:`` and ``summary:``. What follows, in the plain marks of
``training.texts``, opens the agreement until the first line that begins with ``==``. Those lines
open the sections; each of ``KINDS`` once, and as many ``== Section: its title`` as one likes.
"""

import re
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from training import texts
from training.modules.parsing import Mistake

KINDS = ("Goals", "Cadence", "Confidentiality", "Fairness", "Ending", "Concerns")
OWN = "Section"
HEAD = re.compile(r"(title|summary): *(.*)")
PART = re.compile(rf"== *({'|'.join((*KINDS, OWN))}): *(\S.*)")
LONGEST = {"title": 120, "summary": 300}
LONGEST_TITLE = 120
MOST_SECTIONS = 20


@dataclass
class Section:
    """What follows one ``==`` line; the opening is the section of kind ``""``."""

    kind: str
    title: str
    line: int
    body: str = ""

    @cached_property
    def blocks(self):
        return texts.blocks(self.body)


@dataclass(frozen=True)
class Text:
    title: str
    summary: str
    opening: Section
    sections: tuple[Section, ...]


def read(source):
    """The ``Text`` of an agreement. Raises ``Mistake`` for whatever is missing or malformed."""
    lines = source.strip().splitlines()
    head, start = _head(lines)
    parts = [Section("", head["title"], start + 1)]
    for number, line in enumerate(lines[start:], start + 1):
        if line.startswith("=="):
            parts.append(_section(line, number))
        elif line.strip().startswith("=>"):
            raise Mistake(
                _("An agreement has no links: who signs it has to see all of it."), number
            )
        else:
            parts[-1].body += f"{line}\n"
    _check(parts)
    return Text(head["title"], head["summary"], parts[0], tuple(parts[1:]))


def _head(lines):
    head, number = {"title": "", "summary": ""}, 0
    while number < len(lines) and (found := HEAD.fullmatch(lines[number].strip())):
        head[found[1]] = found[2].strip()
        number += 1
    for name, most in LONGEST.items():
        if not head[name]:
            raise Mistake(_("The text begins with a line %(name)s: …") % {"name": name}, 1)
        if len(head[name]) > most:
            raise Mistake(
                _("%(name)s has at most %(most)s characters.") % {"name": name, "most": most}
            )
    return head, number


def _section(line, number):
    found = PART.fullmatch(line.strip())
    if found is None:
        kinds = ", ".join((*KINDS, OWN))
        said = _("There is no such section. Write == and one of %(kinds)s, then : and its title.")
        raise Mistake(said % {"kinds": kinds}, number)
    if len(found[2]) > LONGEST_TITLE:
        said = _("The title of a section has at most %(most)s characters.")
        raise Mistake(said % {"most": LONGEST_TITLE}, number)
    return Section(found[1], found[2], number)


def _check(parts):
    for part in parts:
        if not part.body.strip():
            raise Mistake(_("“%(title)s” has no text.") % {"title": part.title}, part.line)
    if len(parts) > MOST_SECTIONS:
        raise Mistake(_("An agreement has at most %(n)s sections.") % {"n": MOST_SECTIONS})
    found = [part.kind for part in parts]
    for kind in KINDS:
        if found.count(kind) != 1:
            said = _("There must be one section == %(kind)s; there are %(n)s.")
            raise Mistake(said % {"kind": kind, "n": found.count(kind)})
