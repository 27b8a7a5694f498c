"""Quotes in each state, certificates, and the pages on which they stand."""

from demo.lived import year
from demo.lived.cast import FINISHED
from evaluations.certificates import codes, queries
from evaluations.certificates import services as certificates
from evaluations.quotes import services
from instruments.models import Response
from mentoring.tenancy.keys import uuid7
from programs.models import Program
from tests.e2e import observer_scenes
from tests.factories.instruments import as_person
from tests.factories.participants import membership_of

RELEASED = (
    "I had never said “I do not know” to my own people. Now I do, and the meetings are shorter.",
    "Somebody from outside asked the one question that nobody in our house would have asked.",
    "My mentor from Halden Grid let me be wrong for a whole hour.",
)


OVER = "Bridge Alumni"


def live(organization):
    """A year that is over, of few, as the demo lives it."""
    year.live(organization, lambda logins: None, lambda told: None, ((OVER, year.ENDED, FINISHED),))


def prepare(scenes, winter, coordinator):
    """One author of the winter with a quote that waits, one accepted, and one that came back."""
    observer_scenes.prepare(scenes, winter)
    sent = Response.objects.filter(participant__program=winter, submitted_at__isnull=False)
    author = sent.select_related("participant__person").earliest("id").participant
    quotes = [_release(author, words) for words in RELEASED]
    services.accept(quotes[1], edition=1, by=coordinator)
    reason = "The company is named. Could you say it without?"
    services.send_back(quotes[2], reason, edition=1, by=coordinator)
    waiting = _release(author, "Anna of Northwind would say: “Start before you are ready.”")
    scenes.people["quoting"] = author.person.user
    _certify(scenes, coordinator)
    scenes.values.update(
        quote=waiting.pk,
        accepted_quote=quotes[1].pk,
        returned_quote=quotes[2].pk,
        quoting=author.pk,
    )


def _certify(scenes, coordinator):
    """In the program that is over some certificates hold, and one is revoked."""
    alumni = Program.objects.get(name=OVER)
    people = list(queries.people_of(alumni))
    certified, revoked, *_rest = [one for one in people if queries.holding(one)]
    certificates.revoke(revoked, "The name was misspelled.", by=coordinator)
    certificate = queries.holding(certified)
    certificate.participant = certified
    scenes.people["certified"] = certified.person.user
    scenes.values.update(
        alumni=alumni.slug,
        certified=certified.pk,
        code=codes.shown(queries.secret_of(certificate).code),
    )


def pages(State, still):
    own = {"who": "quoting"}
    over = {"program": "alumni", "participant": "certified"}
    return {
        "certificates:overview": [State(parts=over), State("none")],
        "certificates:revoke": [State(parts=over)],
        "portal:certificates:mine": [State(who="certified"), State("none", who="quoting")],
        "portal:shared:mine": [State(who="certified"), State("none", who="quoting")],
        "portal:shared:results": [State(who="certified", parts=over)],
        "sharing:overview": [
            State("published", parts=over),
            State("draft"),
            State("errors", act=_too_long),
        ],
        "verify": [State(who=None)],
        "verify-code": [State(who=None), State("unknown", who=None, parts={"code": "0000-0000"})],
        "portal:quotes:mine": [State(**own), State("none", who="loner", parts=still)],
        "portal:quotes:new": [State(parts={"participant": "quoting"}, **own)],
        "portal:quotes:quote": [
            State(**own),
            State("accepted", parts={"quote": "accepted_quote"}, **own),
            State("returned", parts={"quote": "returned_quote"}, **own),
        ],
        "quotes:overview": [State(), State("accepted", query="?state=accepted")],
        "quotes:send-back": [State()],
        **observer_scenes.pages(State),
    }


def _too_long(page):
    page.get_by_label("Your own words").fill("Too many words. " * 150)
    with page.expect_navigation():
        page.get_by_role("button", name="Keep the words").click()


def _release(author, words):
    with as_person(author):
        return services.release(
            author, words, ["program", "sponsors"], by=membership_of(author), quote_id=uuid7()
        )
