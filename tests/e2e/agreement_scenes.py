"""A pair that has signed and wants to change something, and the pages of agreements."""

from partnerships.models import Partnership
from partnerships.services import introduce_trained
from tests.factories.agreements import agree, propose
from tests.factories.training import train

OWN = (
    "Whoever cannot come sends a word the day before.\n"
    "We leave out salaries, and everything about the board."
)
AMENDED = f"{OWN}\nEvery third meeting is a walk."


def prepare(scenes, *taken):
    """Of the pairs who prepare, one that no other scene has: signed, with an amendment proposed."""
    rows = Partnership.objects.filter(status="preparing").exclude(pk__in=taken)
    pair = rows.latest("id")
    train(pair.mentee, pair.mentor)
    introduce_trained()
    pair.refresh_from_db()
    agree(pair, clauses=OWN)
    propose(pair, "mentor", clauses=AMENDED, weeks=2, minutes=90, seen=1)
    scenes.values.update(agreed=pair.pk)
    scenes.people.update(agreed_mentee=pair.mentee_person.user)


def choose_nothing(page):
    """Ask for a cadence that nobody offers, with far too many words."""
    page.get_by_role("textbox").first.fill("word " * 2_000)
    page.get_by_role("button", name="Propose this").click()


def pages(state):
    """States of every page of an agreement."""
    agreed, quiet = {"partnership": "agreed"}, {"partnership": "quiet_pair"}
    numbered = {**agreed, "number": 1}
    return {
        "portal:agreements:agreement": [
            state("amended", who="agreed_mentee", parts=agreed),
            state("text", who="quiet_mentee", parts=quiet),
        ],
        "portal:agreements:propose": [
            state("change", who="agreed_mentee", parts=agreed),
            state("first", who="quiet_mentee", parts=quiet),
            state("errors", who="agreed_mentee", parts=agreed, act=choose_nothing),
        ],
        "portal:agreements:version": [state(who="agreed_mentee", parts=numbered)],
        "partnerships:agreement-text": [state()],
        "partnerships:agreement-version": [state(parts={"number": 1})],
    }
