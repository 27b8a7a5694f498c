"""The page of announcing: what it would do, the run at work, what it did, and what stopped it."""

import pytest
from django.utils import timezone

from matching import announcing, services
from matching.models import AnnouncementRun, MatchingRun
from matching.queries import matches_of
from mentoring.jobs import progress
from mentoring.tenancy.keys import uuid7
from partnerships.models import Partnership
from partnerships.services import withdraw
from tests.dashboard.statements import MOST, statements
from tests.factories.participants import ParticipantFactory
from tests.factories.partnerships import make_partnership
from tests.factories.programs import ProgramFactory
from tests.matching.pools import finished_run, make_pool
from tests.matching.test_pages import address, told


@pytest.fixture
def run(organization, coordinator):
    """A finished run of three mentees, all approved."""
    program, *_ = make_pool(3, 5)
    run = finished_run(program)
    services.approve_many(list(matches_of(run)), by=coordinator, alternates=2)
    return run


def test_the_confirmation_says_what_happens_and_a_worker_does_it(coordinator_client, run, settle):
    page = coordinator_client.get(address("announce", run))
    assert "Announce 3 matches?" in page.text
    assert "Every match has at least one alternate." in page.text
    page = coordinator_client.post(address("announce", run), follow=True)
    assert "Announcing 3 matches" in page.text
    assert "hx-get" in page.text
    assert Partnership.objects.count() == 0
    settle()
    page = coordinator_client.get(address("announce", run))
    assert "3 matches are announced. Everybody has mail." in page.text
    assert "Everything approved is announced" in page.text
    assert Partnership.objects.count() == 3
    page = coordinator_client.post(address("announce", run), follow=True)
    assert told(page) == ["There was nothing left to announce."]


def test_the_sentence_about_alternates_leaves_out_what_is_nought(
    coordinator_client, run, coordinator
):
    one, other, _ = matches_of(run)
    services.approve(one, by=coordinator)
    services.approve(other, by=coordinator)
    page = coordinator_client.get(address("announce", run))
    assert "Matches: 1 with two alternates, 2 with no alternate." in page.text


def test_clicking_twice_is_one_announcement(coordinator_client, run, settle):
    for _ in range(2):
        coordinator_client.post(address("announce", run))
    settle()
    assert AnnouncementRun.objects.count() == 1
    assert Partnership.objects.count() == 3


def test_the_progress_is_a_part_and_ends_with_a_refresh(coordinator_client, run, settle):
    assert coordinator_client.get(address("announce-progress", run)).status_code == 404
    coordinator_client.post(address("announce", run))
    progress.report(AnnouncementRun.objects.get().pk, 2, 3, "Matches")
    part = coordinator_client.get(address("announce-progress", run))
    assert "<html" not in part.text
    assert "2 of 3" in part.text
    assert "HX-Refresh" not in part.headers
    settle()
    part = coordinator_client.get(address("announce-progress", run))
    assert part.headers["HX-Refresh"] == "true"


@pytest.mark.parametrize(
    ("down", "said"),
    [
        ("broker_is_up", "queue for background work does not answer"),
        ("worker_is_up", "No worker has been heard of"),
    ],
)
def test_who_waits_is_told_what_is_down(coordinator_client, run, monkeypatch, down, said):
    monkeypatch.setattr(progress, "broker_is_up", lambda: True)
    monkeypatch.setattr(progress, "worker_is_up", lambda: True)
    coordinator_client.post(address("announce", run))
    assert said not in coordinator_client.get(address("announce", run)).text
    monkeypatch.setattr(progress, down, lambda: False)
    assert said in coordinator_client.get(address("announce", run)).text


def test_refusals_are_told_by_name_and_stay_on_the_workbench(coordinator_client, run, settle):
    refused = matches_of(run).first()
    refused.mentor.standing = "withdrawn"
    refused.mentor.save()
    coordinator_client.post(address("announce", run))
    settle()
    page = coordinator_client.get(address("announce", run))
    assert "2 matches are announced" in page.text
    assert "1 match could not be announced" in page.text
    assert refused.mentee.person.name in page.text
    page = coordinator_client.get(address("run", run))
    assert "could not be announced" in page.text
    assert "no longer takes part" in page.text


def test_an_altered_certificate_stops_it_and_the_page_says_so(coordinator_client, run, settle):
    MatchingRun.objects.filter(pk=run.pk).update(certificate={**run.certificate, "value": 1})
    coordinator_client.post(address("announce", run))
    settle()
    page = coordinator_client.get(address("announce", run))
    assert "The announcement stopped" in page.text
    assert "certificate of this run does not hold" in page.text
    assert Partnership.objects.count() == 0


def test_who_is_no_coordinator_any_more_announces_nothing(
    coordinator_client, run, coordinator, settle
):
    asked = announcing.ask(run, by=coordinator)
    AnnouncementRun.objects.filter(pk=asked.pk).update(asked_by=uuid7())
    settle()
    asked.refresh_from_db()
    assert (asked.status, Partnership.objects.count()) == ("failed", 0)
    assert "not a coordinator any more" in asked.error


def test_three_deaths_end_it_and_the_rest_can_be_announced(
    coordinator_client, run, coordinator, settle, monkeypatch
):
    monkeypatch.setattr(announcing, "AT_A_TIME", 1)
    asked = announcing.ask(run, by=coordinator)
    announcing.step(asked)
    AnnouncementRun.objects.filter(pk=asked.pk).update(attempts=3, status="running")
    settle()
    page = coordinator_client.get(address("announce", run))
    assert "interrupted three times" in page.text
    assert "1 of 3 matches was announced before" in page.text
    coordinator_client.post(address("announce", run))
    settle()
    assert Partnership.objects.count() == 3


def test_how_many_went_on_to_an_alternate_is_said(coordinator_client, run, coordinator, settle):
    announcing.announce(run, by=coordinator)
    withdraw(matches_of(run).first().partnership, by=coordinator)
    settle()
    page = coordinator_client.get(address("announce", run))
    assert "1 of them has gone on to an alternate since" in page.text


def test_the_workbench_leads_to_an_announcement_at_work(coordinator_client, run):
    coordinator_client.post(address("announce", run))
    page = coordinator_client.get(address("run", run))
    assert "Announcing: see how far it is" in page.text
    assert "Announce 3 approved" not in page.text


def test_no_matching_run_starts_meanwhile(coordinator_client, run, coordinator):
    announcing.ask(run, by=coordinator)
    page = coordinator_client.post(address("start", run.program), follow=True)
    assert "Matches are being announced" in told(page)[0]


def test_somebody_matched_in_another_program_is_named(coordinator_client, run):
    match = matches_of(run).first()
    other = ProgramFactory(name="Bridge North")
    mentee = ParticipantFactory(
        program=other, person=match.mentee.person, company=match.mentee.company
    )
    make_partnership(mentor=ParticipantFactory(program=other, mentor=True), mentee=mentee)
    for page in ("announce", "run"):
        text = coordinator_client.get(address(page, run)).text
        assert text.count("Also matched in Bridge North") == 1
    Partnership.objects.update(status="withdrawn", place=None, ended_at=timezone.now())
    assert (
        "Bridge North"
        not in coordinator_client.get(address("announce", run)).text.split("<main", 1)[1]
    )


def test_the_same_person_on_the_other_side_is_no_warning(coordinator_client, run):
    match = matches_of(run).first()
    other = ProgramFactory(name="Bridge North")
    mentor = ParticipantFactory(
        program=other, mentor=True, person=match.mentee.person, company=match.mentee.company
    )
    make_partnership(mentor=mentor, mentee=ParticipantFactory(program=other))
    assert "Also matched" not in coordinator_client.get(address("announce", run)).text


def test_statements_of_a_finished_announcement(coordinator_client, coordinator, organization):
    counts = []
    for size in (1, 3):
        program, *_ = make_pool(2 * size, 2 * size + 2)
        run = finished_run(program)
        services.approve_many(list(matches_of(run)), by=coordinator, alternates=1)
        for match in list(matches_of(run))[:size]:
            match.mentor.standing = "withdrawn"
            match.mentor.save()
        announcing.announce(run, by=coordinator)
        counts.append(len(statements(coordinator_client, address("announce", run))))
    assert counts[0] == counts[1] <= MOST
