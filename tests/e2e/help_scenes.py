"""A pair of which one is not content, and the pages on which people say how it goes."""

from datetime import timedelta

from mentoring import clock
from mentoring.tenancy.keys import uuid7
from organizations.models import Membership
from organizations.roles import Role
from partnerships.checks import services as checks
from partnerships.checks.models import Check
from partnerships.concerns import links, services
from partnerships.models import Partnership
from partnerships.services import introduce_trained
from tests.factories.participants import membership_of
from tests.factories.training import as_oneself, train

WORDS = "We have met twice in ten weeks. I would rather meet for half an hour, and every week."
CONCERN = "Something was said in our last meeting that I would not like to leave as it is."


def prepare(scenes, preparing):
    """A pair of the program that no other scene has: checks, a call asked for, a concern told."""
    taken = [preparing.pk, scenes.values["quiet_pair"]]
    rows = Partnership.objects.filter(program=preparing.program, status="preparing")
    pair = rows.exclude(pk__in=taken).earliest("id")
    train(pair.mentee, pair.mentor)
    introduce_trained()
    chief = Membership.objects.filter(role=Role.ADMINISTRATOR).earliest("id")
    contact = services.name_contact(
        pair.program,
        name="Ruth Adler",
        email="ruth.adler@ombud.example",
        about="Ombudsperson, not employed by any of our companies",
        by=chief,
    )
    opened = {
        (side, occasion): _open(getattr(pair, side), pair, occasion)
        for side in ("mentee", "mentor")
        for occasion in ("fit", "check_1")
    }
    _as(pair.mentee, checks.answer, opened["mentee", "fit"], fit="not")
    _as(pair.mentor, checks.answer, opened["mentor", "fit"], fit="good")
    low = {"meeting": 2, "useful": 4, "words": WORDS}
    _as(pair.mentor, checks.answer, opened["mentor", "check_1"], **low)
    _as(pair.mentor, services.ask_call, pair, reach="+45 70 10 20 30, after six")
    told = {"concern_id": uuid7(), "contact_id": contact.pk}
    concern = _as(pair.mentee, services.tell, pair, CONCERN, **told)
    scenes.values.update(
        open_check=opened["mentee", "check_1"].pk,
        fit_check=opened["mentee", "fit"].pk,
        low_check=opened["mentor", "check_1"].pk,
        concern_token=links.token_of(concern.pk),
    )
    scenes.values.update(helped=pair.pk)
    scenes.people.update(
        asked_mentee=pair.mentee_person.user,
        asked_mentor=pair.mentor_person.user,
        chief=chief.user,
    )


def _open(participant, pair, occasion):
    closes_on = clock.today() + timedelta(days=9)
    facts = {"partnership": pair, "participant": participant, "occasion": occasion}
    return Check.objects.create(closes_on=closes_on, **facts)


def _as(participant, act, *args, **facts):
    with as_oneself(participant):
        return act(*args, by=membership_of(participant), **facts)


def press_send(page):
    """Send a form with nothing in it."""
    page.get_by_role("button", name="Send").first.click()


def press_name(page):
    """Name nobody in particular."""
    page.get_by_role("button", name="Name this person").click()


def pages(state):
    """States of every page on which somebody says how it goes."""
    helped, bare = {"partnership": "helped"}, {"program": "bare"}
    mine = {"who": "asked_mentee", "parts": {"check": "open_check"}}
    return {
        "portal:checks:mine": [state(who="asked_mentee"), state("empty", who="mentee")],
        "portal:checks:check": [
            state("open", **mine),
            state("errors", act=press_send, **mine),
            state("no-fit", who="asked_mentee", parts={"check": "fit_check"}),
            state("sent", who="asked_mentor", parts={"check": "low_check"}),
        ],
        "portal:help:ways": [
            state(who="asked_mentee", parts=helped),
            state("asked", who="asked_mentor", parts=helped),
        ],
        "portal:help:concern": [
            state(who="asked_mentee", parts=helped),
            state("errors", who="asked_mentor", parts=helped, act=press_send),
        ],
        "checks:overview": [state(), state("empty", parts=bare)],
        "checks:check": [state(parts={"check": "low_check"})],
        "checks:calls": [state(), state("empty", parts=bare)],
        "checks:contact": [
            state(),
            state("administrator", who="chief"),
            state("errors", who="chief", parts=bare, act=press_name),
        ],
        "concern": [
            state(who=None, parts={"token": "concern_token"}),
            state("over", who=None, parts={"token": "no_token"}),
        ],
    }
