"""Baselines that the pictures show: one that is open, half answered, and one that is closed."""

from instruments import services
from instruments.kinds import Occasion
from instruments.models import Item, Response
from participants.models import Participant
from tests.factories.instruments import as_person, membership_of, send, start, value_for

# What the pictures show of a program that has not begun: each by its occasion.
STATES = {"closed": "baseline", "planned": "final", "look-back": "then"}
WORDS = "When two of my people have taken over what only I could do before."


def prepare(scenes, winter, summer, coordinator):
    """Winter's is closed and was answered; summer's is open."""
    services.reopen(summer, Occasion.BASELINE, by=coordinator)
    people = Participant.objects.filter(program=summer).select_related("person", "program")
    half, sent, fresh, mentor = [
        *people.filter(side="mentee").order_by("id")[:3],
        people.filter(side="mentor").order_by("id").first(),
    ]
    response = start(half)
    items = Item.objects.filter(version=response.version_id, section__position__lte=2)
    with as_person(half):
        answered = {item: value_for(item) for item in items}
        services.save_answers(response, answered, by=membership_of(half), section=3)
    done = send(sent, {"hopes-success": WORDS})
    scenes.people.update(
        answering=half.person.user,
        answered=sent.person.user,
        unopened=fresh.person.user,
        answering_mentor=mentor.person.user,
    )
    ready = start(mentor)
    with as_person(mentor):
        every = {item: value_for(item) for item in Item.objects.filter(version=ready.version_id)}
        services.save_answers(ready, every, by=membership_of(mentor), section=6)
    of_winter = Response.objects.filter(participant__program=winter, submitted_at__isnull=False)
    scenes.values.update(
        response=response.pk,
        sent_response=done.pk,
        ready_response=ready.pk,
        winter_response=of_winter.earliest("id").pk,
        occasion="baseline",
    )


def enter_nonsense(page):
    """Send a page with a number that is none, past what the browser would object to."""
    field = page.get_by_label("how many talks")
    field.evaluate("field => { field.type = 'text'; field.value = 'many'; }")
    page.get_by_role("button", name="Save and continue").click()


def answer_one(page):
    """Give one answer and wait until it is kept."""
    page.locator(".scale__option").nth(3).click()
    page.locator("#saved svg").wait_for()


def ask_to_close(page):
    page.get_by_role("button", name="Close it now…").click()
