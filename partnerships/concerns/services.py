"""Asking for a call and closing it, naming a contact person, and telling them a concern.

Of a concern there is no trace in the trail, which coordinators read: its own row is the trace.
"""

from datetime import timedelta
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from mentoring import clock
from mentoring.crypto.services import Destroyed, Keyring
from mentoring.jobs.tasks import wake
from notifications.services import tell_many
from organizations.audit import record
from organizations.names import clean_name
from organizations.roles import STAFF, Role
from organizations.staff_queries import coordinators_addresses
from partnerships.concerns import links, queries
from partnerships.concerns.kinds import OUTCOMES, Outcome
from partnerships.concerns.models import CallRequest, Concern, ContactPerson
from partnerships.models import Partnership
from partnerships.refusals import Refusal
from partnerships.writing.queries import is_closed
from programs.models import Program

LONGEST_REACH = 200
LONGEST_CONCERN = 8000
LASTS = timedelta(days=30)

NOT_YOURS = _("Each of the two asks for themselves.")
OVER = _("This partnership has been over for more than 30 days. Write to a coordinator instead.")
GONE = _("You have had what you wrote erased, so no words can be kept here.")
REACH_TOO_LONG = _("Keep this to 200 characters: a number and a time are enough.")
ALREADY_CLOSED = _("Somebody else has closed this call meanwhile.")
NOT_FOR_YOU = _("Coordinators close calls; whoever asked takes theirs back.")
NO_OUTCOME = _("Choose what became of the call.")
NO_CONTACT = _("No contact person is named in this program any more. What you typed is below.")
EMPTY = _("Write something first.")
TOO_LONG = _("Your words are longer than 8,000 characters. Shorten them.")


class CannotAsk(Refusal):
    """There is no call to ask for, or to close, here; nothing was written."""


class CannotTell(Refusal):
    """This concern cannot be sent (so); nothing was written."""


@transaction.atomic
def ask_call(partnership, *, by, reach=""):
    """Ask the coordinators to call the person behind ``by``; asking again is the same call.

    ``reach`` is a number or a time, if they care to say. Coordinators get one mail. Raises
    ``CannotAsk``.
    """
    partnership = _own(partnership, CannotAsk, by=by)
    reach = reach.replace("\x00", "").strip()
    if len(reach) > LONGEST_REACH:
        raise CannotAsk("too_long", REACH_TOO_LONG)
    waiting = queries.own_open_call(partnership, by.person_id)
    if waiting:
        return waiting
    call = CallRequest(partnership=partnership, person_id=by.person_id)
    call.stamp()
    if reach:
        call.locked = _locked(call, reach, CannotAsk)
    try:
        with transaction.atomic():
            call.save(force_insert=True)
    except IntegrityError:  # asked from another tab at this moment
        return queries.own_open_call(partnership, by.person_id)
    record("call.asked", call, by=by)
    tell_many("call_asked", [(address, call.pk, {}) for address in coordinators_addresses()])
    return call


@transaction.atomic
def take_back(call, *, by):
    """Whoever asked does not need the call any more; once it is closed nothing changes."""
    call = _held_call(call)
    if by.person_id is None or call is None or call.person_id != by.person_id:
        raise CannotAsk("not_yours", NOT_YOURS)
    if call.closed_at is None:
        _close(call, Outcome.TAKEN_BACK, by)
    return call


@transaction.atomic
def close_call(call, outcome, *, by):
    """A coordinator says what became of it. Raises ``CannotAsk`` when somebody was faster."""
    if by.role not in STAFF:
        raise CannotAsk("not_yours", NOT_FOR_YOU)
    if outcome not in OUTCOMES:
        raise CannotAsk("outcome", NO_OUTCOME)
    call = _held_call(call)
    if call.closed_at is None:
        _close(call, outcome, by)
    elif (call.outcome, call.closed_by_id) != (outcome, by.user_id):
        raise CannotAsk("closed", ALREADY_CLOSED)
    return call


@transaction.atomic
def name_contact(program, *, name, email, about="", by):
    """Name who hears what the coordinators should not handle; the former one ends.

    Administrators alone. The same again changes nothing. Raises ``ValidationError`` by field.
    """
    _administrators_only(by)
    words = {"name": clean_name(name), "email": email.strip().lower(), "about": about.strip()}
    contact = ContactPerson(program=program, **words)
    contact.stamp()
    contact.full_clean(exclude=["organization", "program"], validate_constraints=False)
    # Two who name at once wait for each other here.
    Program.objects.select_for_update(of=("self",), no_key=True).get(pk=program.pk)
    former = queries.contact_of(program)
    if former and words == {field: getattr(former, field) for field in words}:
        return former
    _end(former)
    contact.save(force_insert=True)
    record("contact.named", program, by=by)
    return contact


@transaction.atomic
def end_contact(program, *, by):
    """The program has no contact person any more; twice changes nothing."""
    _administrators_only(by)
    if _end(queries.contact_of(program)):
        record("contact.ended", program, by=by)


@transaction.atomic
def tell(partnership, text, *, by, concern_id: UUID, contact_id: UUID):
    """Tell the program's contact person, and nobody else; the same form twice is once.

    ``contact_id`` is who stood on the page. Raises ``CannotTell``, also when somebody else was
    named meanwhile: nobody's words go to whom they did not choose.
    """
    partnership = _own(partnership, CannotTell, by=by)
    text = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if not text:
        raise CannotTell("empty", EMPTY)
    if len(text) > LONGEST_CONCERN:
        raise CannotTell("too_long", TOO_LONG)
    contact = queries.contact_of(partnership.program_id)
    if contact is None or contact.pk != contact_id:
        raise CannotTell("changed", queries.changed_words(contact))
    concern = Concern(
        pk=concern_id,
        partnership=partnership,
        author_id=by.person_id,
        contact=contact,
        token_hash=links.hash_of(links.token_of(concern_id)),
        expires_at=clock.now() + LASTS,
    )
    concern.stamp()
    concern.locked = _locked(concern, text, CannotTell)
    try:
        with transaction.atomic():
            concern.save(force_insert=True)
    except IntegrityError:
        found = Concern.objects.filter(pk=concern_id, author=by.person_id).first()
        if found is None:
            raise
        return found
    wake()
    return concern


def _own(partnership, refusal, *, by):
    """The partnership as it stands, for one of its two, from both their yes to 30 days after."""
    row = Partnership.objects.get(pk=partnership.pk)
    is_one = by.person_id and by.person_id in (row.mentor_person_id, row.mentee_person_id)
    if not is_one or not row.is_revealed:
        raise refusal("not_yours", NOT_YOURS)
    if is_closed(row):
        raise refusal("over", OVER)
    return row


def _locked(row, words, refusal):
    author = row.author_id if isinstance(row, Concern) else row.person_id
    try:
        return Keyring([author]).encrypt(author, words, row.about)
    except Destroyed:
        raise refusal("gone", GONE) from None


def _held_call(call):
    """The call as it stands, or None for whom the database shows none."""
    rows = CallRequest.objects.select_for_update(of=("self",), no_key=True)
    return rows.filter(pk=call.pk).first()


def _close(call, outcome, by):
    call.closed_at, call.closed_by_id, call.outcome = clock.now(), by.user_id, outcome
    call.save(update_fields=["closed_at", "closed_by_id", "outcome"])
    record("call.closed", call, by=by, outcome=str(outcome))


def _end(contact):
    if contact is None:
        return False
    contact.ended_at = clock.now()
    contact.save(update_fields=["ended_at"])
    return True


def _administrators_only(by):
    if by.role != Role.ADMINISTRATOR:
        raise PermissionDenied
