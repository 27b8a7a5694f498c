"""How observers are forgotten: with the mentee, with themselves, and when the time is over.

Ratings stay while their program's results are kept; after that they go too.
"""

from django.db import transaction
from django.db.models import Q

from evaluations.observers import letters
from evaluations.observers.models import ObserverAnswer, ObserverInvitation
from mentoring import clock
from mentoring.crypto.services import destroy_keys
from notifications.models import Message
from organizations.audit import record
from organizations.models import Person


def forget_with(person_id):
    """Part of an erasure: whom they invited as a mentee, and what they said as an observer."""
    email = Person.objects.values_list("email", flat=True).get(pk=person_id).lower()
    rows = ObserverInvitation.objects.filter(
        Q(participant__person=person_id) | Q(email=email), forgotten_at__isnull=True
    )
    for invitation in rows.order_by("pk"):
        _forget(invitation)


@transaction.atomic
def forget(rows):
    """Forget these wholly, ratings and all."""
    for invitation in rows.select_for_update(of=("self",), skip_locked=True):
        _forget(invitation)
        ObserverAnswer.objects.filter(invitation=invitation).delete()
        record("observer.forgotten", invitation, by=None)


def _forget(invitation):
    """Name, address and words, for good: the key of what was written goes, and the mails."""
    now = clock.now()
    mails = Message.objects.filter(kind__in=letters.KINDS, occasion__startswith=str(invitation.pk))
    mails.delete()
    destroy_keys(invitation.pk)
    invitation.name = invitation.email = ""
    invitation.locked, invitation.forgotten_at = None, now
    if invitation.submitted_at is None:
        invitation.withdrawn_at = invitation.withdrawn_at or now
    invitation.save(update_fields=["name", "email", "locked", "forgotten_at", "withdrawn_at"])
