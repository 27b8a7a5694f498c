"""Shortlist rounds: found by a worker, read first, shown, ranked, closed, and used by the run."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from matching import services as runs
from matching.decisions import CannotDecide
from matching.models import Match
from matching.problem_from_rows import collect
from matching.shortlists import queries, services
from matching.shortlists.models import ShortlistAnswer, ShortlistCandidate, ShortlistRound
from mentoring.tenancy import context
from notifications import kinds
from notifications.models import Message
from organizations.models import AuditEvent
from organizations.roles import Role
from participants.roles import Standing
from tests.dashboard.statements import MOST, statements
from tests.factories.organizations import MembershipFactory, OrganizationFactory
from tests.factories.participants import ParticipantFactory, membership_of
from tests.factories.programs import ProgramFactory
from tests.matching.pools import finished_run, make_pool
from tests.surroundings import inside

SOON = timedelta(days=7)


@pytest.fixture
def pool(organization):
    return make_pool(2, 4)


@pytest.fixture
def draft(pool, coordinator, settle):
    round_ = services.start(pool[0], by=coordinator)
    settle()
    round_.refresh_from_db()
    assert round_.is_draft, round_.error
    return round_


@pytest.fixture
def published(draft, coordinator):
    services.publish(draft, timezone.now() + SOON, by=coordinator)
    draft.refresh_from_db()
    return draft


def rank(participant, *places, by=None):
    """Rank one's list by the places of its candidates."""
    own = queries.own_list_or_404(participant.pk, participant.person_id)
    chosen = [own.candidates[place - 1].pk for place in places]
    return services.rank(own, chosen, by=by or membership_of(participant))


def address(name, program):
    return reverse(f"matching:{name}", args=[program.organization.slug, program.slug])


def own_page(participant):
    slug = participant.program.organization.slug
    return reverse("portal:shortlist", args=[slug, participant.pk])


def test_each_mentee_gets_three_distinct_candidates(draft, pool):
    _program, mentees, _mentors = pool
    for mentee in mentees:
        rows = draft.candidates.filter(mentee=mentee)
        assert sorted(rows.values_list("place", flat=True)) == [1, 2, 3]
        assert len(set(rows.values_list("mentor", flat=True))) == 3
    assert (draft.reached, draft.waiting, len(draft.digest)) == ([2, 2, 2], 2, 64)


def test_no_mentor_stands_on_more_lists_than_was_asked_for(organization, coordinator, settle):
    program, *_ = make_pool(4, 2)
    round_ = services.start(program, by=coordinator, most=2, lists=3)
    settle()
    counts = [len(round_.candidates.filter(mentor=row)) for row in _mentors_of(round_)]
    assert max(counts) <= 3
    round_.refresh_from_db()
    assert round_.reached == [4, 2]


def _mentors_of(round_):
    return set(round_.candidates.values_list("mentor", flat=True))


def test_a_pin_that_cannot_hold_does_not_stop_the_lists(draft):
    problem = collect(draft.program).problem()
    assert {str(row.mentee_id) for row in draft.candidates.all()} <= set(problem.mentees)


def test_without_a_possible_candidate_the_round_says_so(organization, coordinator, settle):
    program, mentees, _ = make_pool(1, 1)
    mentees[0].languages = ["mt"]
    mentees[0].save()
    round_ = services.start(program, by=coordinator)
    settle()
    round_.refresh_from_db()
    assert (round_.status, round_.candidates.count()) == ("failed", 0)
    assert "no list" in round_.error
    services.start(program, by=coordinator)


def test_one_round_at_a_time(draft, coordinator):
    with pytest.raises(CannotDecide, match="a shortlist already"):
        services.start(draft.program, by=coordinator)
    with pytest.raises(IntegrityError, match="one_at_a_time"), transaction.atomic():
        ShortlistRound.objects.create(program=draft.program)
    services.close(draft, by=coordinator)
    assert services.start(draft.program, by=coordinator)


@pytest.mark.parametrize("numbers", [(0, 6), (4, 6), (3, 0), (3, 21)])
def test_numbers_beyond_the_limits_are_refused(organization, coordinator, numbers):
    most, lists = numbers
    with pytest.raises(CannotDecide):
        services.start(ProgramFactory(), by=coordinator, most=most, lists=lists)


def test_nobody_sees_a_draft_and_everybody_on_a_list_is_told_once(draft, pool, coordinator):
    _program, mentees, _mentors = pool
    assert not Message.objects.filter(kind=services.OPENED).exists()
    services.publish(draft, timezone.now() + SOON, by=coordinator)
    told = set(Message.objects.filter(kind=services.OPENED).values_list("person", flat=True))
    listed = draft.candidates.values_list("mentor__person", flat=True)
    assert told == {*(row.person_id for row in mentees), *listed}
    with pytest.raises(CannotDecide, match="not a draft"):
        services.publish(draft, timezone.now() + SOON, by=coordinator)
    assert Message.objects.filter(kind=services.OPENED).count() == len(told)


def test_letters_name_nobody_and_are_silent_once_answered(published, pool):
    _program, mentees, mentors = pool
    letters = {
        message.person_id: kinds.write(message)
        for message in Message.objects.filter(kind=services.OPENED)
    }
    names = [row.person.family_name for row in (*mentees, *mentors)]
    for letter in letters.values():
        said = " ".join((letter.subject, *letter.paragraphs))
        assert not any(name in said for name in names)
        assert "/portal/shortlists/" in letter.action_url
    rank(mentees[0], 1)
    message = Message.objects.get(kind=services.OPENED, person=mentees[0].person)
    assert kinds.write(message) is None


def test_who_became_impossible_is_left_out_when_it_is_published(draft, coordinator):
    first = draft.candidates.order_by("pk").first()
    first.mentor.standing = Standing.REMOVED
    first.mentor.save()
    gone = services.publish(draft, timezone.now() + SOON, by=coordinator)
    assert gone >= 1
    assert not draft.candidates.filter(mentor=first.mentor).exists()


@pytest.mark.parametrize("days", [-1, 61])
def test_the_last_day_is_ahead_and_not_too_far(draft, coordinator, days):
    with pytest.raises(CannotDecide, match="within 60 days"):
        services.publish(draft, timezone.now() + timedelta(days=days), by=coordinator)


def test_wishes_of_both_sides_count_in_the_next_run(published, pool):
    program, mentees, _mentors = pool
    mentee = mentees[0]
    rank(mentee, 3, 1)
    own = queries.own_list_or_404(mentee.pk, mentee.person_id)
    wished, second = own.candidates[2], own.candidates[0]
    their_list = queries.own_list_or_404(wished.mentor_id, wished.mentor.person_id)
    at = [row.pk for row in their_list.candidates].index(wished.pk) + 1
    rank(wished.mentor, at)

    profiles = collect(program).profiles
    assert profiles[str(mentee.pk)].wishes == (str(wished.mentor_id), str(second.mentor_id))
    assert profiles[str(wished.mentor_id)].wishes == (str(mentee.pk),)
    run = finished_run(program)
    match = Match.objects.get(run=run, mentee=mentee)
    assert (match.mentor_id, match.wishes) == (wished.mentor_id, 1500)


def test_none_of_these_is_an_answer_and_no_wish(published, pool):
    program, mentees, _ = pool
    answer = rank(mentees[0])
    assert answer.choices == []
    assert collect(program).profiles[str(mentees[0].pk)].wishes == ()
    assert queries.numbers_of(published).none == 1


def test_a_later_answer_replaces_the_earlier(published, pool):
    _program, mentees, _ = pool
    who = membership_of(mentees[0])
    rank(mentees[0], 1, 2, 3, by=who)
    rank(mentees[0], 2, by=who)
    answer = ShortlistAnswer.objects.get()
    assert len(answer.choices) == 1
    events = AuditEvent.objects.filter(verb="shortlist.ranked", object_id=answer.pk)
    assert events.count() == 2
    assert all(set(event.facts) <= {"wishes", "side"} for event in events)


def test_a_wish_is_of_the_own_list_and_of_one_each(published, pool):
    _program, mentees, _ = pool
    own = queries.own_list_or_404(mentees[0].pk, mentees[0].person_id)
    other = published.candidates.filter(mentee=mentees[1]).first()
    who = membership_of(mentees[0])
    first = own.candidates[0].pk
    for wrong in ([first, first], [other.pk], [first, other.pk], [published.pk]):
        with pytest.raises(services.CannotRank, match="on your list"):
            services.rank(own, wrong, by=who)
    with pytest.raises(services.CannotRank, match="Only the person"):
        services.rank(own, [first], by=membership_of(mentees[1]))
    assert not ShortlistAnswer.objects.exists()


def test_after_the_last_moment_nobody_ranks(published, pool, coordinator):
    _program, mentees, _ = pool
    services.close(published, by=coordinator)
    with pytest.raises(services.CannotRank, match="is over"):
        rank(mentees[0], 1)
    services.keep_open(published, timezone.now() + SOON, by=coordinator)
    rank(mentees[0], 1)
    verbs = set(AuditEvent.objects.values_list("verb", flat=True))
    assert {"shortlist.closed", "shortlist.reopened", "shortlist.published"} <= verbs


def shown(round_, by, *, since, for_):
    """The round as if it had been published ``since`` and would close in ``for_``."""
    now = timezone.now()
    ShortlistRound.objects.filter(pk=round_.pk).update(
        published_at=now - since, published_by=by, closes_at=now + for_
    )


def test_the_day_closes_a_round_whatever_is_missing(draft, coordinator, settle):
    shown(draft, coordinator, since=SOON, for_=timedelta(seconds=-1))
    settle()
    draft.refresh_from_db()
    assert draft.closed_at is not None
    assert AuditEvent.objects.filter(verb="shortlist.closed", object_id=draft.pk).count() == 1


@pytest.mark.parametrize(
    ("since", "for_", "are_told"),
    [(3, 1, True), (3, 3, False), (0, 1, False), (1, 0.5, False)],
)
def test_who_has_not_answered_is_reminded_once(
    draft, pool, coordinator, settle, since, for_, are_told
):
    _program, mentees, _ = pool
    shown(draft, coordinator, since=timedelta(days=since), for_=timedelta(days=for_))
    rank(mentees[0], 1)
    settle()
    settle()
    told = list(Message.objects.filter(kind=services.REMINDER).values_list("person", flat=True))
    everybody = 2 + len(_mentors_of(draft)) if are_told else 1
    assert len(told) == len(set(told)) == everybody - 1
    assert mentees[0].person_id not in told


def test_a_newer_round_forbids_opening_the_older_again(published, coordinator):
    services.close(published, by=coordinator)
    services.start(published.program, by=coordinator)
    with pytest.raises(CannotDecide, match="newer shortlist"):
        services.keep_open(published, timezone.now() + SOON, by=coordinator)


# What the database refuses, whoever asks.


def test_the_database_keeps_lists_as_they_were_published(published):
    row = published.candidates.first()
    with pytest.raises(IntegrityError, match="stays"), transaction.atomic():
        row.delete()
    with pytest.raises(IntegrityError, match="stays"), transaction.atomic():
        ShortlistCandidate.objects.create(
            round=published, mentee=row.mentee, mentor=row.mentor, place=1, score=1
        )
    with pytest.raises(IntegrityError, match="stays"), transaction.atomic():
        ShortlistRound.objects.filter(pk=published.pk).update(published_at=None, closes_at=None)


def test_the_database_shows_nobody_a_competitor(draft, coordinator):
    row = draft.candidates.first()
    rival = ParticipantFactory(
        program=draft.program, mentor=True, company=row.mentee.company, competencies=()
    )
    ShortlistCandidate.objects.filter(pk=row.pk).delete()
    ShortlistCandidate.objects.create(
        round=draft, mentee=row.mentee, mentor=rival, place=row.place, score=1
    )
    now = timezone.now()
    with pytest.raises(IntegrityError, match="compete or are the same"), transaction.atomic():
        ShortlistRound.objects.filter(pk=draft.pk).update(
            published_at=now, published_by=coordinator, closes_at=now + SOON
        )


def test_the_database_takes_wishes_only_while_it_is_open_and_of_the_own_list(published, pool):
    _program, mentees, _ = pool
    mine = published.candidates.filter(mentee=mentees[0]).order_by("place")
    other = published.candidates.filter(mentee=mentees[1]).first()
    now = timezone.now()
    common = {"round": published, "participant": mentees[0], "answered_at": now}
    for wrong, why in (
        ({"first": other}, "own list"),
        ({"first": mine[0], "second": mine[0]}, "own list|distinct"),
        ({"second": mine[0]}, "in_order"),
    ):
        with pytest.raises(IntegrityError, match=why), transaction.atomic():
            ShortlistAnswer.objects.create(**common, **wrong)
    ShortlistRound.objects.filter(pk=published.pk).update(closed_at=now)
    with pytest.raises(IntegrityError, match="before or after a round"), transaction.atomic():
        ShortlistAnswer.objects.create(**common, first=mine[0])


def test_a_participant_reads_their_own_list_and_answer_alone(published, pool, coordinator):
    _program, mentees, _ = pool
    for mentee in mentees:
        rank(mentee, 1)
    who = membership_of(mentees[0])
    theirs = context.Actor.PARTICIPANT
    with inside(published.organization, who.user_id, theirs):
        assert set(ShortlistCandidate.objects.values_list("mentee", flat=True)) == {mentees[0].pk}
        assert [row.participant_id for row in ShortlistAnswer.objects.all()] == [mentees[0].pk]
    with inside(published.organization, coordinator.user_id, context.Actor.COORDINATOR):
        assert ShortlistAnswer.objects.count() == 2
        answer = ShortlistAnswer.objects.first()
        assert ShortlistAnswer.objects.filter(pk=answer.pk).update(first=None) == 0
    for nobody in (
        inside(OrganizationFactory()),
        inside(published.organization, actor=context.Actor.GUEST),
    ):
        with nobody:
            assert not ShortlistCandidate.objects.exists()
            assert not ShortlistAnswer.objects.exists()
    company = published.candidates.first().mentee.company_id
    with (
        inside(published.organization, None, context.Actor.HR, company),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
    ):
        ShortlistAnswer.objects.exists()


def test_a_draft_is_hidden_from_those_on_it(draft, pool):
    _program, mentees, _ = pool
    who = membership_of(mentees[0])
    with inside(draft.organization, who.user_id, context.Actor.PARTICIPANT):
        assert not ShortlistCandidate.objects.exists()
        assert not ShortlistRound.objects.exists()


# Pages.


def test_the_coordinators_page_in_each_state(pool, coordinator, coordinator_client, settle):
    program, mentees, _ = pool
    home = address("shortlist", program)
    assert "Find the candidates" in coordinator_client.get(home).text
    sent = coordinator_client.post(address("shortlist-start", program), {"most": 3, "lists": 6})
    assert sent.status_code == 302
    assert "Cancel" in coordinator_client.get(home).text
    settle()
    page = coordinator_client.get(home).text
    assert "Publish and tell everybody" in page
    assert mentees[0].person.name in page
    day = timezone.localdate() + SOON
    coordinator_client.post(address("shortlist-publish", program), {"last_day": day.isoformat()})
    rank(mentees[0], 2)
    page = coordinator_client.get(home).text
    assert "1 of 2" in page
    assert "wish 1" in page
    coordinator_client.post(address("shortlist-close", program))
    assert "Open again" in coordinator_client.get(home).text
    assert "Start another" in coordinator_client.get(home).text


@pytest.mark.parametrize("day", ["", "yesterday", "2020-01-01", "2999-01-01"])
def test_a_wrong_last_day_is_told_at_its_field(draft, coordinator_client, day):
    page = coordinator_client.post(address("shortlist-publish", draft.program), {"last_day": day})
    assert page.status_code == 422
    draft.refresh_from_db()
    assert draft.published_at is None


def test_the_page_asks_as_much_for_three_as_for_one(coordinator, coordinator_client, settle):
    counts = []
    for mentees in (1, 3):
        program, *_ = make_pool(mentees, 4)
        services.start(program, by=coordinator)
        settle()
        counts.append(len(statements(coordinator_client, address("shortlist", program))))
    assert counts[0] == counts[1] <= MOST


def test_a_mentee_ranks_profiles_without_names(published, pool, client_for):
    _program, mentees, _mentors = pool
    client = client_for(membership_of(mentees[0]))
    page = client.get(own_page(mentees[0])).text
    own = queries.own_list_or_404(mentees[0].pk, mentees[0].person_id)
    for row in own.candidates:
        for secret in (
            row.mentor.person.given_name,
            row.mentor.person.family_name,
            row.mentor.person.email,
            row.mentor.company.name,
            row.mentor.title,
            row.mentor.story,
        ):
            assert not secret or secret not in page
    assert "Mentor A" in page
    wishes = {f"wish-{row.pk}": at for at, row in enumerate(own.candidates, 1)}
    assert client.post(own_page(mentees[0]), wishes).status_code == 302
    assert ShortlistAnswer.objects.get().choices == [row.pk for row in own.candidates]
    assert "You have sent your wishes" in client.get(own_page(mentees[0])).text


def test_none_of_these_is_one_press(published, pool, client_for):
    _program, mentees, _ = pool
    client = client_for(membership_of(mentees[0]))
    client.post(own_page(mentees[0]), {"none": "1"})
    assert ShortlistAnswer.objects.get().choices == []
    assert "none of these suits you" in client.get(own_page(mentees[0])).text


@pytest.mark.parametrize("wish", ["4", "0", "-1", "one", "1" * 40])
def test_a_wish_that_is_none_is_told(published, pool, client_for, wish):
    _program, mentees, _ = pool
    own = queries.own_list_or_404(mentees[0].pk, mentees[0].person_id)
    client = client_for(membership_of(mentees[0]))
    page = client.post(own_page(mentees[0]), {f"wish-{own.candidates[0].pk}": wish})
    assert page.status_code == 422
    assert not ShortlistAnswer.objects.exists()


def test_the_same_wish_twice_and_nothing_at_all_are_told(published, pool, client_for):
    _program, mentees, _ = pool
    own = queries.own_list_or_404(mentees[0].pk, mentees[0].person_id)
    client = client_for(membership_of(mentees[0]))
    twice = {f"wish-{row.pk}": "1" for row in own.candidates}
    assert "the same wish" in client.post(own_page(mentees[0]), twice).text
    assert "none of these suits you" in client.post(own_page(mentees[0]), {}).text
    assert not ShortlistAnswer.objects.exists()


def test_nobody_opens_the_list_of_somebody_else(published, pool, client_for):
    _program, mentees, mentors = pool
    client = client_for(membership_of(mentees[0]))
    assert client.get(own_page(mentees[1])).status_code == 404
    assert client.get(own_page(mentors[0])).status_code == 404
    assert client.post(own_page(mentees[1]), {"none": "1"}).status_code == 404


def test_ranking_is_the_one_next_step_until_it_is_done(published, pool, client_for):
    _program, mentees, _ = pool
    client = client_for(membership_of(mentees[0]))
    home = reverse("portal:home", args=[published.organization.slug])
    page = client.get(home).text
    assert "Rank 3 mentors who could suit you" in page
    assert own_page(mentees[0]) in page
    client.post(own_page(mentees[0]), {"none": "1"})
    page = client.get(home).text
    assert "Rank 3 mentors" not in page
    assert own_page(mentees[0]) in page


def test_hr_and_participants_do_not_reach_the_coordinators_page(published, client_for):
    row = published.candidates.first()
    hr = MembershipFactory(role=Role.HR, company=row.mentee.company)
    for membership in (hr, membership_of(row.mentee)):
        page = client_for(membership).get(address("shortlist", published.program))
        assert page.status_code == 403


def test_a_run_can_start_while_the_list_is_open(published, coordinator, coordinator_client):
    page = coordinator_client.get(address("home", published.program)).text
    assert "People are still ranking a shortlist" in page
    assert runs.start_run(published.program, by=coordinator)


def test_what_was_found_waits_to_be_published(draft, coordinator, other_organization):
    programs = [draft.program_id]
    assert list(queries.to_publish(programs)) == [draft]
    with inside(other_organization):
        assert list(queries.to_publish(programs)) == []

    services.publish(draft, timezone.now() + SOON, by=coordinator)
    assert list(queries.to_publish(programs)) == []
