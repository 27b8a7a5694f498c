"""When a signal becomes a case: what holds unless a program says otherwise, and changing it."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from organizations.audit import record
from organizations.roles import STAFF
from partnerships.cases.kinds import Severity, Signal
from partnerships.cases.models import CaseRule
from partnerships.refusals import Refusal
from programs.models import Program

DAYS, PERCENT, RATING = "days", "percent", "rating"
FRIDAY = 4
# Working days until a case is due, by how pressing it is.
DUE_AFTER = {Severity.HIGH: 1, Severity.MEDIUM: 3, Severity.LOW: 5}

NOT_YOURS = gettext_lazy("Only a coordinator can set when cases open.")


class CannotSetRule(Refusal):
    """This cannot be set; nothing was written."""


@dataclass(frozen=True)
class Kind:
    """A signal as the product has it: its ``number`` in a ``unit``, with the bounds of both.

    A signal without a unit has no number. ``stays``: its cause is a fact that nothing undoes, so
    that only a coordinator closes it, or the end of its pair. ``comes_back``: the cause lasts, and
    a case that was closed although it did is followed by the next after as many days again.
    """

    severity: Severity
    number: int | None = None
    unit: str = ""
    least: int = 0
    most: int = 0
    stays: bool = False
    comes_back: bool = False


def _days(severity, number, least, most, **facts):
    return Kind(severity, number, DAYS, least, most, **facts)


HIGH, MEDIUM, LOW = Severity.HIGH, Severity.MEDIUM, Severity.LOW
KINDS = {
    Signal.INVITATION: _days(LOW, 14, 3, 60, comes_back=True),
    Signal.PROFILE: _days(LOW, 7, 1, 60, comes_back=True),
    Signal.TRAINING: _days(MEDIUM, 3, 1, 60, comes_back=True),
    Signal.FIRST_MEETING: _days(MEDIUM, 10, 3, 60, comes_back=True),
    Signal.NO_MEETING: Kind(MEDIUM, 150, PERCENT, 100, 400, comes_back=True),
    Signal.SILENCE: _days(HIGH, 45, 14, 180, comes_back=True),
    Signal.CHECK_LATE: _days(LOW, 2, 1, 30, stays=True),
    Signal.RATING: Kind(HIGH, 2, RATING, 1, 4, stays=True),
    Signal.CALL: Kind(HIGH),
    Signal.NOT_A_FIT: Kind(HIGH, stays=True),
    Signal.WARNING: Kind(HIGH, 2, RATING, 1, 4, stays=True),
    Signal.UNSIGNED: _days(MEDIUM, 30, 7, 90, comes_back=True),
    Signal.GOAL: _days(MEDIUM, 30, 7, 90, comes_back=True),
    Signal.EMPLOYMENT: Kind(MEDIUM),
    Signal.CONFLICT: Kind(HIGH),
    Signal.BOUNCED: Kind(MEDIUM),
    Signal.SPONSOR_LEFT: Kind(MEDIUM),
}


@dataclass(frozen=True)
class Rule:
    """One signal in one program; ``is_own``: the program has set it."""

    signal: Signal
    kind: Kind
    is_on: bool = True
    number: int | None = None
    is_own: bool = False

    @property
    def label(self):
        return self.signal.label

    @property
    def words(self):
        """The number with its unit, as a page says it."""
        if self.kind.unit == DAYS:
            return ngettext("%(n)s day", "%(n)s days", self.number) % {"n": self.number}
        if self.kind.unit == PERCENT:
            return _("%(n)s%% of what the two agreed") % {"n": self.number}
        return _("%(n)s of 5 or less") % {"n": self.number} if self.kind.unit == RATING else ""


def rules_of(program):
    """``{signal: Rule}`` of a program, in the order of the signals."""
    rows = {row.signal: row for row in CaseRule.objects.filter(program=program)}
    return {signal: _rule(signal, rows.get(signal)) for signal in KINDS}


def _rule(signal, row):
    kind = KINDS[signal]
    if row is None:
        return Rule(Signal(signal), kind, number=kind.number)
    number = kind.number if row.number is None else row.number
    return Rule(Signal(signal), kind, row.is_on, number, is_own=True)


@dataclass(frozen=True)
class Thresholds:
    """What all programs of an organization have set, read once for all signals."""

    own: dict

    def number(self, signal, program_id):
        is_on_and_number = self.own.get((program_id, signal))
        return is_on_and_number[1] if is_on_and_number else KINDS[signal].number

    def off(self, signal):
        """Programs in which the signal opens nothing."""
        return [
            program for (program, one), (on, _n) in self.own.items() if one == signal and not on
        ]

    def numbers(self, signal):
        """Every number that is in use for the signal."""
        own = {number for (_p, one), (on, number) in self.own.items() if one == signal and on}
        return own | {KINDS[signal].number}


def all_thresholds(instead=None):
    """The ``Thresholds`` of the organization.

    ``instead`` are rules ``{(program id, signal): (is on, number)}`` that nobody has set yet.
    """
    own = {
        (row.program_id, row.signal): (
            row.is_on,
            KINDS[row.signal].number if row.number is None else row.number,
        )
        for row in CaseRule.objects.all()
        if row.signal in KINDS
    }
    return Thresholds(own | (instead or {}))


@transaction.atomic
def set_rules(program, wanted, *, by):
    """Set ``{signal: (is on, number)}`` for a program; what is the product's own leaves no row.

    Raises ``CannotSetRule`` and writes nothing for a number out of bounds, or a signal without one.
    """
    if by.role not in STAFF:
        raise CannotSetRule("not_yours", NOT_YOURS)
    for signal, (_on, number) in wanted.items():
        check(signal, number)
    Program.objects.select_for_update(of=("self",), no_key=True).get(pk=program.pk)
    before = rules_of(program)
    changed = {
        signal: (is_on, number)
        for signal, (is_on, number) in wanted.items()
        if (before[signal].is_on, before[signal].number) != (is_on, number)
    }
    for signal, (is_on, number) in changed.items():
        rows = CaseRule.objects.filter(program=program, signal=signal)
        if (is_on, number) == (True, KINDS[signal].number):
            rows.delete()
        elif not rows.update(is_on=is_on, number=number):
            CaseRule.objects.create(program=program, signal=signal, is_on=is_on, number=number)
    if changed:
        facts = {str(signal): [is_on, number] for signal, (is_on, number) in changed.items()}
        record("program.cases_set", program, by=by, **facts)
    return rules_of(program)


def check(signal, number):
    """Raise ``CannotSetRule`` unless the signal can have this number."""
    kind = KINDS.get(signal)
    if kind is None:
        raise CannotSetRule("unknown", _("There is no such signal."))
    if kind.unit == "" and number is not None:
        raise CannotSetRule("no_number", _("This signal has no number."))
    if kind.unit and (number is None or not kind.least <= number <= kind.most):
        said = {"signal": Signal(signal).label, "least": kind.least, "most": kind.most}
        words = _("%(signal)s: choose a number from %(least)s to %(most)s.")
        raise CannotSetRule("bounds", words % said)


def due_on(severity, today):
    """The day on which a case that opens today is due: no Saturday and no Sunday counts."""
    day, left = today, DUE_AFTER[severity]
    while left:
        day += timedelta(days=1)
        left -= day.weekday() <= FRIDAY
    return day
