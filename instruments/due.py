"""What the minute tick looks for."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, TextField, Value
from django.db.models.functions import Cast, Concat

from instruments import letters
from instruments.models import Response
from instruments.stages import stage_rows, stages_of
from mentoring import clock
from notifications.models import Message
from notifications.services import tell_many
from participants.models import Participant
from participants.roles import Standing
from programs.models import Door

MOST_AT_ONCE = 500


def tell_of_opening():
    """Tell everybody who takes part, once, that a questionnaire is open for them."""
    for row in _maybe_open().select_related("program"):
        for stage in stages_of(row.program, [row]):
            if stage.is_open:
                _tell(stage.program, stage.occasion)


def _maybe_open():
    """Rows of timetables that their door or their dates may hold open, wherever the people are."""
    day, today = timedelta(days=1), clock.today()
    by_date = Q(door=Door.BY_DATE, opens_on__lte=today + day, closes_on__gte=today - day)
    return stage_rows().filter(by_date | Q(door=Door.OPEN))


def _tell(program, occasion):
    unique = Concat(Cast(OuterRef("pk"), TextField()), Value(f":{occasion}"))
    told = Message.objects.filter(kind=letters.OPENED, occasion=unique)
    opened = Response.objects.filter(participant=OuterRef("pk"), occasion=occasion)
    waiting = Participant.objects.filter(program=program, standing=Standing.IN)
    waiting = waiting.filter(~Exists(told), ~Exists(opened)).select_related("person")
    tell_many(
        letters.OPENED,
        [
            (row.person, letters.occasion_of(row.pk, occasion), {})
            for row in waiting.order_by("pk")[:MOST_AT_ONCE]
        ],
    )
