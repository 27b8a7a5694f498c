"""Somebody whose mail comes back."""

from mentoring.tenancy.keys import uuid7
from notifications.bounces.reports import Report
from notifications.bounces.services import take
from notifications.services import tell


def prepare(scenes, person):
    message = tell(person, "photo_removed", uuid7())
    take([Report(message.pk, "5.1.1", True)])
    scenes.values.update(failing=person.pk)


def pages(State):
    failing = {"person_id": "failing"}
    return {
        "people:person": [State(), State("mail-fails", parts=failing)],
        "people:address": [
            State(parts=failing),
            State("errors", parts=failing, act=press_correct),
        ],
    }


def press_correct(page):
    page.locator("main form").evaluate("form => { form.noValidate = true; }")
    with page.expect_navigation():
        page.get_by_role("button", name="Correct it").click()
