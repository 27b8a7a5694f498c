"""Opening what is missing and closing what is gone: only differences are written."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from partnerships.cases.kinds import Severity


@dataclass(frozen=True)
class Found:
    """A cause for a case, as the rows say it at this moment.

    ``anchor`` tells causes of one subject and signal apart: ids and days. ``days`` is after how
    many a case comes back that was closed although its cause lasts; None: it does not.
    """

    program: UUID
    partnership: UUID | None
    participant: UUID | None
    anchor: str
    since: datetime
    severity: Severity
    days: int | None = None

    @property
    def key(self):
        return (self.partnership, self.participant, self.anchor)


@dataclass(frozen=True)
class Known:
    """A case that there is: open, or closed on a day by somebody or by itself."""

    pk: UUID
    partnership: UUID | None
    participant: UUID | None
    occasion: str
    is_open: bool
    closed_on: date | None = None
    closed_itself: bool = False

    @property
    def key(self):
        return (self.partnership, self.participant, anchor_of(self.occasion))


# Between what anchors a cause and how often it has come back.
AGAIN = "#"


def anchor_of(occasion):
    return occasion.partition(AGAIN)[0]


def number_of(occasion):
    return int(occasion.partition(AGAIN)[2] or 1)


def occasion_of(anchor, number):
    """The occasion of the first, the second … case about one cause."""
    return anchor if number == 1 else f"{anchor}{AGAIN}{number}"


def differences(found, known, today, *, stays=False):
    """``(to open, to close)``: ``[(Found, occasion)]`` and ids of cases whose cause is gone.

    The order of both does not matter, and after the two are written there is no difference.
    ``stays``: nothing undoes a cause of this kind.
    """
    earlier = {}
    for case in known:
        earlier.setdefault(case.key, []).append(case)
    by_key = {one.key: one for one in sorted(found, key=lambda one: one.since, reverse=True)}
    opening = [
        (one, occasion_of(one.anchor, _next_number(earlier.get(key, ()))))
        for key, one in by_key.items()
        if may_open(one, earlier.get(key, ()), today, stays=stays)
    ]
    gone = [case.pk for case in known if case.is_open and case.key not in by_key and not stays]
    return opening, gone


def _next_number(cases):
    return 1 + max((number_of(case.occasion) for case in cases), default=0)


def may_open(found, cases, today, *, stays=False):
    """Whether a cause opens another case, after those that there were about it."""
    if any(case.is_open for case in cases):
        return False
    if not cases:
        return True
    if stays:
        return False
    last = max(cases, key=lambda case: (case.closed_on, number_of(case.occasion)))
    if last.closed_itself:  # the cause was gone, and has come back
        return True
    return found.days is not None and last.closed_on + timedelta(days=found.days) <= today
