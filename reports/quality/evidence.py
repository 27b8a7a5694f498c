"""What was found about one criterion: figures in words and numbers, and how far they show it."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports import cells
from reports.content import HIDDEN

PERCENT = 100
MOST, ENOUGH = 90, 60  # percents from which on a share counts as shown


class State(TextChoices):
    """How far the data shows a criterion. None of these says that it is met."""

    SHOWN = "shown", gettext_lazy("Shown")
    PARTLY = "partly", gettext_lazy("Partly shown")
    NOT_YET = "not_yet", gettext_lazy("Not yet")
    BEYOND = "beyond", gettext_lazy("Not something data can show")


@dataclass(frozen=True)
class Line:
    """One figure: its words, its numbers where it has any, and ``(page, query)`` behind it."""

    label: str
    text: str
    number: int | None = None
    of: int | None = None
    leads_to: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Evidence:
    state: State
    lines: tuple[Line, ...] = ()


def whether(label, is_so, page=("", "")):
    return Line(label, _("yes") if is_so else _("no"), int(is_so), None, page)


def number(label, count, page=("", ""), unit=""):
    text = f"{cells.grouped(count)} {unit}" if unit else cells.grouped(count)
    return Line(label, text, count, None, page)


def words(label, text, page=("", "")):
    return Line(label, text, None, None, page)


def share(label, count, of, page=("", "")):
    said = {"n": cells.grouped(count), "of": cells.grouped(of)}
    text = _("%(n)s of %(of)s") % said if of else _("none so far")
    return Line(label, text, count, of, page)


def hidden(label, page=("", "")):
    return Line(label, HIDDEN, None, None, page)


def of_share(count, of, percent=PERCENT):
    """The state that a share shows; of nobody it shows nothing yet."""
    if not of or not count:
        return State.NOT_YET
    return State.SHOWN if PERCENT * count >= percent * of else State.PARTLY


def all_of(*states):
    """The state of what takes several things together."""
    if all(one == State.SHOWN for one in states):
        return State.SHOWN
    return State.NOT_YET if all(one == State.NOT_YET for one in states) else State.PARTLY


def of_whether(is_so):
    return State.SHOWN if is_so else State.NOT_YET


def answered(label, count, of, least, page=("", "")):
    """``(Line, State)`` of who answered; of fewer than ``least`` who were asked nothing is said.

    The state then is the same whatever they did.
    """
    if 0 < of < least:
        return hidden(label, page), State.NOT_YET
    return share(label, count, of, page), of_share(count, of, ENOUGH)
