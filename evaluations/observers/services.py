"""What a mentee does with invitations, and what a coordinator reads."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from evaluations.observers import letters, queries, refusals
from evaluations.observers.kinds import Relation, State
from evaluations.observers.links import LINKS
from evaluations.observers.models import ObserverInvitation
from evaluations.observers.refusals import CannotInvite
from evaluations.observers.windows import window_of
from mentoring import clock
from mentoring.crypto.services import Keyring
from notifications.services import tell_address
from organizations.audit import record
from organizations.names import clean_name
from participants.models import Participant
from participants.roles import Standing

LASTS = timedelta(days=21)
A_DAY = timedelta(days=1)
MOST_AT_ONCE = 5
MOST_EVER = 15
MOST_LINKS = 6
LONGEST_WORDS = 600


@transaction.atomic
def invite(participant, occasion, *, name, email, relation, words="", by):
    """Ask somebody by mail what they see of the mentee at work; the ``ObserverInvitation``.

    ``words`` are a line of the mentee's own, for the page behind the link. Raises ``CannotInvite``,
    or ``ValidationError`` by field.
    """
    participant = _held(participant, by)
    _check_window(participant, occasion)
    email = email.strip().lower()
    _check_place(participant, occasion, email)
    now = clock.now()
    invitation = ObserverInvitation(
        participant=participant,
        occasion=occasion,
        relation=Relation(relation),
        name=clean_name(name),
        email=email,
        invited_at=now,
    )
    _renew(invitation, now)
    if words := words.strip():
        author = participant.person_id
        invitation.locked = Keyring([author]).encrypt(author, words, invitation.about)
    invitation.clean_fields(exclude=["organization", "participant", "version"])
    if not invitation.name:
        raise ValidationError({"name": _("Enter a name.")})
    invitation.save()
    record("observer.invited", invitation, by=by, occasion=occasion)
    _mail(invitation)
    return invitation


@transaction.atomic
def send_again(invitation, *, by):
    """Mail a new link for another 21 days; the one before opens nothing any more."""
    invitation = _own(invitation, by)
    _check_not_over(invitation)
    _check_window(invitation.participant, invitation.occasion)
    now = clock.now()
    if invitation.mailed_at > now - A_DAY:
        raise CannotInvite("too_soon", refusals.TOO_SOON)
    if invitation.number >= MOST_LINKS:
        raise CannotInvite("too_often", refusals.TOO_OFTEN)
    invitation.number += 1
    _renew(invitation, now)
    invitation.save(update_fields=["number", "token_hash", "mailed_at", "expires_at"])
    record("observer.sent_again", invitation, by=by, number=invitation.number)
    _mail(invitation)
    return invitation


@transaction.atomic
def withdraw(invitation, *, by):
    """Close the link for good; twice changes nothing. Refuses once it is answered."""
    invitation = _own(invitation, by)
    if invitation.state == State.SENT:
        raise CannotInvite("answered", refusals.HAS_ANSWERED)
    if invitation.withdrawn_at is None:
        invitation.withdrawn_at = clock.now()
        invitation.save(update_fields=["withdrawn_at"])
        record("observer.withdrawn", invitation, by=by)
    return invitation


@transaction.atomic
def read_own(invitation, *, by):
    """What an observer says of the mentee, for the mentee; from now on coordinators may read it."""
    invitation = _own(invitation, by)
    if invitation.read_at is None:
        invitation.read_at = clock.now()
        invitation.save(update_fields=["read_at"])
        record("observer.read_first", invitation, by=by)
    return queries.pages_of(invitation)


@transaction.atomic
def read_answers(invitation, *, by):
    """The same for a coordinator, and the trace that it was read."""
    record("observer.answers_read", invitation, by=by, occasion=invitation.occasion)
    return queries.pages_of(invitation)


def _held(participant, by):
    """The mentee, held against other tabs of theirs."""
    rows = Participant.objects.select_related("program", "person")
    participant = rows.select_for_update(of=("self",), no_key=True).get(pk=participant.pk)
    if by is None or by.person_id != participant.person_id:
        raise CannotInvite("not_yours", refusals.NOT_YOURS)
    if participant.standing != Standing.IN:
        raise CannotInvite("not_in", refusals.NOT_IN)
    return participant


def _own(invitation, by):
    rows = ObserverInvitation.objects.select_related("participant__program", "participant__person")
    invitation = rows.select_for_update(of=("self",), no_key=True).get(pk=invitation.pk)
    if by is None or by.person_id != invitation.participant.person_id:
        raise CannotInvite("not_yours", refusals.NOT_YOURS)
    return invitation


def _check_window(participant, occasion):
    window = window_of(participant, occasion)
    if window is None or not window.is_open:
        raise CannotInvite("not_now", window.why if window else refusals.NOT_NOW)


def _check_place(participant, occasion, email):
    """Not oneself, nobody twice, and no more than a few."""
    if email == participant.person.email.lower():
        raise ValidationError({"email": refusals.OWN_ADDRESS})
    invited = list(ObserverInvitation.objects.filter(participant=participant, occasion=occasion))
    asked = [one for one in invited if one.declined_at is None and one.withdrawn_at is None]
    if any(one.email == email for one in asked):
        raise ValidationError({"email": refusals.KNOWN})
    if len(asked) >= MOST_AT_ONCE:
        raise CannotInvite("too_many", refusals.TOO_MANY)
    if len(invited) >= MOST_EVER:
        raise CannotInvite("too_many_ever", refusals.TOO_MANY_EVER)


def _check_not_over(invitation):
    if invitation.state == State.SENT:
        raise CannotInvite("answered", refusals.HAS_ANSWERED)
    if invitation.state in (State.DECLINED, State.WITHDRAWN):
        raise CannotInvite("over", refusals.IS_OVER)


def _renew(invitation, now):
    token = LINKS.token_of(invitation.pk, invitation.number)
    invitation.token_hash = LINKS.hash_of(token)
    invitation.mailed_at, invitation.expires_at = now, now + LASTS


def _mail(invitation):
    tell_address(invitation.email, letters.INVITED, letters.occasion_of(invitation))
