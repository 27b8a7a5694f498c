"""Asking somebody to take part: the person, their job and login, the question, and its mail."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from mentoring import clock
from mentoring.jobs.tasks import wake
from notifications.services import tell
from organizations.audit import record
from organizations.models import Employment, Membership, Person
from organizations.queries import current_employments
from organizations.roles import Role
from organizations.services import login_for
from participants.models import Participant
from participants.nominating.models import Asking
from participants.nominating.words import Answer, Doubt, Source
from participants.roles import Standing
from participants.services import IllegalStanding
from participants.writing import lock_people
from programs.gates import NOMINATIONS
from programs.models import Door

# How long a question stays open that is put when nominations are over already.
LATE_DAYS = 14
REOPENED = (Standing.UNANSWERED, Standing.DECLINED)


@dataclass(frozen=True)
class Who:
    """Somebody as others wrote them down; the address is in lower case."""

    email: str
    given_name: str = ""
    family_name: str = ""
    title: str = ""


class Unsettled(Exception):
    """A coordinator has to decide first; ``doubt`` says what, ``person`` whom it is about."""

    def __init__(self, doubt, person):
        super().__init__(doubt)
        self.doubt, self.person = doubt, person


@transaction.atomic
def ask(program, side, who, company, *, source, by):
    """Let somebody know that they may take part; the Participant, who was there before or is new.

    Who is in the program on this side already is left alone. Raises ``Unsettled`` and writes
    nothing when the person is known to work elsewhere, or stands on the other side.
    """
    lock_people()
    person = person_of(who.email)
    if person is None:
        person = _meet(who, company, by)
    else:
        _refuse_doubts(person, program, side, company)
        _let_in(person, by)
    return bring_in(person, program, side, company, title=who.title, source=source, by=by)


def bring_in(person, program, side, company, *, title="", source, by):
    """The person's participation, as nominated if there was none; asked by mail if it is new."""
    found = Participant.objects.filter(program=program, person=person, side=side).first()
    if found is not None:
        return found
    participant = Participant.objects.create(
        program=program,
        person=person,
        company=company,
        side=side,
        standing=Standing.NOMINATED,
        title=title,
    )
    facts = {"program": str(program.pk), "side": str(side), "standing": str(Standing.NOMINATED)}
    record("participant.created", participant, by=by, **facts)
    put_question(participant, source=source, by=by)
    return participant


def person_of(email):
    """Whom the organization knows under this address, their own or that of their login."""
    known = Person.objects.filter(Q(email__iexact=email) | Q(user__email__iexact=email))
    found = sorted(known, key=lambda person: person.email.lower() != email.lower())
    return found[0] if found else None


@transaction.atomic
def put_question(participant, *, source, by):
    """Ask a nominated participant whether they want to take part, by mail, once."""
    close_question(participant, Answer.UNANSWERED)  # left open by a hand that changed the standing
    now = clock.now()
    asking = Asking.objects.create(
        participant=participant, source=source, asked_at=now, answer_by=_late(participant.program)
    )
    record("participant.asked", participant, by=by, source=str(source))
    tell(participant.person, "nomination_asked", asking.pk)
    return asking


@transaction.atomic
def reopen(participant, *, by):
    """Ask somebody again who declined or did not answer; ``IllegalStanding`` for anybody else."""
    participant = Participant.objects.select_for_update(of=("self",)).get(pk=participant.pk)
    if participant.standing not in REOPENED:
        raise IllegalStanding(
            _("%(name)s is “%(standing)s” by now. Look at the page again.")
            % {"name": participant.person.name, "standing": participant.get_standing_display()}
        )
    nominate_again(participant, source=Source.COORDINATOR, by=by)
    return participant


def nominate_again(participant, *, source, by):
    """Back to nominated, with a new question."""
    before, participant.standing = participant.standing, Standing.NOMINATED
    participant.save(update_fields=["standing", "updated_at"])
    record_standing(participant, before, by=by)
    put_question(participant, source=source, by=by)


@transaction.atomic
def remind(participant, *, by):
    """Mail the open question once more, at most once a day; False if there is none."""
    asking = open_question(participant)
    if asking is None:
        return False
    tell(participant.person, "nomination_reminder", f"{asking.pk}:{clock.today()}")
    record("participant.reminded", participant, by=by)
    return True


def open_question(participant):
    """The ``Asking`` that somebody nominated has not answered, or None."""
    rows = Asking.objects.filter(participant=participant, answered_at__isnull=True)
    return rows.filter(participant__standing=Standing.NOMINATED).first()


def close_question(participant, answer, reason=""):
    """Note how the open question ended, if one is open."""
    Asking.objects.filter(participant=participant, answered_at__isnull=True).update(
        answered_at=clock.now(), answer=answer, reason=reason
    )


def leave_unanswered(participant):
    """Nobody waits for an answer any more."""
    before, participant.standing = participant.standing, Standing.UNANSWERED
    participant.save(update_fields=["standing", "updated_at"])
    close_question(participant, Answer.UNANSWERED)
    record_standing(participant, before, by=None)


def record_standing(participant, before, *, by):
    after = str(participant.standing)
    record("participant.standing", participant, by=by, before=str(before), after=after)
    wake()


def is_over(program, today=None):
    """Whether the time of nominations has passed: by its dates, unless a hand keeps it open."""
    return program.dates.filter(over(today)).exists()


def over(today=None):
    """The dates of nominations whose time has passed."""
    today = today or clock.today()
    return Q(key=NOMINATIONS, closes_on__lt=today) & ~Q(door=Door.OPEN)


def _late(program):
    if not is_over(program):
        return None
    return clock.today() + timedelta(days=LATE_DAYS)


def _meet(who, company, by):
    """A new person with a job from today and a login."""
    person = Person.objects.create(
        email=who.email,
        given_name=who.given_name,
        family_name=who.family_name,
        user_id=login_for(who.email),
    )
    record("person.created", person, by=by)
    start_job(person, company, clock.today(), by=by)
    _let_in(person, by)
    return person


def start_job(person, company, day, *, by):
    """A new employment from ``day``; the person has no other one then."""
    job = Employment.objects.create(person=person, company=company, started_on=day)
    record("employment.started", job, by=by, company=str(company.pk))
    return job


def _let_in(person, by):
    """A login and the role to use it."""
    if person.user_id is None:
        person.user_id = login_for(person.email)
        person.save(update_fields=["user"])
    membership, created = Membership.objects.get_or_create(
        user_id=person.user_id,
        role=Role.PARTICIPANT,
        defaults={"person": person, "name": person.name},
    )
    if created:
        record("membership.granted", membership, by=by, role=Role.PARTICIPANT)


def _refuse_doubts(person, program, side, company):
    job = current_employments([person.pk]).get(person.pk)
    if job is None:
        raise Unsettled(Doubt.NO_EMPLOYER, person)
    if job.company_id != company.pk:
        raise Unsettled(Doubt.EMPLOYER, person)
    others = Participant.objects.filter(program=program, person=person).exclude(side=side)
    if others.exists():
        raise Unsettled(Doubt.OTHER_SIDE, person)
