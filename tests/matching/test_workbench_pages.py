"""Pages of the workbench: changes with what they cost, pins, sliders, runs, and who sees them."""

import pytest

from matching import announcing, services
from matching.changes.models import Change
from matching.models import MatchingRun
from matching.queries import matches_of
from matching.rulings.models import Ruling
from organizations.roles import Role
from participants.models import Participant
from tests.dashboard.statements import MOST, statements
from tests.factories.organizations import CompanyFactory, MembershipFactory
from tests.factories.programs import ProgramFactory, SponsorshipFactory
from tests.matching.pools import finished_run, make_pool
from tests.matching.test_pages import address, told


@pytest.fixture
def run(organization):
    program, *_ = make_pool(3, 5)
    return finished_run(program)


@pytest.fixture
def match(run):
    return matches_of(run).first()


def place(run, participant_id):
    return address("place", run, participant_id=participant_id)


def choices(browser, match):
    """The choices that the match's page offers, by mentor."""
    page = browser.get(address("match", match.run, match_id=match.pk))
    return {option.mentor.pk: option.choice for option in page.context["detail"].options}


def test_one_press_chooses_another_mentor_and_one_takes_it_back(coordinator_client, match):
    mentor, choice = next(iter(choices(coordinator_client, match).items()))
    page = coordinator_client.post(
        place(match.run, match.mentee_id), {"choice": choice}, follow=True
    )
    assert "Chosen" in told(page)[0]
    assert page.context["detail"].match.mentor_id == mentor
    assert page.context["is_pinned"]
    assert "Undo “" in page.text
    page = coordinator_client.post(address("undo", match.run, change=1), follow=True)
    assert told(page) == ["Undone. Everybody is placed as before."]
    assert page.context["detail"].match.mentor_id == match.mentor_id
    page = coordinator_client.post(address("undo", match.run, change=1), follow=True)
    assert "Only the last change" in told(page)[0]


def test_what_was_shown_before_somebody_else_decided_is_not_done(
    coordinator_client, match, coordinator
):
    one, other, *_ = matches_of(match.run)
    choice = choices(coordinator_client, one)[other.mentor_id]
    services.approve(other, by=coordinator)
    page = coordinator_client.post(place(match.run, one.mentee_id), {"choice": choice}, follow=True)
    assert other.mentor.person.name in told(page)[0]
    assert Change.objects.count() == 0


@pytest.mark.parametrize(
    "choice", ["", "choose", "eat:x:y", "choose:" + "0" * 36 + ":zz", "x" * 999]
)
def test_a_choice_that_no_button_says_changes_nothing(coordinator_client, match, choice):
    url = place(match.run, match.mentee_id)
    page = coordinator_client.post(url, {"choice": choice}, follow=True)
    assert "one of the buttons" in told(page)[0]
    assert Change.objects.count() == 0


def test_a_veto_shows_its_cost_first_and_wants_a_reason(coordinator_client, match):
    url = place(match.run, match.mentee_id)
    page = coordinator_client.get(url, {"act": "veto", "other": match.mentor_id})
    effect = page.context["effect"]
    assert match.mentor.person.name in effect.title
    assert len(effect.moves) >= 1
    page = coordinator_client.post(url, {"choice": effect.choice}, follow=True)
    assert "Say why" in told(page)[0]
    answer = {"choice": effect.choice, "reason": "They are neighbors."}
    page = coordinator_client.post(url, answer, follow=True)
    assert "Vetoed" in told(page)[0]
    rulings = coordinator_client.get(address("rulings", match.run.program))
    assert "They are neighbors." in rulings.text


def test_why_not_tells_the_cost_or_every_rule(coordinator_client, organization):
    program, (mentee,), (one, other) = make_pool(1, 2)
    Participant.objects.filter(pk=other.pk).update(languages=["fr"])
    run = finished_run(program)
    page = coordinator_client.get(place(run, mentee.pk), {"why": other.person.name})
    [answer] = page.context["answers"]
    assert answer.against == ["no common language"]
    rules = address("rules", run, participant_id=mentee.pk, mentor_id=other.pk)
    assert "speaks French" in coordinator_client.get(rules).text
    rules = address("rules", run, participant_id=mentee.pk, mentor_id=one.pk)
    part = coordinator_client.get(rules, headers={"HX-Request": "true"})
    assert "<html" not in part.text
    assert "Common language: English" in part.text
    page = coordinator_client.get(place(run, mentee.pk), {"why": "nobody like this"})
    assert "No mentor of this run has that name" in page.text


def test_somebody_without_a_match_can_be_placed(coordinator_client, organization):
    program, *_ = make_pool(2, 1)
    run = finished_run(program)
    waiting = run.unmatched.get().participant
    nobody = coordinator_client.get(address("nobody", run))
    assert place(run, waiting.pk) in nobody.text
    page = coordinator_client.get(place(run, waiting.pk))
    assert "compete for 1 place" in page.text
    assert "would have nobody" in page.text


def test_a_stranger_to_the_run_is_not_there(coordinator_client, run):
    _, (stranger,), _ = make_pool(1, 1)
    assert coordinator_client.get(place(run, stranger.pk)).status_code == 404


def test_taking_back_from_the_match_and_from_the_run(coordinator_client, run, coordinator):
    services.approve_many(list(matches_of(run)), by=coordinator)
    announcing.announce(run, by=coordinator)
    match = matches_of(run).first()
    url = address("take-back", run, match_id=match.pk)
    page = coordinator_client.post(url, follow=True)
    assert "the place is free again" in told(page)[0]
    assert "already" in told(coordinator_client.post(url, follow=True))[0]
    summary = coordinator_client.get(address("summary", run))
    assert summary.context["unanswered"] == 2
    page = coordinator_client.post(address("take-back-all", run), follow=True)
    assert told(page) == ["2 matches are taken back."]


def test_pins_are_made_refused_at_the_form_and_lifted(coordinator_client, organization):
    program, (mentee, _), (mentor, *_) = make_pool(2, 3)
    url = address("rulings", program)
    asked = {"kind": "pin", "mentee": mentee.pk, "mentor": mentor.pk}
    page = coordinator_client.post(url, asked, follow=True)
    assert "Every run from now on follows it" in told(page)[0]
    page = coordinator_client.post(url, asked)
    assert page.status_code == 422
    assert "pinned already" in page.text
    page = coordinator_client.post(url, asked | {"kind": "veto"})
    assert "Say why these two" in page.text
    for nonsense in ({}, asked | {"mentee": mentor.pk}, asked | {"kind": "marry"}):
        assert coordinator_client.post(url, nonsense).status_code == 422
    ruling = Ruling.objects.get()
    page = coordinator_client.post(address("lift", program, ruling_id=ruling.pk), follow=True)
    assert "Nothing is pinned" in page.text


def test_sliders_show_their_effect_before_anything_is_saved(coordinator_client, organization):
    program, *_ = make_pool(3, 4)
    url = address("tuning-effect", program)
    part = coordinator_client.get(url, {"weight_needs": "100", "floor": "10000"})
    assert "<html" not in part.text
    tuned = part.context["tuned"]
    assert (tuned.after.matched, tuned.asked) == (3, 10_000)
    assert tuned.floor == tuned.highest == tuned.after.worst
    assert "must be 100 before they can be saved" in part.text
    program.refresh_from_db()
    assert program.weight_needs == 40
    assert MatchingRun.objects.count() == 0


@pytest.mark.parametrize(
    "asked", [{"weight_needs": "many"}, {"floor": "-1"}, {"weight_path": "1e9"}, {"floor": "٣"}]
)
def test_sliders_that_cannot_be_read_are_said(coordinator_client, organization, asked):
    program, *_ = make_pool(1, 1)
    answer = coordinator_client.get(address("tuning-effect", program), asked)
    assert answer.status_code == 200
    assert ("cannot be read" in answer.text) == (asked != {"floor": "٣"})


def test_saving_sliders_keeps_them_and_starts_a_run(coordinator_client, organization):
    program, *_ = make_pool(2, 2)
    wanted = {"weight_needs": 50, "weight_path": 5, "floor": 100, "start": "1"}
    page = coordinator_client.post(address("tuning-save", program), wanted, follow=True)
    assert "Cancel the run" in page.text
    program.refresh_from_db()
    assert (program.weight_needs, program.weight_path) == (50, 5)
    assert MatchingRun.objects.get().floor == 100
    page = coordinator_client.post(address("tuning-save", program), {"weight_needs": 90})
    assert page.status_code == 422


def test_runs_say_who_and_two_are_compared(coordinator_client, organization, coordinator):
    program, *_ = make_pool(2, 4)
    first = finished_run(program, by=coordinator)
    match = matches_of(first).first()
    services.reject(match, by=coordinator)
    second = finished_run(program, by=coordinator)
    page = coordinator_client.get(address("runs", program))
    assert coordinator.name in page.text
    assert "Compare with run 1" in page.text
    page = coordinator_client.get(address("compare", second, other=first.number))
    moved = {row.mentee.pk: row for row in page.context["groups"]["moved"]}
    assert moved[match.mentee_id].before.pk == match.mentor_id
    assert moved[match.mentee_id].after.pk != match.mentor_id
    assert page.context["kept"] + len(moved) == 2
    assert "No run yet" in coordinator_client.get(address("runs", ProgramFactory())).text


def test_a_run_that_failed_can_be_started_again(coordinator_client, organization, settle):
    program = ProgramFactory()
    run = services.start_run(program, by=None, floor=7)
    settle()
    assert "Start again" in coordinator_client.get(address("run", run)).text
    make_pool(1, 1, program=program)
    coordinator_client.post(address("again", run))
    assert MatchingRun.objects.get(number=2).floor == 7


def pages_of(run, match):
    return [
        address("run", run),
        address("match", run, match_id=match.pk),
        place(run, match.mentee_id),
        address("summary", run),
        address("runs", run.program),
        address("compare", run, other=run.number),
        address("rulings", run.program),
        address("tuning", run.program),
    ]


@pytest.mark.parametrize("page", range(8))
def test_statements_do_not_grow_with_the_rows(coordinator_client, coordinator, organization, page):
    counts = []
    for size in (1, 3):
        program, *_ = make_pool(size, size + 2)
        for _ in range(size):
            SponsorshipFactory(program=program)
        run = finished_run(program, by=coordinator)
        url = pages_of(run, matches_of(run).first())[page]
        coordinator_client.get(url)  # what a process reads once
        counts.append(len(statements(coordinator_client, url)))
    assert counts[0] == counts[1] <= MOST


@pytest.mark.parametrize("role", [Role.HR, Role.PARTICIPANT])
def test_nobody_but_staff_reads_them(client_for, run, match, role):
    whose = {"company": CompanyFactory()} if role == Role.HR else {"person": match.mentee.person}
    browser = client_for(MembershipFactory(role=role, **whose))
    for url in pages_of(run, match):
        assert browser.get(url).status_code in (403, 404)


def test_a_match_that_somebody_changed_meanwhile_is_not_approved_unseen(coordinator_client, match):
    before = match.mentor_id
    choice = next(iter(choices(coordinator_client, match).values()))
    coordinator_client.post(place(match.run, match.mentee_id), {"choice": choice})
    url = address("decide", match.run, match_id=match.pk)
    page = coordinator_client.post(url, {"action": "approve", "mentor": before}, follow=True)
    assert "changed this match meanwhile" in told(page)[-1]
    match.refresh_from_db()
    assert match.decision == "proposed"


def test_weights_can_be_moved_while_there_is_nobody(coordinator_client, organization):
    program = ProgramFactory()

    assert "Nobody" in coordinator_client.get(address("tuning", program)).text
