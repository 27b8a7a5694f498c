"""What whoever holds the link of a concern may do: ask for a code, and read by it."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from mentoring import clock
from mentoring.crypto.master import Unreadable
from mentoring.crypto.services import Keyring
from mentoring.jobs.tasks import wake
from partnerships.concerns import links
from partnerships.concerns.models import Concern
from partnerships.refusals import Refusal

CODE_LASTS = timedelta(minutes=10)
NEXT_CODE_AFTER = timedelta(minutes=1)
MOST_TRIES = 5
MOST_CODES = 50

TOO_SOON = _("A code is on its way. You can ask for another one in a minute.")
TOO_MANY = _("Too many codes were asked for. Write to the organization and ask for a new message.")
WRONG = _("This is not the code, or it is older than ten minutes. Ask for a new one.")


class CannotRead(Refusal):
    """Not so; nothing was shown."""


def find():
    """The ``Concern`` of the link in force, or None when it is not open any more."""
    rows = Concern.objects.select_related(
        "contact", "author", "partnership__program", "organization"
    )
    concern = rows.first()
    is_open = concern and concern.expires_at > clock.now() and not concern.organization.ended_at
    return concern if is_open else None


@transaction.atomic
def ask_code(concern):
    """Have a new code mailed; the one before opens nothing any more. Raises ``CannotRead``."""
    concern = _held(concern)
    now = clock.now()
    if concern.code_asked_at and concern.code_asked_at > now - NEXT_CODE_AFTER:
        raise CannotRead("too_soon", TOO_SOON)
    if concern.code_number >= MOST_CODES:
        raise CannotRead("too_many", TOO_MANY)
    concern.code_number += 1
    concern.code_asked_at, concern.code_tries = now, 0
    concern.save(update_fields=["code_number", "code_asked_at", "code_tries"])
    wake()


def read(concern, typed):
    """The words of the concern, or None when their author had them erased.

    A code opens once, within ten minutes and five tries. Raises ``CannotRead``.
    """
    if not _spend(concern, typed):
        raise CannotRead("wrong", WRONG)
    try:
        keys = Keyring([concern.author_id])
        return keys.decrypt(concern.author_id, concern.locked, concern.about)
    except Unreadable:
        return None


@transaction.atomic
def _spend(concern, typed):
    """Whether the code is right; a try counts whether or not it is."""
    held, now = _held(concern), clock.now()
    is_fresh = held.code_asked_at and held.code_asked_at > now - CODE_LASTS
    if not is_fresh or held.code_tries >= MOST_TRIES:
        return False
    is_right = links.is_code(typed, held)
    held.code_tries = MOST_TRIES if is_right else held.code_tries + 1
    if is_right:
        held.read_at = held.read_at or now
    held.save(update_fields=["code_tries", "read_at"])
    return is_right


def _held(concern):
    return Concern.objects.select_for_update(of=("self",), no_key=True).get(pk=concern.pk)
