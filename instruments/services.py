"""Opening a questionnaire, answering it, sending it; reminding, closing and reopening.

Every write to somebody's answers holds their response, so two pages open at the same moment lose
nothing: the last answer to each question stands, and nothing follows after it was sent.
"""

import contextlib

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from instruments import letters, queries
from instruments.asked import is_asked, moved, pairs_of
from instruments.bank import pages
from instruments.building import newest_version
from instruments.kinds import STAGES, Occasion
from instruments.models import Answer, Response
from instruments.queries import MISSED, missing_required
from instruments.stages import stage_of
from instruments.values import fill
from mentoring import clock
from mentoring.crypto.services import Keyring
from notifications.services import tell_many
from organizations.audit import record
from participants.roles import Standing
from programs.gates import set_door
from programs.models import Door

VALUE = ("number", "choices", "locked", "is_unsure", "answered_at")

NOT_YOURS = _("Each person answers for themselves.")
NOT_IN = _("You are not taking part in this program, so there is nothing to answer.")
NOT_ASKED = _("This questionnaire does not ask you.")
NOT_OPEN = _("This questionnaire is not open.")
SENT = _("You have sent this questionnaire, so its answers stay as they are.")
NOT_KEPT = _("This last page was not kept: the questionnaire is closed, or you have sent it.")
MISSING = _("Some questions are still open.")
FOLLOWS = _("The look back is open as long as the final evaluation.")
ANNOUNCED = _(
    "Matches have been announced in this program, so its baseline stays closed: what people answer "
    "after they know their match says nothing about before."
)


class CannotAnswer(Exception):
    """``rule`` names what stands against it, ``message`` says it to the person who tried."""

    def __init__(self, rule, message):
        super().__init__(message)
        self.rule = rule
        self.message = message


class CannotChange(CannotAnswer):
    """The same for a coordinator who opens or closes."""


@transaction.atomic
def start(participant, occasion, *, by):
    """The participant's own ``Response`` of an occasion that is open; twice is the same one.

    Raises ``CannotAnswer``: not open, not theirs, no longer in the program, or not asked.
    """
    _check_open(participant, occasion, by=by)
    if not pages(participant.side, occasion):
        raise CannotAnswer("not_asked", NOT_ASKED)
    version = newest_version(participant.side, occasion)
    with _explained():
        response, made = Response.objects.get_or_create(
            participant=participant, occasion=occasion, defaults={"version": version}
        )
    if made:
        record("questionnaire.opened", response, by=by, occasion=occasion, version=version.number)
    return response


@transaction.atomic
def save_answers(response, values, *, by, section=None):
    """Write ``{Item: value}`` of items of the response; an empty value takes an answer back.

    ``section`` is the page that they come from, to which the person returns. Raises
    ``CannotAnswer`` and writes nothing when the response is sent or the occasion closed.
    """
    response = _held(response, by=by)
    if response.submitted_at is not None:
        raise CannotAnswer("sent", SENT)
    _check_open(response.participant, response.occasion, by=by, is_begun=True)
    with _explained():
        _write(response, values)
    if section is not None and section != response.last_section:
        response.last_section = section
        response.save(update_fields=["last_section"])


@transaction.atomic
def submit(response, *, by):
    """Send the answers: from now on they stay. Sending twice changes nothing.

    Raises ``CannotAnswer``: closed, or questions that must be answered are not.
    """
    response = _held(response, by=by)
    if response.submitted_at is not None:
        return response
    _check_open(response.participant, response.occasion, by=by, is_begun=True)
    if missing_required(response):
        raise CannotAnswer("missing", MISSING)
    response.submitted_at = clock.now()
    with _explained():
        response.save(update_fields=["submitted_at"])
    record("questionnaire.sent", response, by=by, occasion=response.occasion)
    return response


@transaction.atomic
def remind(program, occasion, *, by):
    """Remind, once for each occasion, who has not sent; answers how many were reminded now.

    Raises ``CannotChange`` while the occasion is not open.
    """
    stage = stage_of(program, occasion)
    if stage is None or not stage.is_open or stage.is_look_back:
        raise CannotChange("not_open", NOT_OPEN)
    chosen = [
        row for row in queries.respondents(stage, state=MISSED) if row.reminded_by_hand_at is None
    ]
    tell_many(
        letters.REMINDER,
        [(row.person, letters.occasion_of(row.pk, occasion), {}) for row in chosen],
    )
    if chosen:
        record("questionnaire.reminded", program, by=by, occasion=occasion, people=len(chosen))
    return len(chosen)


@transaction.atomic
def close(program, occasion, *, by):
    """Close an occasion now, whatever its dates say; twice changes nothing."""
    _set_door(program, occasion, Door.CLOSED, by=by)


@transaction.atomic
def reopen(program, occasion, *, by):
    """Open an occasion by hand until it is closed by hand.

    Raises ``CannotChange`` for a baseline that comes before matches when one was announced.
    """
    row = _set_door(program, occasion, Door.OPEN, by=by)
    # Whoever announces holds this row until they are done, so nothing slips in between.
    stage = stage_of(program, occasion)
    if row is None or stage.is_over_by_match:
        raise CannotChange("announced", ANNOUNCED)


@transaction.atomic
def read_answers(response, *, by):
    """The sent answers of one person for a coordinator, and the trace that they were read."""
    record("questionnaire.read", response, by=by, occasion=response.occasion)
    return queries.sheet(response)


def _write(response, values):
    author = response.participant.person_id
    rows = Answer.objects.filter(response=response, item__in=list(values))
    known = {row.item_id: row for row in rows}
    keys = Keyring([author])
    written = {
        item.pk: known.get(item.pk) or Answer(response=response)
        for item, value in values.items()
        if value
    }
    for item, value in values.items():
        if value:
            answer = written[item.pk]
            answer.item, answer.answered_at = item, clock.now()
            fill(answer, value, keys, author)
    Answer.objects.bulk_create(row for pk, row in written.items() if pk not in known)
    Answer.objects.bulk_update((row for pk, row in written.items() if pk in known), VALUE)
    rows.exclude(item__in=list(written)).delete()


def _set_door(program, occasion, door, *, by):
    if occasion == Occasion.THEN:
        raise CannotChange("follows", FOLLOWS)
    try:
        return set_door(program, STAGES[occasion], door, by=by, among=STAGES.values())
    except KeyError:
        raise CannotChange("not_open", NOT_OPEN) from None


def _held(response, *, by):
    """The response as it stands now, with its participant, held against other pages."""
    rows = Response.objects.select_related("participant__program", "version")
    response = rows.select_for_update(of=("self",), no_key=True).get(pk=response.pk)
    if by is None or by.person_id != response.participant.person_id:
        raise CannotAnswer("not_yours", NOT_YOURS)
    return response


def _check_open(participant, occasion, *, by, is_begun=False):
    """Say what stands against answering; the database looks again, and holds it open meanwhile."""
    if by is None or by.person_id != participant.person_id:
        raise CannotAnswer("not_yours", NOT_YOURS)
    if participant.standing != Standing.IN:
        raise CannotAnswer("not_in", NOT_IN)
    stage = stage_of(participant.program, occasion)
    if stage is None:
        raise CannotAnswer("not_open", NOT_OPEN)
    if occasion != Occasion.BASELINE:
        pairs = pairs_of([participant])[participant.pk]
        stage = moved(stage, pairs)
        if not is_begun and not is_asked(stage, pairs, sent_final=_sent_final(participant)):
            raise CannotAnswer("not_asked", NOT_ASKED)
    if not (stage.takes_what_was_begun if is_begun else stage.is_open):
        raise CannotAnswer("not_open", stage.why)


def _sent_final(participant):
    sent = Response.objects.filter(participant=participant, submitted_at__isnull=False)
    return sent.filter(occasion=Occasion.FINAL).exists()


@contextlib.contextmanager
def _explained():
    """Turn the database's refusal of an answer at the last moment into ``CannotAnswer``."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if error.__cause__.diag.constraint_name != "response_while_open":
            raise
        raise CannotAnswer("not_open", NOT_OPEN) from error
