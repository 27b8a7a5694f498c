"""Quotas on a run: refused where nothing could keep them, kept exactly, explained and shown."""

import pytest

from matching import proof, queries, services, words
from matching.changes.models import Act
from matching.changes.offers import offers_of
from matching.changes.pages import place
from matching.changes.services import apply, preview, undo
from matching.changes.state import changes_of, fingerprint, state_of
from matching.decisions import CannotDecide
from matching.models import Match, MatchingRun, Unmatched
from matching.quotas.limits import Limit, limits_of
from matching.solving import perform
from mentoring.jobs import running
from tests.factories.organizations import CompanyFactory
from tests.factories.participants import ParticipantFactory
from tests.factories.programs import ProgramFactory, SponsorshipFactory
from tests.matching.pools import NEEDS, finished_run, make_pool
from tests.matching.test_pages import address


@pytest.fixture
def scarce(organization):
    """``(program, company)``: one place, two mentees, the first the better match; two sponsors."""
    program = ProgramFactory()
    ada, bose = CompanyFactory(name="Ada AB"), CompanyFactory(name="Bose BV")
    for company in (ada, bose):
        SponsorshipFactory(program=program, company=company)
    best = ParticipantFactory(program=program, competencies=NEEDS, company=ada)
    other = ParticipantFactory(
        program=program, competencies=(NEEDS[0], "building-trust"), company=bose
    )
    ParticipantFactory(
        program=program, mentor=True, competencies=NEEDS, level=5, years_experience=12
    )
    return program, ada, bose, best, other


def matched(run):
    return {match.mentee_id for match in Match.objects.filter(run=run)}


def failed_run(program, **options):
    run = services.start_run(program, by=None, **options)
    running.work(MatchingRun, run.pk, perform, organization_id=run.organization_id)
    return MatchingRun.objects.get(pk=run.pk)


def test_a_run_keeps_its_quotas_and_says_what_they_cost(scarce):
    program, _ada, bose, best, other = scarce
    plain = finished_run(program)
    assert matched(plain) == {best.pk}

    run = finished_run(program, quotas=[Limit(bose.pk, "mentee", 1)])

    assert matched(run) == {other.pk}
    assert run.insight["quotas"]["without"]["total"] == plain.outcome["total"]
    assert run.insight["quotas"]["within"] == run.outcome
    assert run.outcome["total"] < plain.outcome["total"]
    assert "A quota needs this match" in words.loss(run.matches.get().veto_matches, 0)


def test_the_quotas_are_part_of_what_was_proven(scarce):
    program, _ada, bose, *_ = scarce
    plain = finished_run(program)
    run = finished_run(program, quotas=[Limit(bose.pk, "mentee", 1)])

    problem = proof.problem_of(run)
    assert [(q.sponsor, q.side.value, q.least) for q in problem.quotas] == [
        (str(bose.pk), "mentee", 1)
    ]
    assert run.problem_digest != plain.problem_digest
    proof.check(run, list(run.matches.all()))
    run.claim["quota_prices"] = [price - 1 for price in run.claim["quota_prices"]]
    with pytest.raises(proof.NotProven):
        proof.check(run, list(run.matches.all()))


def test_who_is_left_by_a_quota_is_told_so(scarce, coordinator_client):
    program, ada, _bose, best, _other = scarce
    ParticipantFactory(
        program=program, mentor=True, competencies=NEEDS, level=5, years_experience=12
    )
    run = finished_run(program, quotas=[Limit(ada.pk, "mentee", 0, 0)])

    why = Unmatched.objects.get(run=run, participant=best).why
    assert why == {"kind": "quotas", "quotas": [[str(ada.pk), "mentee", 0, 0]]}
    page = coordinator_client.get(address("nobody", run)).text
    assert "a quota stands before them" in page
    assert "At most 0 mentees of Ada AB" in page


def test_quotas_that_cannot_hold_together_end_the_run_by_name_and_write_nothing(scarce):
    program, ada, bose, *_ = scarce
    run = failed_run(program, quotas=[Limit(ada.pk, "mentee", 1), Limit(bose.pk, "mentee", 0)])
    assert run.status == "done"
    far = CompanyFactory(name="Curie Co")
    SponsorshipFactory(program=program, company=far)
    ParticipantFactory(program=program, competencies=NEEDS, company=far, languages=["mt"])
    ParticipantFactory(program=program, mentor=True, competencies=NEEDS, level=5)

    run = failed_run(program, quotas=[Limit(far.pk, "mentee", 1)])

    assert run.status == "failed"
    assert "This quota cannot hold" in run.error
    assert "At least 1 mentee of Curie Co. At most 0 are possible here." in run.error
    assert not Match.objects.filter(run=run).exists()
    assert not Unmatched.objects.filter(run=run).exists()


@pytest.mark.parametrize(
    ("least", "most", "told"),
    [
        (2, None, "Bose BV: at least 2 mentees cannot be matched, as only 1 waits."),
        (1, 0, "no number is both"),
        (-1, None, "a number from 0 to 2000"),
    ],
)
def test_what_nothing_could_keep_is_refused_before_a_run(scarce, least, most, told):
    program, _ada, bose, *_ = scarce
    with pytest.raises(CannotDecide, match=told):
        services.start_run(program, by=None, quotas=[Limit(bose.pk, "mentee", least, most)])
    assert not MatchingRun.objects.exists()


def test_least_numbers_that_exceed_the_places_are_refused(scarce):
    program, ada, bose, *_ = scarce
    quotas = [Limit(ada.pk, "mentee", 1), Limit(bose.pk, "mentee", 1)]
    with pytest.raises(CannotDecide, match="add up to 2; there are 1 places"):
        services.start_run(program, by=None, quotas=quotas)


def test_another_programs_sponsor_has_no_quota(scarce):
    program, *_ = scarce
    with pytest.raises(CannotDecide, match="does not sponsor this program"):
        services.start_run(program, by=None, quotas=[Limit(CompanyFactory().pk, "mentee", 0, 1)])


def test_a_run_that_holds_the_rest_keeps_the_quotas_of_the_last(scarce):
    program, _ada, bose, _best, other = scarce
    finished_run(program, quotas=[Limit(bose.pk, "mentee", 1)])
    run = finished_run(program, holds=True)
    assert limits_of(run) == [Limit(bose.pk, "mentee", 1, None)]
    assert matched(run) == {other.pk}
    assert limits_of(finished_run(program)) == []


def test_the_floor_gives_way_to_quotas(scarce):
    program, _ada, bose, _best, other = scarce
    run = finished_run(program, floor=10_000, quotas=[Limit(bose.pk, "mentee", 1)])
    assert matched(run) == {other.pk}
    assert run.insight["floor"] == run.outcome["worst"]


def test_a_sponsor_who_left_takes_its_quota_along(scarce):
    program, _ada, bose, *_ = scarce
    finished_run(program, quotas=[Limit(bose.pk, "mentee", 1)])
    program.sponsorships.filter(company=bose).delete()
    run = finished_run(program, holds=True)
    assert limits_of(run) == []


@pytest.fixture
def two_places(organization, coordinator):
    """Two mentees of one sponsor and one of another, two mentors; at most one of the first."""
    program, mentees, mentors = make_pool(2, 2, company=CompanyFactory(name="Ada AB"))
    SponsorshipFactory(program=program, company=mentees[0].company)
    other = ParticipantFactory(program=program, competencies=NEEDS)
    limit = Limit(mentees[0].company_id, "mentee", 0, 1)
    return finished_run(program, quotas=[limit]), mentees, other, mentors


def test_what_a_choice_costs_within_quotas_is_a_run_with_it(two_places):
    run, _mentees, other, mentors = two_places
    state = state_of(run)
    offers = {offer.mentor: offer for offer in offers_of(state, str(other.pk))}
    theirs = state.mentor_of[str(other.pk)]
    another = next(str(row.pk) for row in mentors if str(row.pk) != theirs)

    assert offers[another].seen == ""
    effect = preview(state, Act.CHOOSE, str(other.pk), another)
    assert (effect.cost.matches, effect.cost.points) == (
        offers[another].loss.matches,
        offers[another].loss.points,
    )
    assert effect.after.matched == 2


def test_a_change_keeps_the_quotas_and_is_proven(two_places, coordinator):
    run, _mentees, other, mentors = two_places
    state = state_of(run)
    theirs = state.mentor_of[str(other.pk)]
    another = next(str(row.pk) for row in mentors if str(row.pk) != theirs)
    effect = preview(state, Act.CHOOSE, str(other.pk), another)

    apply(
        run,
        Act.CHOOSE,
        str(other.pk),
        another,
        seen=fingerprint(effect.cost, effect.moves),
        by=coordinator,
    )

    assert str(Match.objects.get(run=run, mentee=other).mentor_id) == another
    proof.check(MatchingRun.objects.get(pk=run.pk), list(run.matches.all()), list(changes_of(run)))
    undo(run, 1, by=coordinator)
    assert str(Match.objects.get(run=run, mentee=other).mentor_id) == theirs


def test_a_change_that_would_break_a_quota_is_refused_by_name(two_places, coordinator):
    run, mentees, other, _mentors = two_places
    pair = Match.objects.get(run=run, mentee__in=mentees)
    services.approve(pair, by=coordinator)
    alone = next(row for row in mentees if row.pk != pair.mentee_id)
    theirs = Match.objects.get(run=run, mentee=other).mentor_id
    with pytest.raises(CannotDecide, match="at most 1 mentee of Ada AB"):
        preview(state_of(run), Act.CHOOSE, str(alone.pk), str(theirs))
    asked = {"act": "", "other": "", "why": "", "swap": ""}
    run = queries.run_or_404(run.program.slug, run.number, with_blobs=True)
    assert place(run, alone.pk, asked)["options"] == []


def test_the_form_starts_with_the_quotas_of_the_last_run(scarce, coordinator_client):
    program, _ada, bose, *_ = scarce
    field = f"quota-{bose.pk}-mentee-least"
    sent = coordinator_client.post(address("start", program), {"quota-asked": "on", field: "1"})
    assert sent.status_code == 302
    run = MatchingRun.objects.get()
    assert limits_of(run) == [Limit(bose.pk, "mentee", 1, None)]
    page = coordinator_client.get(address("home", program)).text
    running.cancel(run)
    page = coordinator_client.get(address("home", program)).text
    assert f'name="{field}" value="1"' in page


@pytest.mark.parametrize("sent", ["-1", "99999", "one", "1e3"])
def test_nonsense_in_the_form_is_told_at_its_field(scarce, coordinator_client, sent):
    program, _ada, bose, *_ = scarce
    data = {"quota-asked": "on", f"quota-{bose.pk}-mentee-most": sent}
    page = coordinator_client.post(address("start", program), data)
    assert page.status_code == 422
    assert "field__error" in page.text
    assert not MatchingRun.objects.exists()


def test_impossible_quotas_are_told_at_the_form_and_keep_what_was_typed(scarce, coordinator_client):
    program, _ada, bose, *_ = scarce
    data = {"quota-asked": "on", f"quota-{bose.pk}-mentee-least": "7"}
    page = coordinator_client.post(address("start", program), data)
    assert page.status_code == 422
    assert "Bose BV: at least 7 mentees cannot be matched, as only 1 waits." in page.text
    assert 'value="7"' in page.text


def test_the_run_shows_its_quotas_and_their_cost(scarce, coordinator_client):
    program, _ada, bose, *_ = scarce
    run = finished_run(program, quotas=[Limit(bose.pk, "mentee", 1)])
    page = coordinator_client.get(address("run", run)).text
    assert "Its quotas cost" in page
    assert "This run without its quotas" in page
    summary = coordinator_client.get(address("summary", run)).text
    assert "At least 1 mentee of Bose BV" in summary
