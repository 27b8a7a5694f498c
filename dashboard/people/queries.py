"""What coordinators read about a person: jobs, programs, partnerships, and what was done."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, Subquery
from django.http import Http404

from dashboard.people import words
from evaluations.certificates.models import Certificate
from evaluations.observers.models import ObserverInvitation
from evaluations.quotes.models import Quote
from instruments.models import Response
from notifications.bounces.queries import failures
from notifications.bounces.words import why
from organizations.models import AuditEvent, Company, Employment, Membership, Person, PlannedJob
from organizations.people import jobs_of, person_or_404
from organizations.planned import Noted, last_planned, noted, planned_for
from participants.models import Participant, Photo
from participants.roles import Standing
from partnerships.models import Partnership
from partnerships.queries import Line, lines_of, partnerships_of
from programs.models import Sponsorship

EVENTS = 200


def company_names():
    """Names of all companies, to choose from."""
    return list(Company.objects.values_list("name", flat=True))


@dataclass(frozen=True)
class Reached:
    """Whether there is a photo of somebody, and since when and why mail to them comes back."""

    has_photo: bool
    failing_since: datetime | None
    why: str


def reached(person_id):
    """The ``Reached`` of a person, who exists, in one statement."""
    photo = Exists(Photo.objects.filter(person=OuterRef("pk")))
    row = Person.objects.annotate(has_photo=photo, **failures()).get(pk=person_id)
    return Reached(row.has_photo, row.failing_since, why(row.bounce_code or ""))


def participation_or_404(person, participant_id):
    """A participation of this person."""
    found = Participant.objects.filter(person=person, pk=participant_id).first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True)
class Seat:
    """A participation, and what is to be done when the person works elsewhere now."""

    participant: Participant
    now_at: Company | None
    has_left: bool
    may_move: bool

    @property
    def differs(self):
        """Whether the seat is another company's than the employer's, or there is no employer."""
        return self.has_left or self.now_at is not None


@dataclass(frozen=True)
class PersonPage:
    """Everything on a person's first page; ``lines`` are partnerships with their troubles."""

    person: Person
    jobs: list
    planned: Noted | None
    seats: tuple[Seat, ...]
    lines: list[Line]

    @property
    def job(self):
        """The job that goes on, or None."""
        return next((job for job in self.jobs if job.ended_on is None), None)

    @property
    def to_look_at(self):
        """How many live partnerships a coordinator should look at."""
        return sum(bool(line.troubles) for line in self.lines)


def person_page_or_404(person_id):
    """The ``PersonPage`` of a person, in at most six statements."""
    jobs = jobs_of(person_id, planned=last_planned(OuterRef("person")))
    person = jobs[0].person if jobs else person_or_404(person_id)
    planned = noted(jobs[0].planned) if jobs else planned_for(person)
    job = next((job for job in jobs if job.ended_on is None), None)
    lines = lines_of(partnerships_of(person.pk))
    return PersonPage(person, jobs, planned, _seats(person, job), lines)


def _seats(person, job):
    rows = Participant.objects.filter(person=person).select_related("program", "company")
    sponsors = Sponsorship.objects.filter(
        program=OuterRef("program"), company=job.company_id if job else None
    )
    rows = rows.annotate(new_sponsor=Subquery(sponsors.values("company")[:1]))
    return tuple(_seat(row, job) for row in rows.order_by("-program__starts_on", "id"))


def _seat(row, job):
    takes_part = row.standing in (Standing.NOMINATED, Standing.IN)
    moved = takes_part and job is not None and job.company_id != row.company_id
    return Seat(
        participant=row,
        now_at=job.company if moved else None,
        has_left=takes_part and job is None,
        may_move=moved and row.new_sponsor is not None,
    )


@dataclass(frozen=True)
class Event:
    """One line of a person's trail."""

    at: datetime
    text: str
    by: str
    day: date | None


def trail_of(person):
    """``[Event]`` of a person, newest first.

    Of their jobs, programs and partnerships too, and of what came of their evaluations.
    """
    own = Q(mentor_person=person) | Q(mentee_person=person)
    theirs = [
        rows.objects.filter(participant__person=person).order_by().values_list("pk")
        for rows in (Response, ObserverInvitation, Quote, Certificate)
    ]
    jobs = Employment.objects.filter(person=person).order_by().values_list("pk")
    places = Participant.objects.filter(person=person).order_by().values_list("pk")
    pairs = Partnership.objects.filter(own).order_by().values_list("pk")
    plans = PlannedJob.objects.filter(person=person).order_by().values_list("pk")
    ids = [pk for (pk,) in jobs.union(places, pairs, plans, *theirs).order_by()]
    actor = Membership.ever.filter(user_id=OuterRef("by_user_id")).order_by("role")
    events = AuditEvent.objects.filter(object_id__in=[person.pk, *ids]).annotate(
        actor=Subquery(actor.values("name")[:1])
    )
    return [
        Event(event.at, words.of(event), event.actor or "", words.day_of(event))
        for event in events.order_by("-at", "-id")[:EVENTS]
    ]
