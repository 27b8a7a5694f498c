"""Reads about mails that came back: which addresses fail, and whose they are."""

from django.db.models import Exists, OuterRef, Subquery
from django.utils.crypto import salted_hmac

from mentoring.tenancy import context
from notifications.bounces.models import Bounce
from notifications.models import Message
from organizations.models import Person

PURPOSE = "notifications.bounces"


def mark_of(address):
    """What stands for a mail address in the organization in force."""
    value = f"{context.current().organization_id}:{address.strip().lower()}"
    return salted_hmac(PURPOSE, value, algorithm="sha256").hexdigest()


def failing():
    """Bounces because of which an address takes no mail for now."""
    return Bounce.objects.filter(is_hard=True, settled_at__isnull=True)


def is_failing(address):
    """Whether mails to this address come back, as far as is known."""
    return failing().filter(address_mark=mark_of(address)).exists()


def failures():
    """Annotations of ``Person``: ``failing_since``, when it was first reported that the address
    takes no mail, and ``bounce_code``, the status of the newest report, which may be empty. Both
    are None while mail arrives.
    """
    mine = Message.objects.filter(pk=OuterRef("message"), person=OuterRef(OuterRef("pk")))
    bounces = failing().filter(Exists(mine))
    return {
        "failing_since": Subquery(bounces.order_by("reported_at", "id").values("reported_at")[:1]),
        "bounce_code": Subquery(bounces.order_by("-reported_at", "-id").values("code")[:1]),
    }


def failing_people():
    """``Person`` rows whose address fails, each with the ``failures``."""
    about = Message.objects.filter(person__isnull=False, pk__in=failing().values("message"))
    return Person.objects.filter(pk__in=about.values("person")).annotate(**failures())
