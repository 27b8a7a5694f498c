"""The text of a module or of a guide, read into its parts.

A text begins with ``title:`` and ``summary:`` (a module also with ``video:``, an https address),
then an empty line. What follows is the body in plain marks (see ``training.texts``) until the first
line that begins with ``==``. Those lines open the other parts:

    == Exercise: its title          text
    == Scenario: its title          text
    == Ending: what one chooses     text; exactly two after a scenario
    == Question: the question       choices: ``( )`` or, for the right one, ``(x)``, each followed
                                    by a line ``> `` that explains it
    == Agenda: its title            lines ``- 10 min: what is done``; guides alone
    == Prompts: their title         lines ``- a prompt``; guides alone

A line ``=> address words`` is a link by itself: https, ``module:code`` or ``guide:code``.
"""

import functools
import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from training import texts

WORDS_PER_MINUTE = 200
ENDINGS, QUESTIONS, CHOICES = 2, 3, (3, 4)
HEAD = re.compile(r"(title|summary|video): *(.*)")
PART = re.compile(r"== *(Exercise|Scenario|Ending|Question|Agenda|Prompts): *(\S.*)")
CHOICE = re.compile(r"\(( |x)\) +(\S.*)")
ITEM = re.compile(r"- (\d{1,3}) min: +(\S.*)")
SECURE = "https://"
LONGEST_HEAD = {"title": 120, "summary": 300, "video": 500}


class Mistake(Exception):
    """What is wrong with a text, in words for its author; ``line`` is where, or None."""

    def __init__(self, message, line=None):
        where = _("Line %(line)s: %(message)s") % {"line": line, "message": message}
        super().__init__(where if line else message)
        self.line = line


@dataclass
class Part:
    """What follows one ``==`` line; the body is the part of kind ``""``."""

    kind: str
    title: str
    line: int
    body: str = ""

    @functools.cached_property
    def blocks(self):
        return texts.blocks(self.body)


@dataclass(frozen=True)
class Choice:
    text: str
    is_right: bool
    why: str


@dataclass(frozen=True)
class Question:
    text: str
    choices: tuple[Choice, ...]

    @property
    def right(self):
        """The number of the right choice."""
        return next(n for n, choice in enumerate(self.choices) if choice.is_right)


@dataclass
class Text:
    """A module (exercise, scenario with endings, questions) or a guide (agenda, prompts)."""

    title: str
    summary: str
    video: str
    body: Part
    words: int
    exercise: Part | None = None
    scenario: Part | None = None
    endings: list[Part] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    agenda: Part | None = None
    items: list[tuple[int, str]] = field(default_factory=list)
    prompts: Part | None = None

    @property
    def minutes(self):
        """How long reading takes, in whole minutes."""
        return max(1, round(self.words / WORDS_PER_MINUTE))

    @property
    def agenda_minutes(self):
        return sum(minutes for minutes, _text in self.items)


def module(source):
    """The ``Text`` of a module. Raises ``Mistake`` for whatever is missing or malformed."""
    text, parts = _read(source)
    text.exercise = _one(parts, "Exercise")
    text.scenario = _one(parts, "Scenario")
    text.endings = [part for part in parts if part.kind == "Ending"]
    text.questions = [_question(part) for part in parts if part.kind == "Question"]
    _refuse_others(parts, {"Exercise", "Scenario", "Ending", "Question"})
    if len(text.endings) != ENDINGS:
        raise Mistake(_("A scenario has two endings; this has %(n)s.") % {"n": len(text.endings)})
    if len(text.questions) != QUESTIONS:
        raise Mistake(
            _("A module has three questions; this has %(n)s.") % {"n": len(text.questions)}
        )
    return text


def guide(source):
    """The ``Text`` of a guide. Raises ``Mistake`` for whatever is missing or malformed."""
    text, parts = _read(source)
    text.agenda, text.prompts = _one(parts, "Agenda"), _one(parts, "Prompts")
    text.items = _items(text.agenda)
    _refuse_others(parts, {"Agenda", "Prompts"})
    return text


def _read(source):
    lines = source.strip().splitlines()
    head, start = _head(lines)
    parts = [Part("", head["title"], start + 1)]
    for number, line in enumerate(lines[start:], start + 1):
        if line.startswith("=="):
            found = PART.fullmatch(line.strip())
            if found is None:
                raise Mistake(_("There is no such part. Write == Exercise: Title"), number)
            parts.append(Part(found[1], found[2], number))
        else:
            _check_link(line, number)
            parts[-1].body += f"{line}\n"
    for part in parts:
        if not part.body.strip():
            raise Mistake(_("“%(title)s” has no text.") % {"title": part.title}, part.line)
    return Text(**head, body=parts[0], words=texts.words(source)), parts[1:]


def _head(lines):
    head = {"title": "", "summary": "", "video": ""}
    number = 0
    while number < len(lines) and (found := HEAD.fullmatch(lines[number].strip())):
        head[found[1]] = found[2].strip()
        number += 1
    for name in ("title", "summary"):
        if not head[name]:
            raise Mistake(_("The text begins with a line %(name)s: …") % {"name": name}, 1)
    for name, most in LONGEST_HEAD.items():
        if len(head[name]) > most:
            raise Mistake(
                _("%(name)s has at most %(most)s characters.") % {"name": name, "most": most}
            )
    if head["video"] and not head["video"].startswith(SECURE):
        raise Mistake(_("The address of a video begins with https://."))
    return head, number


def _check_link(line, number):
    if not line.strip().startswith("=>"):
        return
    if texts.link(line.strip()) is None:
        raise Mistake(_("A link is written => https://… words, or => module:goals words."), number)


def _one(parts, kind):
    found = [part for part in parts if part.kind == kind]
    if len(found) != 1:
        raise Mistake(
            _("There must be one part == %(kind)s; there are %(n)s.")
            % {"kind": kind, "n": len(found)}
        )
    return found[0]


def _refuse_others(parts, kinds):
    for part in parts:
        if part.kind not in kinds:
            raise Mistake(_("%(kind)s does not belong here.") % {"kind": part.kind}, part.line)


def _question(part):
    choices = []
    for number, line in enumerate(part.body.splitlines(), part.line + 1):
        if found := CHOICE.fullmatch(line.strip()):
            choices.append(Choice(found[2], found[1] == "x", ""))
        elif line.startswith("> ") and choices and not choices[-1].why:
            choices[-1] = Choice(choices[-1].text, choices[-1].is_right, line[2:].strip())
        elif line.strip():
            raise Mistake(_("Write ( ) or (x) and a choice, below it > and why."), number)
    least, most = CHOICES
    if not least <= len(choices) <= most:
        raise Mistake(_("A question has three or four choices."), part.line)
    if sum(choice.is_right for choice in choices) != 1:
        raise Mistake(_("Exactly one choice is right, marked (x)."), part.line)
    if not all(choice.why for choice in choices):
        raise Mistake(_("Every choice is explained by a line that begins with >."), part.line)
    return Question(part.title, tuple(choices))


def _items(part):
    items = []
    for number, line in enumerate(part.body.splitlines(), part.line + 1):
        if not line.strip():
            continue
        found = ITEM.fullmatch(line.strip())
        if found is None:
            raise Mistake(_("An item of an agenda is written - 10 min: what is done"), number)
        items.append((int(found[1]), found[2]))
    return items
