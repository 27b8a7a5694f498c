"""What the minute tick looks for: observers to remind, mentees to tell, what is kept too long."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, TextField, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _

from evaluations.observers import forgetting, letters, year_end
from evaluations.observers.models import ObserverInvitation
from mentoring import clock
from mentoring.jobs import registry
from notifications import kinds
from notifications.catalog import Audience
from notifications.models import Message
from notifications.services import tell_many

STEPS = (7, 14)  # days after a link went out; afterwards nobody is reminded
EVERY = timedelta(days=7)
KEPT = timedelta(days=365)
MOST_AT_ONCE = 200


def register():
    """Once, when the app is ready."""
    for find in (remind, tell_mentees, year_end.ask_to_invite, forget_old):
        registry.register(find)
    observers = {"audience": (Audience.OBSERVER,), "is_in_app": False}
    kinds.register(
        letters.INVITED, letters.observer_invited, name=_("An observer is invited"), **observers
    )
    kinds.register(
        letters.REMINDER, letters.observer_reminder, name=_("An observer is reminded"), **observers
    )
    kinds.register(
        letters.ANSWERED,
        letters.observer_answered,
        name=_("An observer has answered"),
        audience=(Audience.MENTEE,),
        values=("program",),
    )
    kinds.register(
        year_end.TO_INVITE,
        year_end.observers_to_invite,
        name=_("Observers can be invited once more"),
        audience=(Audience.MENTEE,),
        values=("program",),
    )


def remind():
    """Remind who has not answered, 7 and 14 days after their link went out."""
    now = clock.now()
    for step in STEPS:
        oldest = now - timedelta(days=step) - EVERY
        waiting = _open(now).filter(
            ~Exists(_told(letters.REMINDER, _occasion(step))),
            mailed_at__gt=oldest,
            mailed_at__lte=now - timedelta(days=step),
        )
        rows = list(waiting.order_by("mailed_at", "pk")[:MOST_AT_ONCE])
        told = [(row.email, letters.occasion_of(row, step), {}) for row in rows]
        if told:
            tell_many(letters.REMINDER, told)


def tell_mentees():
    """Tell mentees, once, that there is something to read."""
    waiting = ObserverInvitation.objects.filter(
        ~Exists(_told(letters.ANSWERED, Cast(OuterRef("pk"), TextField()))),
        submitted_at__isnull=False,
        read_at__isnull=True,
        forgotten_at__isnull=True,
    ).select_related("participant__person")
    rows = list(waiting.order_by("submitted_at", "pk")[:MOST_AT_ONCE])
    if rows:
        tell_many(letters.ANSWERED, [(row.participant.person, row.pk, {}) for row in rows])


def forget_old():
    """Forget observers and what they said a year after the program."""
    before = clock.today() - KEPT
    over = ObserverInvitation.objects.filter(
        forgotten_at__isnull=True, participant__program__ends_on__lt=before
    )
    forgetting.forget(over.order_by("pk")[:MOST_AT_ONCE])


def _open(now):
    return ObserverInvitation.objects.filter(
        Q(submitted_at__isnull=True, declined_at__isnull=True, withdrawn_at__isnull=True),
        expires_at__gt=now,
        forgotten_at__isnull=True,
    )


def _occasion(step):
    number = Cast(OuterRef("number"), TextField())
    parts = (Cast(OuterRef("pk"), TextField()), Value(":"), number, Value(f":{step}"))
    return Concat(*parts, output_field=TextField())


def _told(kind, occasion):
    return Message.objects.filter(kind=kind, occasion=occasion)
