"""The answer of somebody who was asked, and their consent: each for themselves."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organizations.audit import record
from organizations.staff_refusals import rule_of
from participants.models import MAX_CAPACITY, Participant
from participants.nominating.asking import close_question, record_standing
from participants.nominating.models import Consent
from participants.nominating.texts import current_text
from participants.nominating.words import Answer
from participants.roles import Standing

GONE = gettext_lazy("You have answered already, or were taken off the list.")
NO_SEAT = {
    "participant_taken_back": GONE,
    "participant_seats": gettext_lazy(
        "All seats of %(company)s in %(program)s are taken by now. Your coordinator can ask you "
        "once more when there is a seat."
    ),
}


class CannotAnswer(Exception):
    """Why not, as a sentence for the person who answers."""

    @property
    def message(self):
        return str(self)


class TextChanged(CannotAnswer):
    """The program says something else by now: what was read is not what they would agree to."""


@transaction.atomic
def accept(participant, text_id, *, by, capacity=None):
    """Take part, having read the text with this id; a mentor says for how many mentees.

    Raises ``CannotAnswer`` if the question is over, and ``TextChanged`` if the text is.
    """
    participant = _locked(participant, by)
    if participant.standing == Standing.IN:
        return agree(participant, text_id, by=by)
    _refuse_unless_open(participant)
    if participant.is_mentor:
        if capacity not in range(1, MAX_CAPACITY + 1):
            raise CannotAnswer(_("Say for how many mentees you have time, from 1 to 5."))
        participant.capacity = capacity
    _consent(participant, text_id, by)
    before, participant.standing = participant.standing, Standing.IN
    _take_seat(participant)
    close_question(participant, Answer.ACCEPTED)
    record_standing(participant, before, by=by)
    return participant


@transaction.atomic
def agree(participant, text_id, *, by):
    """Agree to the text with this id, of a program that one is in already."""
    participant = _locked(participant, by)
    if participant.standing != Standing.IN:
        raise CannotAnswer(_("You are not taking part in this program, so there is nothing to do."))
    _consent(participant, text_id, by)
    return participant


@transaction.atomic
def decline(participant, *, by, reason=""):
    """Not take part; the reason, a word of ``WhyNot`` or nothing, is for coordinators alone."""
    participant = _locked(participant, by)
    _refuse_unless_open(participant)
    before, participant.standing = participant.standing, Standing.DECLINED
    participant.save(update_fields=["standing", "updated_at"])
    close_question(participant, Answer.DECLINED, reason)
    record_standing(participant, before, by=by)
    return participant


def agreed_elsewhere(participants):
    """Note consents that an import carries; for workers, once a person and text."""
    texts = {}
    for participant in participants:
        if participant.program_id not in texts:
            texts[participant.program_id] = current_text(participant.program)
    rows = [Consent(participant=one, text=texts[one.program_id]) for one in participants]
    Consent.objects.bulk_create(rows, ignore_conflicts=True)


def _locked(participant, by):
    locked = Participant.objects.select_for_update(of=("self",)).select_related("program")
    locked = locked.get(pk=participant.pk)
    if by.person_id != locked.person_id:
        raise CannotAnswer(_("Each answers for themselves."))
    return locked


def _take_seat(participant):
    """Write the yes, unless the company's seat was taken back or given away before it."""
    try:
        with transaction.atomic():
            participant.save(update_fields=["standing", "capacity", "updated_at"])
    except IntegrityError as error:
        refusal = NO_SEAT.get(rule_of(error))
        if refusal is None:
            raise
        said = {"company": participant.company.name, "program": participant.program.name}
        raise CannotAnswer(refusal % said) from error


def _refuse_unless_open(participant):
    if participant.standing == Standing.UNANSWERED:
        raise CannotAnswer(
            _("The time to answer has passed. Your coordinator can ask you once more.")
        )
    if participant.standing != Standing.NOMINATED:
        raise CannotAnswer(GONE)


def _consent(participant, text_id, by):
    text = current_text(participant.program)
    if text.pk != text_id:
        raise TextChanged(_("The program’s text has changed while you read it. Read it once more."))
    _row, created = Consent.objects.get_or_create(participant=participant, text=text)
    if created:
        record("participant.agreed", participant, by=by, text=text.number)
