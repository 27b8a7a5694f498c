"""What the sweep looks for: who has not heard yet that something is open, and who is late."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, TextField, Value
from django.db.models.functions import Cast, Concat

from instruments import letters
from instruments.asked import people_asked, with_last_day
from instruments.kinds import AT_THE_END, Occasion
from instruments.models import Response
from instruments.stages import stage_rows, stages_of
from notifications.models import Message
from notifications.services import tell_many
from programs.models import Door
from programs.reminding import OPEN_FOR, STEPS, here

MOST_AT_ONCE = 500
# Whom a coordinator has reminded lately is left alone.
LATELY = 3


def tell_of_opening():
    """Tell everybody whom it asks, once, that a questionnaire is open for them."""
    place = here()
    for stage in _stages(place):
        people = _for_whom_it_is_open(stage, place.today)
        opened = Response.objects.filter(participant=OuterRef("pk"), occasion=stage.occasion)
        waiting = people.filter(~Exists(_told(letters.OPENED, stage)), ~Exists(opened))
        _tell(letters.OPENED, stage, waiting)


def remind_missing():
    """Remind whoever has not sent it 7, 14 and 21 days after it opened, while it is open."""
    place = here()
    if not place.is_morning:
        return
    for stage in _stages(place):
        sent = Response.objects.filter(
            participant=OuterRef("pk"), occasion=stage.occasion, submitted_at__isnull=False
        )
        by_hand = _told(letters.REMINDER, stage).filter(created_at__gte=place.ago(LATELY))
        late = _for_whom_it_is_open(stage, place.today).filter(~Exists(sent), ~Exists(by_hand))
        for step in STEPS:
            latest = place.today - timedelta(days=step)
            opened = (latest - timedelta(days=OPEN_FOR - 1), latest)
            people = _whose(stage, late, opened)
            if people is not None:
                told = _told(letters.REMINDER, stage, step)
                _tell(letters.REMINDER, stage, people.filter(~Exists(told)), step)


def _stages(place):
    """Stages that may be open for somebody today, by a hand or by their days."""
    found = []
    for row in stage_rows().select_related("program").order_by("id"):
        found += [
            stage
            for stage in stages_of(row.program, [row], place.today)
            if stage.occasion != Occasion.THEN and _may_be_open(stage)
        ]
    return found


def _may_be_open(stage):
    if stage.occasion not in AT_THE_END or stage.door != Door.BY_DATE:
        return stage.is_open
    moved = timedelta(days=stage.program.pause_days + stage.program.extension_days)
    return stage.opens_on <= stage.today <= stage.closes_on + moved


def _for_whom_it_is_open(stage, today):
    people = people_asked(stage).select_related("person")
    if stage.occasion not in AT_THE_END:
        return people
    people = with_last_day(people, stage.program)
    if stage.door == Door.OPEN:
        return people
    ends_on = stage.program.ends_on
    span = (ends_on + (today - stage.closes_on), ends_on + (today - stage.opens_on))
    return people.filter(last_day__range=span)


def _whose(stage, people, opened):
    """Those of ``people`` for whom it opened within these two days; None for nobody."""
    if stage.occasion not in AT_THE_END:
        return people if opened[0] <= stage.opens_on <= opened[1] else None
    off = stage.program.ends_on - stage.opens_on
    return people.filter(last_day__range=(opened[0] + off, opened[1] + off))


def _unique(stage, step=None):
    suffix = f":{stage.occasion}:{step}" if step else f":{stage.occasion}"
    return Concat(Cast(OuterRef("pk"), TextField()), Value(suffix))


def _told(kind, stage, step=None):
    return Message.objects.filter(
        kind=kind, person=OuterRef("person"), occasion=_unique(stage, step)
    )


def _tell(kind, stage, people, step=None):
    rows = list(people.order_by("pk")[:MOST_AT_ONCE])
    suffix = f":{step}" if step else ""
    told = [(row.person, letters.occasion_of(row.pk, stage.occasion) + suffix, {}) for row in rows]
    if told:
        tell_many(kind, told)
