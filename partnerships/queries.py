"""Reads about partnerships: a person's own, and a program's for its coordinators."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import CharField, Count, Exists, OuterRef, Q
from django.db.models.functions import Cast
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from notifications.models import Message
from organizations.models import CompanyConflict
from partnerships.lifecycle import COORDINATOR, LIVE, MENTEE, MENTOR, SYSTEM, Status
from partnerships.models import Partnership, PartnershipEvent

# In the order of the filter on the coordinators' page; "waiting" is where somebody must answer.
GROUPS = {
    "waiting": (Status.PROPOSED,),
    "accepted": tuple(status for status in LIVE if status != Status.PROPOSED),
    "over": (Status.DECLINED, Status.EXPIRED, Status.WITHDRAWN, Status.ENDED, Status.COMPLETED),
}

# What happened, by action and by who did it.
WORDS = {
    ("announce", COORDINATOR): _("A coordinator announced the match"),
    ("announce", SYSTEM): _("Announced as the next alternate"),
    ("accept", MENTEE): _("The mentee accepted"),
    ("accept", MENTOR): _("The mentor accepted"),
    ("decline", MENTEE): _("The mentee declined"),
    ("decline", MENTOR): _("The mentor declined"),
    ("expire", SYSTEM): _("The time to answer passed"),
    ("withdraw", COORDINATOR): _("A coordinator took the match back"),
    ("withdraw", SYSTEM): _("Taken back, because it was no longer possible"),
}


def _with_people():
    return Partnership.objects.select_related(
        "program",
        "mentor",
        "mentee",
        "mentor_person",
        "mentee_person",
        "mentor_company",
        "mentee_company",
    )


def partnerships_of(person_id):
    """All partnerships of one person, as mentor or mentee, newest first."""
    own = Q(mentor_person=person_id) | Q(mentee_person=person_id)
    return _with_people().filter(own).order_by("-announced_at", "-id")


def side_of(partnership, person_id):
    """Which of the two this person is."""
    return MENTOR if partnership.mentor_person_id == person_id else MENTEE


def other_side(side):
    return MENTEE if side == MENTOR else MENTOR


def declined_by(partnership_ids):
    """``{partnership id: side}`` of those that one of the two declined."""
    events = PartnershipEvent.objects.filter(partnership__in=partnership_ids, action="decline")
    return dict(events.values_list("partnership", "role"))


def to_be_reminded(side, before, after):
    """Open matches that this side has not answered, ``before`` their deadline, not yet reminded.

    ``after`` is how long the announcement must be past.
    """
    now = timezone.now()
    reminded = Message.objects.filter(
        person=OuterRef(f"{side}_person"),
        kind="answer_reminder",
        occasion=Cast(OuterRef("pk"), CharField()),
    )
    return Partnership.objects.select_related(f"{side}_person").filter(
        ~Exists(reminded),
        status=Status.PROPOSED,
        answer_by__gt=now,
        answer_by__lte=now + before,
        announced_at__lte=now - after,
        **{f"{side}_accepted_at__isnull": True},
    )


@dataclass(frozen=True)
class Answer:
    """One side's answer to a match, as coordinators see it."""

    side: str
    name: str
    company: str
    accepted_at: datetime | None
    has_declined: bool


@dataclass(frozen=True)
class Line:
    """One partnership on the coordinators' page; ``reason`` is the category of a decline."""

    partnership: Partnership
    mentee: Answer
    mentor: Answer
    reason: str
    has_conflict: bool

    @property
    def tone(self):
        """Of the word that says how it stands."""
        if self.has_conflict:
            return "error"
        if self.partnership.status == Status.PROPOSED:
            return "warning"
        return "good" if self.partnership.status in LIVE else ""

    @property
    def may_be_withdrawn(self):
        return self.partnership.status == Status.PROPOSED


def partnerships_in(program, group=""):
    """Partnerships of a program or one of its ``GROUPS``; the next deadline or the newest first."""
    rows = _with_people().filter(program=program)
    if group in GROUPS:
        rows = rows.filter(status__in=GROUPS[group])
    return rows.order_by("answer_by" if group == "waiting" else "-announced_at", "-id")


def group_counts(program):
    """``{group: how many}`` of a program's partnerships, and ``""`` for all."""
    rows = Partnership.objects.filter(program=program).order_by().values_list("status")
    found = dict(rows.annotate(Count("pk")))
    counts = {group: sum(found.get(one, 0) for one in GROUPS[group]) for group in GROUPS}
    return {"": sum(found.values()), **counts}


def line_or_404(program, pk):
    """One partnership of this program, as coordinators see it."""
    found = _with_people().filter(program=program, pk=pk).first()
    if found is None:
        raise Http404
    return lines_of([found])[0]


def lines_of(partnerships):
    """A ``Line`` for each partnership of a page, in two more statements."""
    partnerships = list(partnerships)
    declines = {
        event.partnership_id: event
        for event in PartnershipEvent.objects.filter(
            partnership__in=[row.pk for row in partnerships], action="decline"
        )
    }
    conflicts = _conflicts(partnerships)
    return [_line(row, declines.get(row.pk), conflicts) for row in partnerships]


def _conflicts(partnerships):
    """Pairs of company ids that must not be matched (any more)."""
    live = [row for row in partnerships if row.status in LIVE]
    ids = {pk for row in live for pk in (row.mentor_company_id, row.mentee_company_id)}
    found = CompanyConflict.objects.filter(low__in=ids, high__in=ids)
    return set(found.values_list("low", "high"))


def _line(partnership, decline, conflicts):
    answers = {
        side: Answer(
            side=side,
            name=getattr(partnership, f"{side}_person").name,
            company=getattr(partnership, f"{side}_company").name,
            accepted_at=getattr(partnership, f"{side}_accepted_at"),
            has_declined=decline is not None and decline.role == side,
        )
        for side in (MENTEE, MENTOR)
    }
    companies = tuple(sorted((partnership.mentor_company_id, partnership.mentee_company_id)))
    return Line(
        partnership=partnership,
        **answers,
        reason=decline.get_reason_display() if decline and decline.reason else "",
        has_conflict=partnership.status in LIVE and companies in conflicts,
    )


@dataclass(frozen=True)
class Entry:
    """One step of a partnership, in words for coordinators."""

    at: datetime
    words: str


def history_of(partnership):
    """The steps of a partnership, oldest first."""
    return [
        Entry(event.at, str(WORDS.get((event.action, event.role), event.get_status_display())))
        for event in partnership.events.all()
    ]
