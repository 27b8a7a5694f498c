"""Today: what each program needs, what was decided, what is down. And the search."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from dashboard import queries
from dashboard.steps import find_steps
from dashboard.words import VERBS, in_words
from matching.announcing import announce
from matching.models import MatchingRun
from matching.rulings.models import Kind
from matching.services import approve_many
from mentoring.jobs import progress
from mentoring.jobs.models import RunStatus
from organizations.audit import record
from organizations.roles import Role
from participants.models import Participant
from participants.roles import Standing
from partnerships.cases.sweeping import sweep
from partnerships.models import Partnership
from partnerships.services import withdraw
from programs import services
from programs.models import Program, Sponsorship
from programs.queries import Counts, counts_of, programs_list, stage_of
from tests.dashboard.statements import MOST, statements
from tests.factories.organizations import (
    CompanyFactory,
    MembershipFactory,
    PersonFactory,
    change_job,
)
from tests.factories.participants import ParticipantFactory
from tests.factories.partnerships import make_partnership
from tests.factories.programs import SponsorshipFactory
from tests.matching.pools import finished_run, make_pool
from tests.surroundings import inside

START = date(2027, 1, 11)


@pytest.fixture
def program(coordinator):
    return services.create_program(
        name="Bridge", starts_on=START, needs_baseline=False, by=coordinator
    )


def home(organization):
    return reverse("dashboard:home", args=[organization.slug])


def search(browser, organization, text):
    return browser.get(reverse("dashboard:search", args=[organization.slug]), {"q": text})


def labels(program, organization):
    steps = find_steps([program], counts_of([program]), organization)[program.pk]
    return [step.label for step in steps]


def people(program):
    pair = ParticipantFactory(program=program), ParticipantFactory(program=program, mentor=True)
    return [sponsored(participant) for participant in pair]


def sponsored(participant):
    SponsorshipFactory(program=participant.program, company=participant.company)
    return participant


def test_an_empty_organization_gets_one_thing_to_do(coordinator_client, organization):
    answer = coordinator_client.get(home(organization))

    assert "Your first program" in answer.text
    assert answer.text.count("button--primary") == 1
    assert reverse("programs:create", args=[organization.slug]) in answer.text


def test_the_page_greets_by_name_and_has_one_primary_button(
    coordinator_client, organization, coordinator, program
):
    other = services.create_program(
        name="Spring", starts_on=START, needs_baseline=False, by=coordinator
    )
    people(other)

    answer = coordinator_client.get(home(organization))

    assert f"Hello, {coordinator.name}." in answer.text
    assert "2 things need you." in answer.text
    assert answer.text.count("button--primary") == 1


def test_steps_follow_the_year(organization, program):
    assert labels(program, organization) == ["Add the sponsors"]
    SponsorshipFactory(program=program)
    assert labels(program, organization) == ["Import the people"]
    mentee = sponsored(ParticipantFactory(program=program))
    assert labels(program, organization) == ["Import the mentors"]
    mentor = sponsored(ParticipantFactory(program=program, mentor=True))
    assert labels(program, organization) == ["Match 1 mentee"]
    run = MatchingRun.objects.create(program=program, number=1)
    assert labels(program, organization) == ["A matching run is at work"]
    MatchingRun.objects.filter(pk=run.pk).update(
        status=RunStatus.FAILED, finished_at=timezone.now()
    )
    assert labels(program, organization) == ["Match 1 mentee"]
    make_partnership(mentor=mentor, mentee=mentee)
    assert "1 match waits for an answer" in labels(program, organization)


def test_mentors_alone_ask_for_mentees(organization, program):
    sponsored(ParticipantFactory(program=program, mentor=True))

    assert labels(program, organization) == ["Import the mentees"]


def test_sponsors_are_asked_for_until_every_company_with_people_is_one(organization, program):
    SponsorshipFactory(program=program)
    mentee, mentor = people(program)
    ParticipantFactory(program=program, standing=Standing.NOMINATED)
    ParticipantFactory(program=program, standing=Standing.DECLINED)
    Sponsorship.objects.filter(company=mentor.company).delete()

    def said():
        steps = find_steps([program], counts_of([program]), organization)[program.pk]
        return [step.why.partition(" send")[0] for step in steps if "sponsors" in step.label]

    assert said() == ["2 companies"]
    sponsored(mentor)
    assert said() == ["1 company"]
    sponsored(Participant.objects.get(standing=Standing.NOMINATED))
    assert said() == []


def test_the_most_pressing_program_stands_first_then_the_one_that_starts_first(
    coordinator_client, organization, coordinator
):
    today = timezone.localdate()
    starts = {"Next year": 300, "Running": -30, "Over": -900, "Long over": -1300}
    for name, days in starts.items():
        services.create_program(
            name=name, starts_on=today + timedelta(days=days), needs_baseline=False, by=coordinator
        )

    page = coordinator_client.get(home(organization))
    assert [row["program"].name for row in page.context["rows"]] == ["Running", "Next year"]
    assert [program["label"] for program in page.context["programs"]] == [
        "Running",
        "Next year",
        "Over",
        "Long over",
    ]
    make_pool(mentees=1, mentors=1, program=Program.objects.get(name="Next year"))

    page = coordinator_client.get(home(organization))
    assert [row["program"].name for row in page.context["rows"]] == ["Next year", "Running"]


def test_an_answer_is_overdue_after_its_day(organization, program):
    mentee, mentor = people(program)
    make_partnership(mentor=mentor, mentee=mentee)

    with time_machine.travel(timezone.now() + timedelta(days=8), tick=False):
        assert "1 answer is overdue" in labels(program, organization)


def test_somebody_whose_match_failed_is_back_in_the_pool(organization, program, coordinator):
    make_pool(mentees=1, mentors=1, program=program)
    run = finished_run(program, by=coordinator)
    assert "1 match to decide" in labels(program, organization)
    approve_many(run.matches.all(), by=coordinator)
    assert "1 approved match is not announced" in labels(program, organization)
    announce(run, by=coordinator)
    assert queries.matching_states([program])[program.pk].in_pool == 0

    withdraw(Partnership.objects.get(), by=coordinator)

    assert queries.matching_states([program])[program.pk].in_pool == 1
    assert "1 mentee is back in the pool" in labels(program, organization)


def test_counts_are_of_each_program_alone(organization, program, coordinator):
    other = services.create_program(
        name="Spring", starts_on=START, needs_baseline=False, by=coordinator
    )
    mentee, mentor = people(program)
    make_partnership(mentor=mentor, mentee=mentee, accepted_by=("mentor", "mentee"))
    ParticipantFactory(program=other, mentor=True, capacity=3)

    counts = counts_of([program, other])

    assert counts[program.pk] == Counts(companies=2, mentees=1, mentors=1, places=1, accepted=1)
    assert counts[other.pk] == Counts(mentors=1, places=3)
    assert counts_of([]) == {}


@pytest.mark.parametrize(
    ("today", "label", "hint"),
    [
        (date(2026, 8, 1), "Planned", "Starts on Monday 11 January 2027"),
        (date(2026, 12, 7), "Matching and answers", "Starts on Monday 11 January 2027"),
        (date(2027, 1, 11), "Month 1 of 12", "Agreements signed on Wednesday 10 February"),
        (date(2027, 3, 10), "Month 2 of 12", "Progress check, month 3 on Sunday 11 April"),
        (date(2028, 1, 11), "Month 12 of 12", "Follow-up, six months later on Tuesday 11 July"),
        (date(2028, 1, 12), "Over", "Ended on Tuesday 11 January"),
    ],
)
def test_the_stage_is_that_of_the_day(program, today, label, hint):
    stage = stage_of(program, today)

    assert (stage.label, stage.hint) == (label, hint)


def test_programs_that_are_over_ask_for_nothing(coordinator_client, organization, coordinator):
    services.create_program(
        name="Old", starts_on=date(2020, 1, 1), needs_baseline=False, by=coordinator
    )

    answer = coordinator_client.get(home(organization))

    assert "All your programs are over." in answer.text
    assert answer.context["first"] is None


def test_decisions_are_told_in_words_and_grouped(
    coordinator_client, coordinator, organization, program
):
    for _ in range(3):
        record("company.created", CompanyFactory(), by=coordinator)
    record("company.created", CompanyFactory(name="Torvelia"), by=None)

    lines = [line.text for line in queries.recent_decisions(coordinator)]

    assert lines == [
        "The system recorded Torvelia",
        "You recorded 3 companies",
        "You set up Bridge",
    ]
    answer = coordinator_client.get(home(organization))
    assert "You recorded 3 companies" in answer.text


def test_colleagues_are_named(coordinator, organization, program):
    colleague = MembershipFactory(role=Role.COORDINATOR, name="Ines Calloway")
    services.shift_start(program, date(2027, 2, 1), by=colleague)

    (line, *_rest) = queries.recent_decisions(coordinator)

    assert line.text == "Ines Calloway moved the start of Bridge"


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("number", [1, 2])
def test_every_verb_has_words_for_one_and_for_several(verb, number):
    text = in_words(verb, "Ines", ["Bridge"] * number)

    assert text.startswith("Ines ")
    assert "%(" not in text


def test_every_verb_of_matching_has_words():
    sources = [path.read_text() for path in (settings.BASE_DIR / "matching").rglob("*.py")]
    written = set(re.findall(r'"(match(?:ing)?\.[a-z_]+)",', "\n".join(sources)))
    verbs = written | {f"matching.{kind}" for kind in Kind}
    # An announcement is told once for all its matches; reopening only asks for a new decision.
    told_otherwise = {"match.announced", "match.refused", "match.reopened"}

    assert {"matching.started", "matching.undone", "match.carried"} <= verbs
    assert verbs - told_otherwise <= VERBS.keys()


@pytest.mark.parametrize(
    ("broker", "worker", "said"),
    [
        (False, False, "The message broker cannot be reached."),
        (True, False, "No worker has reported in the last minutes."),
        (True, True, None),
    ],
)
def test_what_is_down_is_said(coordinator_client, organization, monkeypatch, broker, worker, said):
    monkeypatch.setattr(progress, "broker_is_up", lambda: broker)
    monkeypatch.setattr(progress, "worker_is_up", lambda: worker)

    answer = coordinator_client.get(home(organization))

    assert ("Background work is paused" in answer.text) == (said is not None)
    assert said is None or said in answer.text


def test_the_page_costs_the_same_for_one_row_and_for_three(
    coordinator_client, organization, coordinator
):
    def fill(number):
        program = services.create_program(
            name=f"Program {number}",
            starts_on=timezone.localdate(),
            needs_baseline=False,
            by=coordinator,
        )
        mentee, mentor = people(program)
        make_partnership(mentor=mentor, mentee=mentee)
        MatchingRun.objects.create(program=program, number=1)

    fill(1)
    once = statements(coordinator_client, home(organization))
    fill(2)
    fill(3)

    assert len(statements(coordinator_client, home(organization))) == len(once) <= MOST
    assert len(programs_list()) == Program.objects.count() == 3


def test_navigation_knows_the_program_one_is_in(coordinator_client, organization, program):
    outside = coordinator_client.get(home(organization))
    inside_program = coordinator_client.get(
        reverse("programs:detail", args=[organization.slug, program.slug])
    )

    assert [link["label"] for link in outside.context["navigation"]] == [
        "Today",
        "Cases",
        "Programs",
        "All people",
        "Companies",
        "Staff",
    ]
    links = {link["label"]: link["current"] for link in inside_program.context["navigation"]}
    assert links == {
        "Today": False,
        "Cases": False,
        "Programs": False,
        "Overview": True,
        "Nominations": False,
        "People": False,
        "Evaluations": False,
        "Training": False,
        "Matching": False,
        "Partnerships": False,
        "Checks and calls": False,
        "Reports": False,
        "All people": False,
        "Companies": False,
        "Staff": False,
    }


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("holt", ["Maren Holt"]),
        ("maren HOLT", ["Maren Holt"]),
        ("holt maren", ["Maren Holt"]),
        ("maren@mail", ["Maren Holt"]),
        ("山田", ["花子 山田"]),
        ("%", []),
        ("_", []),
        ("'; --", []),
        ("\0", []),
        ("x" * 5000, []),
        ("", []),
    ],
)
def test_search_finds_people(coordinator_client, organization, text, found):
    PersonFactory(given_name="Maren", family_name="Holt", email="maren@mail.example")
    PersonFactory(given_name="花子", family_name="山田", email="h@x.example")

    answer = search(coordinator_client, organization, text)

    assert [hit.person.name for hit in answer.context["people"]] == found


def test_search_leads_to_where_somebody_takes_part(coordinator_client, organization, program):
    participant = ParticipantFactory(program=program)

    answer = search(coordinator_client, organization, participant.person.email)

    url = reverse("participants:detail", args=[organization.slug, program.slug, participant.pk])
    assert url in answer.text


def test_search_shows_at_most_twenty_of_each(coordinator_client, organization):
    for number in range(25):
        PersonFactory(family_name="Same", company=CompanyFactory(name=f"Same {number}"))

    answer = search(coordinator_client, organization, "same")

    assert (len(answer.context["people"]), len(answer.context["companies"])) == (20, 20)
    assert "The first 20." in answer.text


def test_search_stays_inside_the_organization(coordinator_client, organization, other_organization):
    with inside(other_organization):
        PersonFactory(family_name="Foreign", company=CompanyFactory(name="Foreign"))

    assert "Nobody and nothing" in search(coordinator_client, organization, "foreign").text


def test_search_shows_hostile_text_as_text(coordinator_client, organization):
    assert "<script>x" not in search(coordinator_client, organization, "<script>x").text


@pytest.mark.parametrize("name", ["home", "search"])
def test_these_pages_are_for_staff(client_for, organization, name):
    hr = MembershipFactory(role=Role.HR, company=CompanyFactory())

    answer = client_for(hr).get(reverse(f"dashboard:{name}", args=[organization.slug]))

    assert answer.status_code == 403


def test_search_costs_the_same_for_one_row_and_for_three(coordinator_client, organization):
    url = reverse("dashboard:search", args=[organization.slug], query={"q": "same"})

    def fill():
        company = CompanyFactory(name=f"Same {PersonFactory().pk}")
        ParticipantFactory(company=company, person=PersonFactory(family_name="Same"))

    fill()
    once = statements(coordinator_client, url)
    fill()
    fill()

    assert len(statements(coordinator_client, url)) == len(once) <= MOST


def _fall_out(program):
    """A pair of the program; the mentee then moves to the mentor's company."""
    mentee, mentor = people(program)
    pair = make_partnership(mentor=mentor, mentee=mentee, accepted_by=("mentor", "mentee"))
    change_job(mentee.person, mentor.company, timezone.localdate())
    return pair


def test_a_pair_whose_facts_have_changed_is_a_case(coordinator_client, organization, program):
    pair = _fall_out(program)
    sweep()

    answer = coordinator_client.get(home(organization))

    line, moved = answer.context["cases"].lines
    assert (moved.what, moved.who) == ("Changed employers", (pair.mentee_person.name,))
    assert line.what == "Their companies must not be matched any more"
    assert line.who == (pair.mentee_person.name, pair.mentor_person.name)
    assert "needs a look" not in answer.text
    assert labels(program, organization)[0] == "2 cases are open"
    assert pair.mentor_person.name in coordinator_client.get(line.url).text


def test_cases_of_pairs_cost_no_statement_each(coordinator_client, organization, program):
    _fall_out(program)
    sweep()
    once = statements(coordinator_client, home(organization))
    _fall_out(
        services.create_program(name="Autumn", starts_on=START, needs_baseline=False, by=None)
    )
    _fall_out(program)
    sweep()

    assert len(coordinator_client.get(home(organization)).context["cases"].lines) == 6
    assert len(statements(coordinator_client, home(organization))) == len(once) <= MOST
