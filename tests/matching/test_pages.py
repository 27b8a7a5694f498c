"""Pages of matching: what they show, what they change, and to whom they exist."""

import pytest
from django.urls import reverse

from matching import announcing, bench, services
from matching.models import Match, MatchingRun
from matching.queries import matches_of
from organizations.roles import Role
from partnerships.services import withdraw
from tests.dashboard.statements import MOST, statements
from tests.factories.organizations import CompanyFactory, MembershipFactory
from tests.factories.participants import ParticipantFactory
from tests.factories.programs import ProgramFactory
from tests.matching.pools import finished_run, make_pool
from tests.surroundings import inside


def address(name, run_or_program, **more):
    program = getattr(run_or_program, "program", run_or_program)
    slugs = {"organization": program.organization.slug, "program": program.slug}
    if program is not run_or_program:
        slugs["number"] = run_or_program.number
    return reverse(f"matching:{name}", kwargs={**slugs, **more})


@pytest.fixture
def run(organization):
    program, *_ = make_pool(3, 5)
    return finished_run(program)


@pytest.fixture
def match(run):
    return matches_of(run).first()


def told(response):
    return [str(message) for message in response.context["messages"]]


def test_home_of_an_empty_program_says_what_to_do(coordinator_client, organization):
    page = coordinator_client.get(address("home", ProgramFactory()))
    assert "No mentee can be matched yet" in page.text
    assert "Start the run" not in page.text


def test_home_counts_who_can_be_matched_and_names_who_cannot(coordinator_client, organization):
    program, *_ = make_pool(2, 3)
    silent = ParticipantFactory(program=program, languages=[])
    page = coordinator_client.get(address("home", program))
    assert "2 of 3 waiting mentees can be matched, with 3 free places at 3 mentors" in page.text
    assert silent.person.name in page.text
    assert "languages" in page.text


def test_home_says_how_many_places_are_short(coordinator_client, organization):
    program, *_ = make_pool(3, 1)
    assert "at least 2 mentees" in coordinator_client.get(address("home", program)).text


def test_home_without_a_free_place(coordinator_client, organization):
    program, *_ = make_pool(1, 0)
    assert "No mentor has a free place" in coordinator_client.get(address("home", program)).text


def test_starting_leads_to_the_progress_and_twice_is_refused(coordinator_client, organization):
    program, *_ = make_pool()
    first = coordinator_client.post(address("start", program), {"floor": "100"}, follow=True)
    assert "Cancel the run" in first.text
    assert MatchingRun.objects.get().floor == 100
    second = coordinator_client.post(address("start", program), follow=True)
    assert "at work already" in told(second)[0]
    assert MatchingRun.objects.count() == 1


@pytest.mark.parametrize("floor", ["-1", "10001", "many", "1e3"])
def test_a_bad_floor_is_told_at_the_field(coordinator_client, organization, floor):
    program, *_ = make_pool()
    page = coordinator_client.post(address("start", program), {"floor": floor})
    assert page.status_code == 422
    assert page.context["form"].errors["floor"]
    assert MatchingRun.objects.count() == 0


def test_progress_is_the_part_alone_and_ends_with_a_refresh(coordinator_client, organization):
    program, *_ = make_pool()
    run = services.start_run(program, by=None)
    part = coordinator_client.get(address("progress", run))
    assert "<html" not in part.text
    assert "hx-get" in part.text
    assert "HX-Refresh" not in part.headers
    services.cancel_run(run, by=None)
    part = coordinator_client.get(address("progress", run))
    assert part.headers["HX-Refresh"] == "true"
    assert "hx-get" not in part.text


def test_cancelling_from_the_page(coordinator_client, organization):
    program, *_ = make_pool()
    run = services.start_run(program, by=None)
    page = coordinator_client.post(address("cancel", run), follow=True)
    assert told(page) == ["Run 1 is cancelled."]
    page = coordinator_client.post(address("cancel", run), follow=True)
    assert "over already" in told(page)[0]


def test_a_failed_run_says_why(coordinator_client, organization, settle):
    run = services.start_run(ProgramFactory(), by=None)
    settle()
    assert "No mentee with a complete profile" in coordinator_client.get(address("run", run)).text


def test_the_workbench_shows_every_match_and_the_baseline(coordinator_client, run):
    page = coordinator_client.get(address("run", run))
    assert "All 3 mentees have a match" in page.text
    for match in matches_of(run):
        assert match.mentee.person.name in page.text
        assert match.mentor.person.name in page.text
    assert "certificate checked" in page.text


def test_filters_are_in_the_address(coordinator_client, run, coordinator):
    one, other, _ = matches_of(run)
    services.approve(one, by=coordinator)
    page = coordinator_client.get(address("run", run), {"show": "approved"})
    assert [row.match.pk for row in page.context["bench"].rows] == [one.pk]
    assert "?show=approved" in page.text
    page = coordinator_client.get(address("run", run), {"q": other.mentor.company.name.upper()})
    assert [row.match.pk for row in page.context["bench"].rows] == [other.pk]
    page = coordinator_client.get(address("run", run), {"q": "nobody like this"})
    assert "No match fits this filter" in page.text
    page = coordinator_client.get(address("run", run), {"show": "nonsense"})
    assert len(page.context["bench"].rows) == 3


def test_one_match_shows_parts_reasons_profiles_and_costs(coordinator_client, match):
    page = coordinator_client.get(address("match", match.run, match_id=match.pk))
    detail = page.context["detail"]
    assert sum(part.points for part in detail.parts) == match.score
    assert sum(part.most for part in detail.parts) == 10_000
    assert detail.reasons_for
    assert {option.mentor.pk for option in detail.options} == {
        row.pk for row in detail.match.run.program.participants.filter(side="mentor")
    } - {match.mentor_id}
    for text in (match.mentee.story, match.mentor.company.name, "All hard rules passed"):
        assert text in page.text


def test_approving_from_the_page_goes_on_to_the_next(coordinator_client, match):
    first, second = (option["mentor"] for option in match.options[:2])
    page = coordinator_client.post(
        address("decide", match.run, match_id=match.pk),
        {"action": "approve", "first": first, "second": second},
        follow=True,
    )
    match.refresh_from_db()
    assert match.decision == "approved"
    assert [str(row.mentor_id) for row in match.alternates.all()] == [first, second]
    assert page.context["detail"].match.pk != match.pk
    assert "is approved" in told(page)[0]


def test_deciding_goes_on_within_the_band(coordinator_client, run):
    Match.objects.filter(run=run).update(band="close")
    weakest, middle, best = run.matches.order_by("score", "pk")
    Match.objects.filter(pk=best.pk).update(band="good")
    reached = []
    for match in (middle, weakest):
        url = address("decide", run, match_id=match.pk) + "?show=proposed"
        answer = coordinator_client.post(url, {"action": "approve"})
        reached.append(answer.headers["Location"])
    assert str(weakest.pk) in reached[0]
    assert str(best.pk) in reached[1]
    assert reached[1].endswith("?show=proposed")


def test_a_page_shows_some_of_the_matches_and_counts_all(coordinator_client, run, monkeypatch):
    monkeypatch.setattr(bench, "PAGE", 2)
    first = coordinator_client.get(address("run", run))
    second = coordinator_client.get(address("run", run), {"page": "2"})
    shown = [row.match.pk for page in (first, second) for row in page.context["bench"].rows]
    assert len(first.context["bench"].rows) == 2
    assert set(shown) == set(run.matches.values_list("pk", flat=True))
    assert first.context["bench"].counts["proposed"] == 3
    one = coordinator_client.get(address("match", run, match_id=shown[2]))
    assert [row.match.pk for row in one.context["bench"].rows] == [shown[2]]
    assert str(shown[1]) in one.context["bench"].previous


def test_reject_and_decide_again(coordinator_client, match):
    url = address("decide", match.run, match_id=match.pk)
    coordinator_client.post(url, {"action": "reject"})
    match.refresh_from_db()
    assert match.decision == "rejected"
    page = coordinator_client.post(url, {"action": "reopen"}, follow=True)
    assert page.context["detail"].match.pk == match.pk
    match.refresh_from_db()
    assert match.decision == "proposed"


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"action": "destroy"},
        {"action": "approve", "first": "nobody"},
        {"action": "approve", "first": "same", "second": "same"},
    ],
)
def test_a_bad_decision_changes_nothing(coordinator_client, match, data):
    option = match.options[0]["mentor"]
    data = {key: option if value == "same" else value for key, value in data.items()}
    page = coordinator_client.post(
        address("decide", match.run, match_id=match.pk), data, follow=True
    )
    match.refresh_from_db()
    assert (match.decision, len(told(page))) == ("proposed", 1)


def test_approving_the_sure_ones(coordinator_client, run):
    Match.objects.filter(run=run).update(band="good")
    sure = run.matches.order_by("pk").first()
    Match.objects.filter(pk=sure.pk).update(band="sure")
    page = coordinator_client.post(address("approve-sure", run), {"alternates": "1"}, follow=True)
    assert told(page) == ["1 match is approved."]
    assert run.matches.get(decision="approved").alternates.count() == 1
    page = coordinator_client.post(address("approve-sure", run), {"alternates": "7"}, follow=True)
    assert "none, one or two" in told(page)[0]


def test_after_a_withdrawal_the_next_alternate_is_shown(
    coordinator_client, run, coordinator, settle
):
    services.approve_many(list(matches_of(run)), by=coordinator, alternates=2)
    announcing.announce(run, by=coordinator)
    match = matches_of(run).first()
    withdraw(match.partnership, by=coordinator)
    settle()
    page = coordinator_client.get(address("run", run))
    assert "alternate 1: waiting for both" in page.text


def test_back_in_the_pool_is_shown_at_home(coordinator_client, run, coordinator):
    services.approve_many(list(matches_of(run)), by=coordinator)
    announcing.announce(run, by=coordinator)
    match = matches_of(run).first()
    withdraw(match.partnership, by=coordinator)
    page = coordinator_client.get(address("home", run.program))
    assert "Back in the pool" in page.text
    assert match.mentee.person.name in page.text


def test_an_older_run_can_be_read_but_not_decided(coordinator_client, run, match):
    finished_run(run.program)
    page = coordinator_client.get(address("match", run, match_id=match.pk))
    assert "Run 2 is newer" in page.text
    assert 'value="approve"' not in page.text
    page = coordinator_client.post(
        address("decide", run, match_id=match.pk), {"action": "approve"}, follow=True
    )
    assert "Run 2 is newer" in told(page)[0]


def test_nobody_yet_in_words(coordinator_client, organization):
    program, *_ = make_pool(3, 1)
    lonely = ParticipantFactory(program=program, languages=["fi"], competencies=["public-speaking"])
    silent = ParticipantFactory(program=program, time_zone="")
    page = coordinator_client.get(address("nobody", finished_run(program)))
    assert "for 4 mentees" in page.text
    assert "3 mentees compete for 1 place" in page.text
    for row in (lonely, silent):
        assert row.person.name in page.text
    assert "no common language" in page.text
    assert "Missing: time zone" in page.text


def test_nobody_yet_when_everybody_has_a_match(coordinator_client, run):
    assert "Everybody has a match" in coordinator_client.get(address("nobody", run)).text


def pages(run):
    match = run.matches.order_by("pk").first()
    return [
        address("home", run.program),
        address("run", run),
        address("match", run, match_id=match.pk),
        address("nobody", run),
        address("announce", run),
    ]


@pytest.mark.parametrize("page", range(5))
def test_statements_do_not_grow_with_the_rows(coordinator_client, coordinator, organization, page):
    counts = []
    for size in (1, 3):
        program, *_ = make_pool(size, size + 2)
        ParticipantFactory.create_batch(size, program=program, languages=[])
        run = finished_run(program)
        services.approve_many(list(matches_of(run)), by=coordinator, alternates=2)
        counts.append(len(statements(coordinator_client, pages(run)[page])))
    assert counts[0] == counts[1] <= MOST


def test_pages_do_not_exist_for_another_organization(client_for, run, other_organization):
    with inside(other_organization):
        stranger = MembershipFactory()
    browser = client_for(stranger)
    for url in pages(run):
        assert browser.get(url).status_code == 404
        assert browser.post(url).status_code in (404, 405)


def test_rows_of_another_organization_do_not_exist_in_ours(
    coordinator_client, run, other_organization
):
    with inside(other_organization):
        theirs = finished_run(make_pool(1, 1)[0])
        their_match = theirs.matches.get()
    assert coordinator_client.get(address("home", run.program)).status_code == 200
    ours = address("match", run, match_id=their_match.pk)
    assert coordinator_client.get(ours).status_code == 404
    url = address("decide", run, match_id=their_match.pk)
    assert coordinator_client.post(url, {"action": "approve"}).status_code == 404


def test_a_match_of_another_run_does_not_exist_in_this_one(coordinator_client, run, organization):
    other = finished_run(make_pool(1, 1)[0])
    url = address("match", run, match_id=other.matches.get().pk)
    assert coordinator_client.get(url).status_code == 404


@pytest.mark.parametrize("role", [Role.HR, Role.PARTICIPANT])
def test_others_of_the_organization_are_refused(client_for, run, role):
    more = {"company": CompanyFactory()} if role == Role.HR else {}
    if role == Role.PARTICIPANT:
        more = {"person": run.program.participants.first().person}
    browser = client_for(MembershipFactory(role=role, **more))
    for url in pages(run):
        assert browser.get(url).status_code == 403


def test_an_unknown_run_does_not_exist(coordinator_client, run):
    for name in ("run", "progress", "nobody", "announce"):
        url = address(name, run).replace("/runs/1/", "/runs/99/")
        assert coordinator_client.get(url).status_code == 404
