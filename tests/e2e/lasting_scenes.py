"""A pair that rests and one that may go on for longer, and the pages of both."""

from partnerships.models import Partnership
from partnerships.services import introduce_trained
from tests.factories.agreements import agree
from tests.factories.training import train
from tests.partnerships.lasting.people import pause, propose


def prepare(scenes, program, *taken):
    """Two of the program's pairs who prepare and that no other scene has: both sign."""
    rows = Partnership.objects.filter(program=program, status="preparing").exclude(pk__in=taken)
    longer, resting = rows.order_by("-id")[:2]
    train(longer.mentee, longer.mentor, resting.mentee, resting.mentor)
    introduce_trained()
    for pair in (longer, resting):
        pair.refresh_from_db()
        agree(pair)
    propose(longer, days=61)
    pause(resting, reason="busy")
    scenes.values.update(longer=longer.pk, resting=resting.pk)
    scenes.people.update(
        longer_mentee=longer.mentee_person.user,
        longer_mentor=longer.mentor_person.user,
        resting_mentor=resting.mentor_person.user,
    )


def send_past_day(page):
    """Choose a day that is over."""
    page.locator("main form[method=post]").evaluate("form => { form.noValidate = true; }")
    page.locator("main input[type=date]").first.fill("2001-01-01")
    page.locator("main form[method=post] button").first.click()


def pages(state):
    """States of the pages of pausing, going on and lasting longer."""
    longer, resting = {"partnership": "longer"}, {"partnership": "resting"}
    agreed = {"partnership": "agreed"}
    return {
        "portal:pause": [
            state(who="longer_mentee", parts=longer),
            state("errors", who="longer_mentee", parts=longer, act=send_past_day),
        ],
        "portal:resume": [state(who="resting_mentor", parts=resting)],
        "portal:extend": [
            state("propose", who="agreed_mentee", parts=agreed),
            state("errors", who="agreed_mentee", parts=agreed, act=send_past_day),
            state("waiting", who="longer_mentee", parts=longer),
            state("answer", who="longer_mentor", parts=longer),
        ],
        "partnerships:pause": [state(parts=longer)],
        "partnerships:resume": [state(parts=resting)],
    }
