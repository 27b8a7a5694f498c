"""A program's results as coordinators come to them, and as nobody else does."""

import pytest
from django.urls import reverse

from evaluations.results import gathering, services, work
from evaluations.results.models import ResultsRun
from evaluations.results.numbers import as_data
from instruments.kinds import Occasion
from mentoring.jobs import running
from organizations.roles import Role
from tests.dashboard.statements import MOST, statements
from tests.evaluations.results.people import finished
from tests.factories.organizations import CompanyFactory, MembershipFactory
from tests.factories.participants import ParticipantFactory
from tests.factories.programs import ProgramFactory
from tests.instruments.year import make_program, send_on
from tests.partnerships.lasting.people import active_pair, on

LEADING = ("leading-clear", "leading-difficult-talks", "leading-handing-over")


def address(program, name="program", *parts):
    return reverse(f"results:{name}", args=[program.organization.slug, program.slug, *parts])


def worked_out(program):
    """The newest run, done as a worker does it."""
    run = services.ask(program, by=None)
    running.work(ResultsRun, run.pk, work.perform, organization_id=run.organization_id)
    run.refresh_from_db()
    assert run.status == "done", run.error
    return run


def test_answers_that_were_sent_become_numbers(organization, coordinator_client, settle):
    program = make_program()
    mentor = ParticipantFactory(program=program, mentor=True)
    mentee = ParticipantFactory(program=program)
    low = dict.fromkeys(LEADING, "2") | {"change-waiting": "5"}
    high = dict.fromkeys(LEADING, "4") | {"change-waiting": "1"}
    send_on(mentee, Occasion.BASELINE, values=low)
    with on(program.starts_on):
        active_pair(mentor=mentor, mentee=mentee)
    send_on(mentee, Occasion.FINAL, values=high)
    settle()

    found = as_data(gathering.gather(program))
    scales = {(one["informant"], one["dimension"]): one for one in found["scales"]}
    leading = scales["mentee", "leadership"]["changes"]["baseline:final"]
    assert (leading["n"], leading["level_before"], leading["level_after"]) == (1, 2, 4)
    # Turned the way it counts: 6 − 5 and 4, 4 at the start, 6 − 1 and 4, 4 at the end.
    change = gathering.gather(program).scales["mentee", "change"][0].values
    assert change[Occasion.BASELINE]["change-waiting"] == 1
    assert change[Occasion.FINAL]["change-waiting"] == 5
    assert found["rates"]["final"] == {
        "mentee": {"asked": 1, "sent": 1},
        "mentor": {"asked": 1, "sent": 0},
    }
    assert "follow_up_12" not in found["rates"], "nobody is silent who cannot answer yet"
    by_itself = ResultsRun.objects.get(program=program)
    assert (by_itself.status, by_itself.found["scales"]) == ("done", found["scales"])
    assert worked_out(program).seen == work.state_of(program)
    assert not ResultsRun.objects.filter(pk=by_itself.pk).exists()
    page = coordinator_client.get(address(program)).text
    assert "Nothing has been sent since." in page
    assert "Leading and communicating" in page
    assert "0–1 up" in page
    assert "weak basis" in page
    people = coordinator_client.get(address(program, "scale", "mentee", "leadership"))
    sent = mentee.responses.get(occasion=Occasion.FINAL)
    assert reverse("instruments:answers", args=[organization.slug, program.slug, sent.pk]) in (
        people.text
    )


def test_the_page_asks_for_its_numbers_once(coordinator_client, organization):
    program = ProgramFactory()
    page = coordinator_client.get(address(program))
    assert 'hx-trigger="load, submit"' in page.text
    for _twice in range(2):
        answer = coordinator_client.post(address(program, "start"), headers={"HX-Request": "true"})
        assert (answer.status_code, answer["HX-Refresh"]) == (204, "true")
    run = ResultsRun.objects.get()
    assert "Working out the results" in coordinator_client.get(address(program)).text
    assert "HX-Refresh" not in coordinator_client.get(address(program, "progress"))
    running.work(ResultsRun, run.pk, work.perform, organization_id=run.organization_id)
    assert coordinator_client.get(address(program, "progress"))["HX-Refresh"] == "true"
    assert "No answers yet" in coordinator_client.get(address(program)).text
    assert coordinator_client.post(address(program, "start")).status_code == 302


@pytest.mark.parametrize(
    ("people", "said", "unsaid"),
    [
        (12, ["+1.50", "mean level", "weak basis", "Looking back"], ["about 2.5"]),
        (5, ["about 2.5", "3–5 up"], ["+1.50"]),
        (0, ["No answers yet"], ["Mean change"]),
    ],
)
def test_the_page_shows_as_much_as_so_many_people_allow(
    coordinator_client, organization, people, said, unsaid
):
    program = ProgramFactory()
    finished(program, people, asked=30)
    page = coordinator_client.get(address(program)).text

    assert [words for words in said if words not in page] == []
    assert [words for words in unsaid if words in page] == []
    assert "causes" not in page


def test_pages_take_few_statements_whatever_the_size(coordinator_client, organization):
    counts = set()
    for people in (1, 30):
        program = ProgramFactory()
        finished(program, people)
        for parts in (("program",), ("scale", "mentee", "leadership")):
            taken = statements(coordinator_client, address(program, *parts))
            counts.add((parts[0], len(taken)))

    assert len(counts) == 2
    assert max(count for _page, count in counts) <= MOST


def test_a_scale_that_nobody_answered_is_not_there(coordinator_client, organization):
    program = ProgramFactory()
    for parts in (("mentee", "leadership"), ("mentor", "leadership"), ("x", "y")):
        assert coordinator_client.get(address(program, "scale", *parts)).status_code == 404
    finished(program, 3)
    for parts in (("mentor", "leadership"), ("sponsor", "leadership"), ("mentee", "no-scale")):
        assert coordinator_client.get(address(program, "scale", *parts)).status_code == 404


@pytest.mark.parametrize("role", [Role.HR, Role.PARTICIPANT])
def test_nobody_else_reads_results(client, organization, role):
    program = ProgramFactory()
    finished(program, 12)
    if role == Role.PARTICIPANT:
        user = ParticipantFactory(program=program).person.user
    else:
        user = MembershipFactory(role=role, company=CompanyFactory()).user
    client.force_login(user)
    refused = {client.get(address(program)).status_code, client.post(address(program, "start"))}
    assert {getattr(one, "status_code", one) for one in refused} <= {403, 404}
