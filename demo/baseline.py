"""What the demo's people answered: before they were matched, and through their year."""

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
WORDS = {
    "hopes-success": (
        "When I can say no to work that others should do, without lying awake over it.",
        "When somebody outside has told me honestly how I come across.",
        "When two of my people have taken over what only I could do before.",
        "When I look at our own customers with other eyes.",
    ),
    "hopes-worry": ("My calendar. I shall keep the same hour free each month.", ""),
    "program-change": (
        "Begin with the three hours of training in one room: we knew nobody at the start.",
        "Nothing of substance. The reminders could come a little later in the day.",
        "",
        "A meeting of all mentors in the middle of the year would have helped me.",
        "More time between the match and the first meeting, to read and to think.",
    ),
}
FITS = 3
# By how much somebody rates themselves otherwise than at the start: most a little higher, some not.
DRIFTS = {
    Occasion.MID_YEAR: (0, 0, 1, 0, -1, 1, 0),
    Occasion.FINAL: (1, 0, 1, 1, -1, 1, 0),
    Occasion.THEN: (-1, 0, -1, 0, 0, -1, 0),
}


def answer_and_close(program, coordinator, one_in=ONE_IN):
    """Some answer, as each would for themselves; then the coordinator closes the baseline."""
    stage = stage_of(program, Occasion.BASELINE)
    if not stage.is_open:  # at night its last day may be over where the organization is
        services.reopen(program, Occasion.BASELINE, by=coordinator)
    for number, participant in enumerate(people_of(program)[::one_in]):
        answer(participant, Occasion.BASELINE, number)
    services.close(program, Occasion.BASELINE, by=coordinator)


def people_of(program):
    """Everybody with a way in, each with what answering needs."""
    people = Participant.objects.filter(program=program, person__user__isnull=False)
    return people.select_related("person", "program").order_by("id")


def answer(participant, occasion, number):
    """Answer as oneself and send it; a few forget to send."""
    own = Membership.objects.get(person=participant.person_id, role=Role.PARTICIPANT)
    as_oneself = context.Context(
        participant.organization_id, own.user_id, context.Actor.PARTICIPANT
    )
    with context.enter(as_oneself):
        response = services.start(participant, occasion, by=own)
        items = Item.objects.filter(version=response.version_id)
        values = {item: _value(item, number, occasion) for item in items}
        services.save_answers(response, values, by=own)
        if number % 12 != 11:
            services.submit(response, by=own)


def _value(item, number, occasion):
    """Somebody's answer: mostly in the upper middle, as people see themselves at the start."""
    place = sum(map(ord, item.key))
    drawn = (number * 7 + place * 5 + number * place) % 11
    if item.allows_unsure and drawn == 10:
        return UNSURE_CODE
    if item.kind == Kind.SCALE_5:
        drifts = DRIFTS.get(occasion, (0,))
        step = (3, 4, 4, 3, 4, 2, 4, 3, 3, 5, 3)[drawn] + drifts[(number + place) % len(drifts)]
        least = FITS if item.dimension == "fit" else 1  # nobody needs another partner
        step = min(max(step, least), 5)
        return str(6 - step if item.is_reversed else step)
    if item.kind == Kind.SCALE_11:
        return str((9, 8, 10, 7, 9, 8, 6, 10, 9, 8, 7)[drawn])
    if item.kind == Kind.NUMBER:
        return str(drawn % 6)
    if item.kind == Kind.TEXT:
        texts = WORDS.get(item.key, ("",))
        return texts[number % len(texts)]
    codes = [code for code, _label in item.choices]
    if item.dimension == "warning":
        return codes[0]
    return codes[drawn % len(codes)] if item.kind == Kind.SINGLE else codes[drawn % 3 :: 2]
