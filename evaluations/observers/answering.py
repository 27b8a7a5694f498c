"""What whoever holds a link may do, in the context of ``links.behind``: agree, answer, decline.

Nothing of the answers is kept before they are sent, and all of them are written in one go.
"""

import contextlib

from django.db import IntegrityError, transaction

from evaluations.observers import consent, refusals
from evaluations.observers.kinds import State
from evaluations.observers.models import ObserverAnswer, ObserverInvitation
from evaluations.observers.refusals import CannotObserve
from instruments.building import newest_version
from instruments.kinds import Informant
from instruments.models import Section
from instruments.queries import Line, Page
from instruments.values import fill
from mentoring import clock
from mentoring.crypto.services import Keyring
from mentoring.jobs.tasks import wake
from organizations.audit import record


def find():
    """The ``ObserverInvitation`` of the link in force, or None."""
    rows = ObserverInvitation.objects.select_related(
        "participant__person", "participant__program", "organization"
    )
    return rows.first()


@transaction.atomic
def agree(invitation, number, *, by=None):
    """Consent to version ``number`` of what is said first; twice is once. Raises CannotObserve."""
    invitation = _open(invitation)
    if number != consent.VERSION:
        raise CannotObserve("text_changed", refusals.TEXT_CHANGED)
    if invitation.consented_at is None:
        invitation.version = newest_version(Informant.OBSERVER, invitation.occasion)
        invitation.consent_version, invitation.consented_at = number, clock.now()
        invitation.save(update_fields=["version", "consent_version", "consented_at"])
        record("observer.agreed", invitation, by=by, version=number)


@transaction.atomic
def decline(invitation, *, by=None):
    """They would rather not, or take their consent back; twice changes nothing."""
    with contextlib.suppress(_Declined):
        invitation = _open(invitation)
        invitation.declined_at = clock.now()
        invitation.save(update_fields=["declined_at"])
        record("observer.declined", invitation, by=by)
        wake()


@transaction.atomic
def submit(invitation, values, *, by=None):
    """Send ``{Item: value}``: from now on it stays, and the link opens nothing any more.

    Raises ``CannotObserve`` and writes nothing: not open any more, sent already, or not complete.
    """
    invitation = _open(invitation)
    if invitation.consented_at is None:
        raise CannotObserve("text_changed", refusals.TEXT_CHANGED)
    keys, rows = Keyring([invitation.pk]), []
    for item, value in values.items():
        if value:
            answer = ObserverAnswer(invitation=invitation, item=item)
            fill(answer, value, keys, invitation.pk)
            rows.append(answer)
    invitation.submitted_at = clock.now()
    with _explained():
        ObserverAnswer.objects.bulk_create(rows)
        invitation.save(update_fields=["submitted_at"])
    record("observer.answered", invitation, by=by, occasion=invitation.occasion)
    wake()


def questions(invitation):
    """``[Page]`` of what this invitation asks, nothing answered; two statements."""
    sections = Section.objects.filter(version=invitation.version_id).prefetch_related("items")
    return [
        Page(number, section, tuple(Line(item, "") for item in section.items.all()))
        for number, section in enumerate(sections, start=1)
    ]


class _Declined(CannotObserve):
    """It was declined before."""


def _open(invitation):
    rows = ObserverInvitation.objects.select_for_update(of=("self",), no_key=True)
    invitation = rows.get(pk=invitation.pk)
    if invitation.state == State.SENT:
        raise CannotObserve("sent", refusals.SENT)
    if invitation.state == State.DECLINED:
        raise _Declined("gone", refusals.GONE)
    if not invitation.is_open:
        raise CannotObserve("gone", refusals.GONE)
    return invitation


@contextlib.contextmanager
def _explained():
    """Turn the database's refusal of the answers into ``CannotObserve``."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if error.__cause__.diag.constraint_name != "observer_complete":
            raise
        raise CannotObserve("missing", refusals.MISSING) from error
