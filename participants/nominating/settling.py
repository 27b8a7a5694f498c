"""What a coordinator decides where two companies, or two sides, claim the same person."""

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentoring import clock
from organizations.audit import record
from organizations.models import Employment
from organizations.queries import current_employments
from participants.models import Participant
from participants.nominating.asking import bring_in, person_of, start_job
from participants.nominating.models import Nomination, NominationResult
from participants.nominating.words import Doubt, Outcome, Source
from participants.seats import LIVE, move_seat
from participants.writing import lock_people


class Decision(models.TextChoices):
    """What to do about a nomination that waits."""

    KEEP = "keep", gettext_lazy("Leave the employer as it is")
    MOVE = "move", gettext_lazy("Note the new employer")
    BOTH = "both", gettext_lazy("Let them take part on both sides")
    AGAIN = "again", gettext_lazy("Try once more")
    REFUSE = "refuse", gettext_lazy("Refuse the nomination")


DECISIONS = {
    Doubt.EMPLOYER: (Decision.KEEP, Decision.MOVE, Decision.REFUSE),
    Doubt.NO_EMPLOYER: (Decision.MOVE, Decision.REFUSE),
    Doubt.OTHER_SIDE: (Decision.BOTH, Decision.REFUSE),
    Doubt.LOGIN: (Decision.AGAIN, Decision.REFUSE),
}


class CannotSettle(Exception):
    """Why not, as a sentence for the coordinator."""


@transaction.atomic
def settle(nomination, decision, *, by, day=None):
    """Carry out a ``Decision`` about a nomination that waits; ``day`` is when a job began.

    Raises ``CannotSettle`` and writes nothing if it is no longer possible.
    """
    lock_people()
    results = NominationResult.objects.select_for_update()
    result = results.filter(nomination=nomination, outcome=Outcome.TO_SETTLE).first()
    nomination = Nomination.objects.select_related("program", "company").get(pk=nomination.pk)
    if result is None or decision not in DECISIONS[result.doubt]:
        raise CannotSettle(_("This nomination has been settled in the meantime."))
    _record_settled(nomination, result, decision, by)
    if decision == Decision.AGAIN:
        result.delete()  # a worker reads it anew
        return
    person = person_of(nomination.email)
    if decision == Decision.KEEP:
        _keep(nomination, person, by)
    elif decision == Decision.MOVE:
        move(person, nomination.company, day or clock.today(), by=by)
    if decision in (Decision.MOVE, Decision.BOTH):
        result.participant = _brought_in(nomination, person, nomination.company, by)
    result.outcome = Outcome.PLACED if result.participant_id else Outcome.REFUSED
    result.save(update_fields=["outcome", "participant", "changed_at"])


def leave_unsettled(result):
    """Nobody waits for a coordinator any more: nominations are over."""
    result.outcome = Outcome.REFUSED
    result.save(update_fields=["outcome", "changed_at"])
    _record_settled(result.nomination, result, Decision.REFUSE, None)


def _record_settled(nomination, result, decision, by):
    record("nomination.settled", nomination, by=by, doubt=result.doubt, decision=str(decision))


@transaction.atomic
def move(person, company, day, *, by):
    """The person works for ``company`` from ``day``: the old job ends, a new one begins.

    Their seats move along in programs that are not over and that ``company`` sponsors too. Refuses
    what would tear a match or partnership.
    """
    # Who accepts or announces a match holds these rows, and reads the job after we let go of them.
    mine = Participant.objects.select_for_update(of=("self",)).filter(person=person)
    rows = list(mine.order_by("id"))
    job = current_employments([person.pk]).get(person.pk)
    _refuse_move(person, job, day)
    if job is not None:
        job.ended_on = day
        job.save(update_fields=["ended_on"])
        record("employment.ended", job, by=by)
    start_job(person, company, day, by=by)
    shared = company.sponsorships.filter(program__ends_on__gte=clock.today())
    sponsored = set(shared.values_list("program_id", flat=True))
    for row in rows:
        if row.program_id in sponsored and row.company_id != company.pk:
            move_seat(row, by=by)


def _refuse_move(person, job, day):
    if day > clock.today():
        raise CannotSettle(_("The new job begins in the future. Settle this on its first day."))
    if job is not None and day < job.started_on:
        raise CannotSettle(_("The new job cannot begin before the one on record."))
    if _overlaps(person, job, day):
        raise CannotSettle(_("On that day the person had another job on record."))
    live = Q(as_mentor__status__in=LIVE) | Q(as_mentee__status__in=LIVE)
    if Participant.objects.filter(live, person=person).exists():
        raise CannotSettle(
            _("%(name)s has a match or partnership with somebody. Look at that first.")
            % {"name": person.name}
        )


def _overlaps(person, job, day):
    earlier = Employment.objects.filter(person=person, ended_on__gt=day)
    return earlier.exclude(pk=job.pk).exists() if job else earlier.exists()


def _keep(nomination, person, by):
    """They take part for the employer on record, if that sponsors the program."""
    job = current_employments([person.pk]).get(person.pk)
    if job is None:
        raise CannotSettle(_("This person has left the company that was on record."))
    if nomination.program.sponsorships.filter(company=job.company_id).exists():
        _brought_in(nomination, person, job.company, by)


def _brought_in(nomination, person, company, by):
    return bring_in(
        person,
        nomination.program,
        nomination.side,
        company,
        title=nomination.title,
        source=Source.COORDINATOR,
        by=by,
    )
