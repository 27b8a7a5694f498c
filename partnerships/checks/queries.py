"""Reads about checks: one's own, and what coordinators read of a program and a pair."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import JSONObject
from django.http import Http404

from mentoring import clock
from mentoring.crypto.master import Unreadable
from mentoring.crypto.services import Keyring
from organizations.models import AuditEvent
from participants.roles import Side
from partnerships.checks.kinds import LOW, Fit, Occasion
from partnerships.checks.models import Check
from partnerships.lifecycle import FINAL

WEAK = 0.6  # of those who were asked
# Trouble that nobody has looked at is pointed out for so long.
SHOWN_FOR = timedelta(days=60)

ANSWERED, OPEN, MISSED, TROUBLE = "answered", "open", "missed", "trouble"
STATES = (ANSWERED, OPEN, MISSED, TROUBLE)

SAYS_TROUBLE = Q(meeting__lte=LOW) | Q(useful__lte=LOW) | Q(fit=Fit.NOT_A_FIT)


@dataclass(frozen=True)
class Opened:
    """One check with its words in the open; ``is_gone``: there were some, and their key is gone."""

    row: Check
    words: str = field(default="", repr=False)
    is_gone: bool = False


def opened(check):
    """The ``Opened`` of a check whose participant is loaded."""
    if check.locked is None:
        return Opened(check)
    author = check.participant.person_id
    try:
        return Opened(check, Keyring([author]).decrypt(author, check.locked, check.about))
    except Unreadable:
        return Opened(check, is_gone=True)


def is_open(check):
    """Whether it can be answered today."""
    goes_on = check.partnership.status not in FINAL
    return check.answered_at is None and goes_on and check.closes_on >= clock.today()


def own_checks(person_id):
    """The person's checks in all their partnerships, what is open first."""
    rows = Check.objects.filter(participant__person=person_id).defer("locked")
    rows = rows.select_related(
        "participant",
        "partnership__program",
        "partnership__mentor_person",
        "partnership__mentee_person",
    )
    return sorted(rows.order_by("-opened_at", "-id"), key=lambda row: not is_open(row))


def own_check_or_404(pk, person_id, program=None):
    """One of the person's own checks, of this program if one is named."""
    narrow = {"partnership__program": program} if program else {}
    return _or_404(pk, participant__person=person_id, **narrow)


def check_or_404(program, pk):
    """One answered check of a program, for coordinators."""
    return _or_404(pk, partnership__program=program, answered_at__isnull=False)


def _or_404(pk, **narrow):
    rows = Check.objects.select_related(
        "participant__person",
        "participant__company",
        "partnership__program",
        "partnership__mentor_person",
        "partnership__mentee_person",
    )
    found = rows.filter(pk=pk, **narrow).first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True)
class Rate:
    """How many of one side have answered on one occasion."""

    occasion: str
    side: str
    asked: int
    answered: int
    in_trouble: int

    @property
    def occasion_label(self):
        return Occasion(self.occasion).label

    @property
    def label(self):
        return Side(self.side).label

    @property
    def is_weak(self):
        """Too few to say much about all."""
        return self.asked > 0 and self.answered < WEAK * self.asked


def rates(program):
    """``[Rate]`` of every occasion on which somebody was asked, in one statement."""
    rows = Check.objects.filter(partnership__program=program).order_by()
    found = rows.values("occasion", side=F("participant__side")).annotate(
        asked=Count("pk"),
        answered=Count("pk", filter=Q(answered_at__isnull=False)),
        in_trouble=Count("pk", filter=SAYS_TROUBLE),
    )
    order = {
        (one, side): n
        for n, (one, side) in enumerate(
            (one, side) for one in Occasion.values for side in Side.values
        )
    }
    return sorted((Rate(**row) for row in found), key=lambda r: order[r.occasion, r.side])


def listed(program, *, occasion="", side="", state=""):
    """Checks of a program for its coordinators, what says trouble first, without the words."""
    rows = Check.objects.filter(partnership__program=program).defer("locked")
    rows = rows.select_related(
        "participant__person",
        "participant__company",
        "partnership__mentor_person",
        "partnership__mentee_person",
    )
    if occasion:
        rows = rows.filter(occasion=occasion)
    if side:
        rows = rows.filter(participant__side=side)
    if state:
        rows = rows.filter(_narrow(state))
    return rows.order_by(
        "-opened_at", "participant__person__family_name", "participant__person__given_name", "id"
    )


def _narrow(state):
    today = clock.today()
    unanswered = Q(answered_at__isnull=True)
    return {
        ANSWERED: Q(answered_at__isnull=False),
        OPEN: unanswered & Q(closes_on__gte=today) & ~Q(partnership__status__in=FINAL),
        MISSED: unanswered & (Q(closes_on__lt=today) | Q(partnership__status__in=FINAL)),
        TROUBLE: SAYS_TROUBLE,
    }[state]


@dataclass(frozen=True)
class Fact:
    """One check of one of a pair, as coordinators see it on the page of the two: no words."""

    id: str
    occasion: str
    side: str
    closes_on: date
    answered_at: datetime | None
    meeting: int | None
    useful: int | None
    fit: str

    def get_occasion_display(self):
        return Occasion(self.occasion).label

    def get_fit_display(self):
        return Fit(self.fit).label if self.fit else ""


def facts():
    """Annotations of a ``Partnership`` queryset that hold its checks, for ``facts_of``."""
    kept = ("id", "occasion", "closes_on", "answered_at", "meeting", "useful", "fit")
    columns = {name: F(name) for name in kept}
    rows = Check.objects.filter(partnership=OuterRef("pk")).order_by("-opened_at", "id")
    rows = rows.values(fact=JSONObject(side="participant__side", **columns))
    return {"check_facts": ArraySubquery(rows)}


def facts_of(partnership):
    """``[Fact]`` of a partnership that came with ``facts``, the newest first."""
    return [
        Fact(
            **{
                **fact,
                "closes_on": date.fromisoformat(fact["closes_on"]),
                "answered_at": fact["answered_at"] and datetime.fromisoformat(fact["answered_at"]),
            }
        )
        for fact in partnership.check_facts
    ]


def in_trouble(program_ids):
    """Answers that say trouble, not a month or two old, that no coordinator has looked at yet."""
    seen = AuditEvent.objects.filter(
        verb="check.read", object_type="check", object_id=OuterRef("pk")
    )
    rows = Check.objects.filter(
        SAYS_TROUBLE,
        ~Exists(seen),
        partnership__program__in=program_ids,
        answered_at__date__gte=clock.today() - SHOWN_FOR,
    )
    return rows.exclude(partnership__status__in=FINAL)
