"""What a worker makes of nominations: HR's request wrote them down and learned nothing of anybody.

Each stands alone: one that cannot be placed waits for a coordinator and stops no other.
"""

from django.db import IntegrityError, transaction
from django.db.models import Q

from organizations.audit import record
from organizations.models import Membership
from organizations.roles import Role
from participants.models import Participant
from participants.nominating.asking import (
    Unsettled,
    Who,
    ask,
    close_question,
    nominate_again,
    open_question,
    record_standing,
)
from participants.nominating.models import Nomination, NominationResult, TakeBack
from participants.nominating.words import Answer, Doubt, Outcome, Source
from participants.roles import Standing
from participants.writing import lock_people

MOST_AT_ONCE = 200
STANDING = (Outcome.PLACED, Outcome.TO_SETTLE)


def place_nominations():
    """Due work: bring each nomination to the person it is about, and undo what was taken back."""
    waiting = Nomination.objects.filter(results__isnull=True)
    ids = waiting.order_by("created_at", "id").values_list("pk", flat=True)[:MOST_AT_ONCE]
    for pk in list(ids):
        _place(pk)
    for take_back in _undone()[:MOST_AT_ONCE]:
        _take_back(take_back)


def _undone(again=None):
    """What was taken back and stands; of a later nomination, what it repeats."""
    rows = TakeBack.objects.filter(nomination__results__outcome__in=STANDING)
    if again is not None:
        rows = rows.filter(
            nomination__program=again.program_id,
            nomination__company=again.company_id,
            nomination__email__iexact=again.email,
        )
    return rows.select_related("nomination").order_by("id")


@transaction.atomic
def _place(pk):
    lock_people()  # one worker at a time; whoever comes second finds the result
    nomination = Nomination.objects.filter(results__isnull=True, pk=pk)
    nomination = nomination.select_related("program", "company").first()
    if nomination is None:
        return
    if nomination.take_backs.exists():
        _note(nomination, Outcome.TAKEN_BACK, by=_who_wrote(nomination))
        return
    by = _who_wrote(nomination)
    for earlier in _undone(nomination):  # they are asked anew, and not taken out afterwards
        _take_back(earlier)
    try:
        with transaction.atomic():
            participant = _ask(nomination, by)
    except Unsettled as unsettled:
        _note(nomination, Outcome.TO_SETTLE, doubt=unsettled.doubt, by=by)
    except IntegrityError:  # whatever the database has against this one, it stops no other
        _note(nomination, Outcome.TO_SETTLE, doubt=Doubt.LOGIN, by=by)
    else:
        _note(nomination, Outcome.PLACED, participant=participant, by=by)


def _ask(nomination, by):
    who = Who(
        nomination.email.lower(), nomination.given_name, nomination.family_name, nomination.title
    )
    program, side, company = nomination.program, nomination.side, nomination.company
    participant = ask(program, side, who, company, source=Source.SPONSOR, by=by)
    if participant.standing == Standing.REMOVED and _was_taken_back(nomination):
        nominate_again(participant, source=Source.SPONSOR, by=by)
    return participant


def _was_taken_back(nomination):
    """Whether the company itself had taken this person out before they answered."""
    earlier = NominationResult.objects.filter(
        nomination__program=nomination.program_id,
        nomination__company=nomination.company_id,
        nomination__email__iexact=nomination.email,
        participant__isnull=False,
    ).order_by("-nomination__round")
    last = earlier.first()
    return last is not None and last.outcome == Outcome.TAKEN_BACK


def _note(nomination, outcome, *, participant=None, doubt="", by):
    NominationResult.objects.create(
        nomination=nomination, outcome=outcome, participant=participant, doubt=doubt
    )
    facts = {"program": str(nomination.program_id), "company": str(nomination.company_id)}
    facts |= {"side": nomination.side, "outcome": str(outcome)}
    record("nomination.read", nomination, by=by, **facts)


@transaction.atomic
def _take_back(take_back):
    nomination = take_back.nomination
    result = NominationResult.objects.select_for_update().get(nomination=nomination)
    if result.outcome not in STANDING:
        return
    by = _who_wrote(take_back)
    result.outcome = Outcome.TAKEN_BACK
    if result.participant_id and not _withdraw(result.participant_id, nomination, by):
        result.outcome = Outcome.KEPT
    result.save(update_fields=["outcome", "changed_at"])
    record("nomination.taken_back", nomination, by=by, outcome=str(result.outcome))


def _withdraw(participant_id, nomination, by):
    """Take somebody out whom the company brought in; False once they have answered."""
    participant = Participant.objects.select_for_update().get(pk=participant_id)
    if (
        participant.standing != Standing.NOMINATED
        or participant.company_id != nomination.company_id
    ):
        return False
    asking = open_question(participant)
    if asking is not None and asking.source != Source.SPONSOR:
        return True  # a coordinator asked as well: the question stays, the nomination goes
    before, participant.standing = participant.standing, Standing.REMOVED
    participant.save(update_fields=["standing", "updated_at"])
    close_question(participant, Answer.TAKEN_BACK)
    record_standing(participant, before, by=by)
    return True


def _who_wrote(row):
    """The HR membership behind a row, by which its consequences are signed."""
    if row.by_user_id is None:
        return None
    held = Membership.ever.filter(
        Q(company=row.company_id), user_id=row.by_user_id, role=Role.HR
    ).order_by("-id")
    return held.first()
