"""Observers in each state, and the pages on which they and their mentees stand."""

from datetime import timedelta

from evaluations.observers.services import LASTS, withdraw
from mentoring import clock
from participants.models import Participant
from tests.factories.instruments import as_person
from tests.factories.observers import behind, observe, plant, read, token_of
from tests.factories.participants import membership_of

PEOPLE = (
    ("Margaret Sayle", "chair"),
    ("Jonas Öberg", "manager"),
    ("Wilhelmina van den Berghe-Castellanos", "colleague"),
    ("Liú Yáng", "report"),
)


def prepare(scenes, winter):
    """A mentee with an observer in each state, and another with some who have answered."""
    rows = Participant.objects.filter(program=winter, side="mentee", standing="in")
    mentee, other = rows.select_related("person", "program").order_by("-id")[:2]
    answered, invited, declined, used = [_ask(mentee, *one) for one in PEOPLE]
    observe(answered)
    read(observe(used))
    with behind(declined):
        type(declined).objects.filter(pk=declined.pk).update(declined_at=clock.now())
    seen = read(observe(_ask(other, *PEOPLE[0])))
    observe(_ask(other, *PEOPLE[1]))
    with clock.held_at(clock.now() - LASTS - timedelta(days=1)):
        expired = _ask(other, *PEOPLE[2])
    withdrawn = _ask(other, *PEOPLE[3])
    with as_person(other):
        withdraw(withdrawn, by=membership_of(other))
    scenes.people["observed"] = mentee.person.user
    scenes.values.update(
        observed=mentee.pk,
        unread_observer=answered.pk,
        read_observer=seen.pk,
        observer_token=token_of(invited),
        used_token=token_of(used),
        declined_token=token_of(declined),
        expired_token=token_of(expired),
        withdrawn_token=token_of(withdrawn),
    )


def pages(State):
    own, nobody = {"who": "observed"}, {"who": None}
    open_link = {"parts": {"token": "observer_token"}, **nobody}
    return {
        "observe": [State("nothing", **nobody)],
        "observe-link": [
            State("consent", **open_link),
            State("questions", act=_agree, **open_link),
            State("missing", act=_send_half, **open_link),
            State("used", parts={"token": "used_token"}, **nobody),
            State("declined", parts={"token": "declined_token"}, **nobody),
            State("expired", parts={"token": "expired_token"}, **nobody),
            State("withdrawn", parts={"token": "withdrawn_token"}, **nobody),
        ],
        "portal:observers:mine": [State(**own), State("none", who="mentor")],
        "portal:observers:invite": [State(parts={"participant": "observed"}, **own)],
        "portal:observers:answers": [State(parts={"invitation": "unread_observer"}, **own)],
        "observers:overview": [State()],
        "observers:answers": [State(parts={"invitation": "read_observer"})],
    }


def _ask(mentee, name, relation):
    email = f"{relation}@pellworm.example"
    with as_person(mentee):
        return plant(mentee, name=name, email=email, relation=relation)


def _agree(page):
    button = page.get_by_role("button", name="I agree: show me the questions")
    if button.count():
        with page.expect_navigation():
            button.click()


def _send_half(page):
    _agree(page)
    page.locator(".scale__option").nth(3).click()
    with page.expect_navigation():
        page.get_by_role("button", name="Send my answers").click()
