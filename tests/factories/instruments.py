"""Questionnaires that can be answered, and answers as somebody gives them."""

from datetime import timedelta

from django.utils import timezone

from instruments import services
from instruments.kinds import Kind, Occasion
from instruments.models import Item
from mentoring.tenancy import context
from programs.models import Door, ProgramDate
from tests.factories.participants import membership_of

WORDS = "What I would tell nobody else."


def open_baseline(program, *, days=7, door=Door.BY_DATE):
    """The program's baseline opened yesterday and closes in some ``days``."""
    today = timezone.localdate()
    row, _made = ProgramDate.objects.update_or_create(
        program=program,
        key="baseline",
        defaults={
            "opens_on": today - timedelta(days=1),
            "closes_on": today + timedelta(days=days),
            "door": door,
        },
    )
    return row


def as_person(participant):
    """In the participant's own context, as their requests are."""
    user = participant.person.user_id
    return context.enter(
        context.Context(participant.organization_id, user, context.Actor.PARTICIPANT)
    )


def value_for(item):
    """A plain answer to this item."""
    if item.kind == Kind.MULTIPLE:
        return [code for code, _label in item.choices[:2]]
    plain = {Kind.SCALE_5: "4", Kind.SCALE_11: "9", Kind.NUMBER: "3", Kind.TEXT: WORDS}
    return plain[item.kind] if item.kind in plain else item.choices[0][0]


def start(participant, occasion=Occasion.BASELINE):
    with as_person(participant):
        return services.start(participant, occasion, by=membership_of(participant))


def answer(response, values=None):
    """Answer everything, or ``{key: value}``."""
    participant = response.participant
    items = Item.objects.filter(version=response.version_id)
    if values is not None:
        items = items.filter(key__in=values)
    chosen = {item: value_for(item) if values is None else values[item.key] for item in items}
    with as_person(participant):
        services.save_answers(response, chosen, by=membership_of(participant))
    return response


def send(participant, values=None):
    """A sent baseline; ``values`` replaces some answers."""
    response = answer(start(participant))
    if values:
        answer(response, values)
    with as_person(participant):
        return services.submit(response, by=membership_of(participant))
