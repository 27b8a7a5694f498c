"""A partnership ends early: by whom, what the others learn of it, and what comes next."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from matching.pool import pool_of
from notifications.models import Message
from organizations.models import AuditEvent
from partnerships.endings import services
from partnerships.endings.models import NextMatch
from partnerships.lifecycle import BEGUN, COORDINATOR, MENTEE, MENTOR, EndReason, Status
from partnerships.models import Partnership, PartnershipEvent
from tests.factories.agreements import agree
from tests.factories.organizations import MembershipFactory
from tests.factories.participants import ParticipantFactory, membership_of
from tests.factories.partnerships import make_partnership
from tests.factories.training import as_oneself, introduce

BOTH = (MENTOR, MENTEE)


@pytest.fixture
def pair(organization):
    return make_partnership(accepted_by=BOTH)


def end_as(pair, side, **facts):
    one = getattr(pair, side)
    with as_oneself(one):
        return services.end(pair, by=membership_of(one), **facts)


def say(pair, side, *, wants):
    one = getattr(pair, side)
    with as_oneself(one):
        return services.say_next(pair, wants=wants, by=membership_of(one))


def told(kind="partnership_ended"):
    return set(Message.objects.filter(kind=kind).values_list("person", flat=True))


@pytest.mark.parametrize("side", BOTH)
def test_either_of_the_two_ends_it_and_the_other_is_told(pair, side):
    end_as(pair, side, reason=EndReason.TIME)

    pair.refresh_from_db()
    event = PartnershipEvent.objects.get(action="end")
    other = MENTEE if side == MENTOR else MENTOR
    assert (pair.status, pair.place) == (Status.ENDED, None)
    assert (event.role, event.reason) == (side, EndReason.TIME)
    assert told() == {getattr(pair, f"{other}_person_id")}
    assert AuditEvent.objects.filter(verb="partnership.ended").count() == 1


def test_a_coordinator_ends_it_and_both_are_told(pair, coordinator):
    services.end(pair, by=coordinator)

    assert PartnershipEvent.objects.get(action="end").role == COORDINATOR
    assert told() == {pair.mentor_person_id, pair.mentee_person_id}


def test_ending_twice_is_once(pair, coordinator):
    end_as(pair, MENTEE)
    end_as(pair, MENTOR)
    services.end(pair, by=coordinator)

    assert PartnershipEvent.objects.filter(action="end").count() == 1
    assert told() == {pair.mentor_person_id}


def test_nobody_else_ends_it(pair):
    stranger = ParticipantFactory(program=pair.program)
    with pytest.raises(services.CannotEnd) as refusal, as_oneself(stranger):
        services.end(pair, by=membership_of(stranger))

    pair.refresh_from_db()
    assert refusal.value.rule == "not_yours"
    assert pair.status == Status.PREPARING


def test_what_is_not_accepted_by_both_is_not_ended(organization, coordinator):
    match = make_partnership(accepted_by=[MENTOR])
    with pytest.raises(services.CannotEnd) as refusal:
        services.end(match, by=coordinator)
    assert refusal.value.rule == "not_begun"


@pytest.mark.parametrize("reached", BEGUN)
def test_it_ends_from_every_status_that_has_begun(pair, coordinator, reached):
    introduce(pair)
    way = {Status.PAUSED: [Status.ACTIVE, Status.PAUSED]}.get(reached, [reached])
    if Status.ACTIVE in way:
        agree(pair)
    for status in way:
        Partnership.objects.filter(pk=pair.pk).exclude(status=status).update(status=status)

    assert services.end(pair, by=coordinator).status == Status.ENDED


def test_reasons_of_a_decline_are_none_of_an_ending(pair):
    rows = {"partnership": pair, "status": Status.ENDED, "role": MENTOR}
    for action, reason in (("end", "not_now"), ("decline", EndReason.FIT), ("accept", "other")):
        with pytest.raises(IntegrityError) as error, transaction.atomic():
            PartnershipEvent.objects.create(action=action, reason=reason, **rows)
        assert error.value.__cause__.diag.constraint_name == "partnershipevent_reason_fits"


def test_each_says_for_themselves_what_comes_next_and_may_change_it(pair):
    end_as(pair, MENTEE)
    say(pair, MENTOR, wants=False)
    say(pair, MENTEE, wants=False)
    say(pair, MENTEE, wants=True)
    say(pair, MENTEE, wants=True)

    said = dict(NextMatch.objects.values_list("participant", "wants"))
    assert said == {pair.mentor_id: False, pair.mentee_id: True}
    assert AuditEvent.objects.filter(verb="partnership.next_said").count() == 3


def test_nothing_is_said_before_the_end_or_by_others(pair, coordinator):
    with pytest.raises(services.CannotSay) as refusal:
        say(pair, MENTEE, wants=True)
    assert refusal.value.rule == "not_ended"
    end_as(pair, MENTEE)
    with pytest.raises(services.CannotSay) as refusal:
        services.say_next(pair, wants=True, by=coordinator)
    assert refusal.value.rule == "not_yours"


def refused(rule, act):
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        act()
    assert error.value.__cause__.diag.constraint_name == rule


def test_the_database_takes_an_answer_from_nobody_else(pair):
    row = NextMatch(partnership=pair, participant=pair.mentee, wants=True, months_credited=0)
    with as_oneself(pair.mentee):
        refused("next_match_after_ending", row.save)
    end_as(pair, MENTEE)
    with as_oneself(pair.mentor):
        refused("next_match_by_oneself", row.save)
    say(pair, MENTEE, wants=False)
    rows = NextMatch.objects.filter(participant=pair.mentee)
    refused("next_match_by_oneself", lambda: rows.update(wants=True))
    with as_oneself(pair.mentee):
        refused("next_match_frozen", lambda: rows.update(months_credited=12))


def in_pool(pair):
    pool = pool_of(pair.program)
    free = {row.pk for row in pool.mentors if row.capacity > row.taken}
    mentees = {row.pk for row in pool.mentees}
    return str(pair.mentee_id) in mentees, str(pair.mentor_id) in free


def test_nobody_is_matched_again_before_they_say_yes(organization, coordinator):
    mentor = ParticipantFactory(mentor=True, capacity=1)
    pair = make_partnership(mentor=mentor, accepted_by=BOTH)
    services.end(pair, by=coordinator)
    assert in_pool(pair) == (False, False)

    say(pair, MENTEE, wants=True)
    assert in_pool(pair) == (True, False)
    say(pair, MENTOR, wants=True)
    assert in_pool(pair) == (True, True)
    say(pair, MENTEE, wants=False)
    assert in_pool(pair) == (False, True)


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (None, "2027-05-01", 0),
        ("2027-01-31", "2027-02-28", 0),
        ("2027-01-15", "2027-04-15", 3),
        ("2027-01-15", "2027-04-14", 2),
        ("2026-11-01", "2027-11-01", 12),
    ],
)
def test_whole_months_are_credited(start, end, months):
    moment = timezone.datetime.fromisoformat
    assert services.months_between(start and moment(start), moment(end)) == months


def test_on_its_pages(pair, client_for, organization):
    client, other = (client_for(membership_of(one)) for one in (pair.mentee, pair.mentor))
    slug = organization.slug
    page = reverse("portal:match", args=[slug, pair.pk])
    address = reverse("portal:end", args=[slug, pair.pk])
    assert address in client.get(page).content.decode()

    wrong = client.post(address, {"reason": "their fault"})
    assert wrong.status_code == 200
    pair.refresh_from_db()
    assert pair.status == Status.PREPARING
    assert client.post(address, {"reason": "fit"}).status_code == 302

    shown = other.get(page).content.decode()
    assert "Would you like to be matched again?" in shown
    assert str(EndReason.FIT.label) not in shown
    assert other.get(address).status_code == 302
    home = other.get(reverse("portal:home", args=[slug])).content.decode()
    assert "Another mentee, yes or no" in home
    answer = reverse("portal:next-match", args=[slug, pair.pk])
    assert other.post(answer, {"wants": "perhaps"}).status_code == 302
    assert not NextMatch.objects.exists()
    other.post(answer, {"wants": "yes"})
    assert NextMatch.objects.get().wants is True
    assert "You said yes." in other.get(page).content.decode()
    home = other.get(reverse("portal:home", args=[slug])).content.decode()
    assert "Another mentee, yes or no" not in home


def test_on_the_coordinators_pages(pair, coordinator_client, organization):
    place = [organization.slug, pair.program.slug, pair.pk]
    detail = reverse("partnerships:detail", args=place)
    address = reverse("partnerships:end", args=place)
    assert address in coordinator_client.get(detail).content.decode()

    assert coordinator_client.get(address).status_code == 200
    assert coordinator_client.post(address, {"reason": "time"}).status_code == 302

    shown = coordinator_client.get(detail).content.decode()
    assert "A coordinator ended the partnership" in shown
    assert str(EndReason.TIME.label) in shown
    assert "has not said yet whether to be matched again" in shown
    assert coordinator_client.get(address).status_code == 302


def test_hr_reads_that_it_has_ended_and_nothing_more(pair, client_for, organization):
    hr = MembershipFactory(role="hr", company=pair.mentee_company)
    client = client_for(hr)
    end_as(pair, MENTEE, reason=EndReason.FIT)
    shown = client.get(reverse("company:people", args=[organization.slug])).content.decode()
    assert "ended" in shown.lower()
    assert str(EndReason.FIT.label) not in shown
