"""What a goal says: its parts, their limits, and how they are kept and copied. No database."""

import json
from dataclasses import dataclass, field

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentoring.ui.formats import signed
from partnerships.goals.scale import Level

LONGEST_TITLE, LONGEST_WHY, LONGEST_LEVEL = 120, 1_000, 240
MOST_COMPETENCIES = 3

EMPTY = gettext_lazy("Write something here.")


class BadWords(Exception):
    """Words that cannot be kept: ``{name of the part: sentence}``."""

    def __init__(self, parts):
        super().__init__("; ".join(parts))
        self.parts = parts


@dataclass(frozen=True)
class Wording:
    """What a goal says; ``levels`` from the lowest to the highest, ``competencies`` as codes."""

    title: str = field(default="", repr=False)
    why: str = field(default="", repr=False)
    levels: tuple[str, ...] = field(default=("",) * len(Level), repr=False)
    competencies: tuple[str, ...] = field(default=(), repr=False)

    def at(self, level):
        """What the goal says of this level."""
        return self.levels[level - min(Level)]

    @property
    def steps(self):
        """``[(Level, words)]`` from the highest to the lowest, as a scale is read."""
        return [(level, self.at(level)) for level in reversed(Level)]

    def as_json(self):
        parts = {"title": self.title, "why": self.why, "levels": self.levels}
        return json.dumps({**parts, "competencies": self.competencies}, ensure_ascii=False)

    def as_text(self):
        """The same for somebody who reads a copy."""
        levels = [f"{signed(level)} {level.label}: {words}" for level, words in self.steps]
        return "\n\n".join(part for part in (self.title, self.why, "\n".join(levels)) if part)


def from_json(text):
    """The ``Wording`` that ``as_json`` wrote; what is missing is empty."""
    said = json.loads(text)
    levels = [str(words) for words in said.get("levels", ())]
    return Wording(
        title=said.get("title", ""),
        why=said.get("why", ""),
        levels=tuple((levels + [""] * len(Level))[: len(Level)]),
        competencies=tuple(said.get("competencies", ())),
    )


def cleaned(text):
    """``text`` as it is kept."""
    return text.replace("\r\n", "\n").replace("\x00", "").strip()


def checked_text(text, longest):
    """``text`` as it is kept. Raises ``BadWords`` under no name for too much."""
    text = cleaned(text)
    if len(text) > longest:
        sizes = {"typed": len(text), "longest": longest}
        sizes = {name: number_format(n, force_grouping=True) for name, n in sizes.items()}
        raise BadWords({"": _("This has %(typed)s characters; %(longest)s is the most.") % sizes})
    return text


def checked(wording, *, is_whole=True):
    """``wording`` as it is kept. Raises ``BadWords`` for what is missing or too long.

    ``is_whole=False`` for one that is still being written, which may be missing anything.
    """
    wrong, kept = {}, {}
    for name, text, longest in _parts(wording):
        try:
            kept[name] = checked_text(text, longest)
        except BadWords as bad:
            wrong[name] = bad.parts[""]
            continue
        if is_whole and not kept[name] and name != "why":
            wrong[name] = EMPTY
    if len(wording.competencies) > MOST_COMPETENCIES:
        wrong["competencies"] = _("Choose %(most)d at most.") % {"most": MOST_COMPETENCIES}
    if wrong:
        raise BadWords(wrong)
    levels = tuple(kept[name_of(level)] for level in Level)
    title = " ".join(kept["title"].split())
    chosen = tuple(dict.fromkeys(wording.competencies))
    return Wording(title=title, why=kept["why"], levels=levels, competencies=chosen)


def name_of(level):
    """The name of a level's field."""
    return f"level_{level - min(Level)}"


def _parts(wording):
    yield "title", wording.title, LONGEST_TITLE
    yield "why", wording.why, LONGEST_WHY
    for level in Level:
        yield name_of(level), wording.at(level), LONGEST_LEVEL
