"""Somebody with a private calendar address, and the page on which it is made."""

from mentoring.tenancy import context
from notifications import feeds
from organizations.models import Membership


def prepare(preparing):
    """The mentee of a pair who prepare has an address that a calendar program reads."""
    own = Membership.objects.get(person=preparing.mentee_person)
    actor = context.Actor.PARTICIPANT
    with context.enter(context.Context(own.organization_id, own.user_id, actor)):
        feeds.renew(by=own)
        feeds.note_fetched(own.user_id)


def renew(page):
    page.get_by_role("button", name="Make a new address…").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Make a new address", exact=True).click()


def pages(State):
    return {
        "portal:calendar": [
            State("empty", who="mentee"),
            State("on", who="preparing"),
            State("made", who="preparing", act=renew),
        ]
    }
