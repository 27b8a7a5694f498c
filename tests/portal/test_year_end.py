"""At the end of a year each step is there until it is taken, and nobody else learns who took it."""

from datetime import timedelta
from itertools import product
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.db.utils import ProgrammingError
from django.urls import resolve, reverse

from evaluations.certificates import services as certificates
from evaluations.seen.models import Seen, What
from evaluations.seen.services import see
from evaluations.sharing import services as sharing
from instruments.kinds import Occasion
from participants.roles import Standing
from portal.parts import parts_of
from portal.situations import GO_ON, MEET
from portal.year_end import year_end_steps
from tests.dashboard.statements import MOST, statements
from tests.evaluations.certificates.people import complete
from tests.evaluations.sharing.numbers import worked_out
from tests.factories.instruments import as_person
from tests.factories.participants import ParticipantFactory, membership_of
from tests.instruments.year import make_program, send_on
from tests.partnerships.lasting.people import active_pair, on

PK = "01a2066f-ca23-7d1d-8b71-cc02a180b30b"
CHANGE, PAPER, RESULTS = "See what has changed", "Get your certificate", "Read the results of"


def test_each_has_one_step_that_leads_somewhere():
    organization = SimpleNamespace(slug="aldergate")
    for change, paper, results, standing in product(*[(False, True)] * 3, Standing):
        participant = SimpleNamespace(
            pk=PK,
            program=SimpleNamespace(name="Bridge 2027"),
            standing=standing,
            has_new_change=change,
            has_new_paper=paper,
            has_new_results=results,
        )
        steps = year_end_steps(participant, organization)
        is_in = standing == Standing.IN
        assert len(steps) == (change + paper + results if is_in else 0)
        assert {step.urgency for step in steps} <= {MEET, GO_ON}
        for step in steps:
            assert resolve(step.url).app_names[0] == "portal"
            assert step.text.endswith(".")
            assert step.action


@pytest.fixture
def pair(organization):
    program = make_program()
    mentor = ParticipantFactory(program=program, mentor=True)
    mentee = ParticipantFactory(program=program)
    send_on(mentee, Occasion.BASELINE)
    return active_pair(mentor=mentor, mentee=mentee)


def left_of(participant):
    """The titles of what the end of the year leaves to do, by the one page each leads to."""
    with as_person(participant):
        [part] = parts_of(participant.person_id, participant.organization)
    wanted = (CHANGE, PAPER, RESULTS)
    return {step.title: step.url for step in part.steps if step.title.startswith(wanted)}


def test_each_is_there_until_it_is_taken(pair, client_for, coordinator):
    mentee, mentor, program = pair.mentee, pair.mentor, pair.program
    browser = client_for(membership_of(mentee))
    assert left_of(mentee) == {}
    send_on(mentee)
    send_on(mentor)
    assert list(left_of(mentee)) == [CHANGE]
    assert left_of(mentor) == {}  # there is nothing to compare with
    browser.head(left_of(mentee)[CHANGE])
    assert list(left_of(mentee)) == [CHANGE]

    complete(pair)
    certificates.issue_due()
    with on(pair.ends_on + timedelta(days=61)):
        sharing.publish(program, edition=0, run_id=worked_out(program).pk, by=coordinator)
    home = reverse("portal:home", args=[program.organization.slug])
    with on(pair.ends_on + timedelta(days=62)):
        steps = left_of(mentee)
        assert list(steps) == [CHANGE, PAPER, f"{RESULTS} {program.name}"]
        assert list(left_of(mentor)) == list(steps)[1:]
        assert CHANGE in browser.get(home).content.decode()
        assert len(statements(browser, home)) <= MOST
        for url in list(steps.values()):
            assert len(statements(browser, url)) <= MOST
        assert list(left_of(mentee)) == [PAPER]  # its page was opened, the paper not fetched
        paper = reverse("portal:certificates:download", args=[program.organization.slug, mentee.pk])
        assert browser.get(paper)["Content-Type"] == "application/pdf"
        assert left_of(mentee) == {}
        assert len(left_of(mentor)) == 2
        certificates.revoke(mentee, "The dates were wrong.", by=coordinator)
        assert left_of(mentee) == {}
    with on(pair.ends_on + timedelta(days=63)):
        certificates.issue(mentee, by=coordinator)
        assert list(left_of(mentee)) == [PAPER]


def test_nobody_else_learns_who_has_looked(pair, coordinator):
    with as_person(pair.mentee):
        for _twice in range(2):
            see(pair.mentee, What.CHANGE)
        assert Seen.objects.count() == 1
    with as_person(pair.mentor):
        assert not Seen.objects.exists()
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            see(pair.mentee, What.SHARED)
