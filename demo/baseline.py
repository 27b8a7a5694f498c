"""What the demo's people answered before they were matched."""

from instruments import services
from instruments.kinds import Kind, Occasion
from instruments.models import Item
from instruments.stages import stage_of
from instruments.values import UNSURE_CODE
from mentoring.tenancy import context
from organizations.models import Membership
from organizations.roles import Role
from participants.models import Participant

ONE_IN = 3  # enough to look at, and soon done
HOPES = (
    "When I can say no to work that others should do, without lying awake over it.",
    "When somebody outside has told me honestly how I come across.",
    "When two of my people have taken over what only I could do before.",
    "When I look at our own customers with other eyes.",
)
WORRIES = ("My calendar. I shall keep the same hour free each month.", "")


def answer_and_close(program, coordinator):
    """Some answer, as each would for themselves; then the coordinator closes the baseline."""
    stage = stage_of(program, Occasion.BASELINE)
    if stage.is_open:
        people = Participant.objects.filter(program=program, person__user__isnull=False)
        people = people.select_related("person", "program").order_by("id")
        for number, participant in enumerate(people[::ONE_IN]):
            _answer(participant, number)
    services.close(program, Occasion.BASELINE, by=coordinator)


def _answer(participant, number):
    own = Membership.objects.get(person=participant.person_id, role=Role.PARTICIPANT)
    as_oneself = context.Context(
        participant.organization_id, own.user_id, context.Actor.PARTICIPANT
    )
    with context.enter(as_oneself):
        response = services.start(participant, Occasion.BASELINE, by=own)
        items = Item.objects.filter(version=response.version_id)
        values = {item: _value(item, number, place) for place, item in enumerate(items)}
        services.save_answers(response, values, by=own)
        if number % 12 != 11:  # a few forget to send
            services.submit(response, by=own)


def _value(item, number, place):
    """Somebody's answer: mostly in the upper middle, as people see themselves at the start."""
    drawn = (number * 7 + place * 5 + number * place) % 11
    if item.allows_unsure and drawn == 10:
        return UNSURE_CODE
    if item.kind == Kind.SCALE_5:
        step = (3, 4, 4, 3, 5, 2, 4, 3, 4, 5, 3)[drawn]
        return str(6 - step if item.is_reversed else step)
    if item.kind == Kind.NUMBER:
        return str(drawn % 6)
    if item.kind == Kind.TEXT:
        return HOPES[number % 4] if item.key == "hopes-success" else WORRIES[drawn % 2]
    codes = [code for code, _label in item.choices]
    return codes[drawn % len(codes)] if item.kind == Kind.SINGLE else codes[drawn % 3 :: 2]
