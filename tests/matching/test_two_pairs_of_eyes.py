"""Two pairs of eyes, tried around the services: rows and SQL as the application."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction

from matching import announcing, services
from matching.models import AnnouncementRun, Match
from matching.queries import matches_of
from mentoring.jobs.models import RunStatus
from mentoring.tenancy import context
from mentoring.tenancy.context import Actor
from organizations.models import AuditEvent
from partnerships.models import Partnership
from programs.services import change_settings
from tests.factories.organizations import MembershipFactory, OrganizationFactory
from tests.factories.partnerships import announced_row
from tests.matching.pools import finished_run, make_pool
from tests.matching.test_pages import address


@pytest.fixture
def colleague(organization):
    return MembershipFactory()


@pytest.fixture
def run(organization, coordinator):
    """A finished run of three mentees, all approved by one coordinator, to be looked at twice."""
    program, *_ = make_pool(3, 5)
    change_settings(program, by=coordinator, needs_two_approvers=True)
    run = finished_run(program)
    services.approve_many(list(matches_of(run)), by=coordinator)
    return run


def acting(membership):
    """In a request of this coordinator."""
    inside = context.Context(membership.organization_id, membership.user_id, Actor.COORDINATOR)
    return context.enter(inside)


def asked(run, by, **facts):
    """A row that says ``by`` has asked, whoever is at work."""
    return AnnouncementRun.objects.create(run=run, matches=3, asked_by=by.user_id, **facts)


def refused(rule, rows, **values):
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        rows.update(**values)
    assert refusal.value.__cause__.diag.constraint_name == rule


def one_of(run):
    match = run.matches.order_by("pk").first()
    return Match.objects.filter(pk=match.pk), match


def test_who_approved_cannot_have_it_announced(run, coordinator, colleague):
    rows, _match = one_of(run)
    refused("match_four_eyes", rows, announcement=asked(run, coordinator))

    theirs = asked(run, colleague, status=RunStatus.DONE, finished_at=run.finished_at)
    with acting(colleague):
        assert rows.update(announcement=theirs) == 1


def test_nobody_puts_a_colleague_forward_as_who_asked(run, coordinator, colleague):
    rows, _match = one_of(run)
    with acting(coordinator):
        refused("match_four_eyes", rows, announcement=asked(run, colleague))


def test_nobody_approves_in_the_name_of_a_colleague(run, coordinator, colleague):
    rows, match = one_of(run)
    with acting(coordinator):
        refused("match_decided_for_oneself", rows, decided_by=colleague)
        services.unapprove(match, by=coordinator)
        theirs = {"decided_by": colleague, "decided_at": run.finished_at}
        refused("match_decided_for_oneself", rows, decision="approved", **theirs)
        services.reject(match, by=coordinator)
    with acting(colleague):
        refused("match_decided_for_oneself", rows, decision="approved")


@pytest.mark.parametrize("asks", ["coordinator", "nobody", "of another run"])
def test_announced_means_that_another_has_asked(run, coordinator, colleague, asks):
    rows, match = one_of(run)
    partnership = announced_row(mentor=match.mentor, mentee=match.mentee)
    partnership.save()
    announcement = None
    if asks == "coordinator":
        announcement = asked(run, coordinator)
    if asks == "of another run":
        announcement = asked(finished_run(make_pool(1, 1)[0]), colleague)
    told = {"decision": "announced", "partnership": partnership, "announcement": announcement}
    refused("match_four_eyes", rows, **told)


def test_who_asked_may_change_and_is_looked_at_again(run, coordinator, colleague):
    rows, match = one_of(run)
    announcement = asked(run, colleague)
    rows.update(announcement=announcement)
    AnnouncementRun.objects.update(asked_by=coordinator.user_id)
    partnership = announced_row(mentor=match.mentor, mentee=match.mentee)
    partnership.save()
    refused("match_four_eyes", rows, decision="announced", partnership=partnership)


def test_a_row_that_is_new_is_looked_at_too(run, coordinator):
    _rows, match = one_of(run)
    match.pk, match._state.adding = None, True
    match.id = Match._meta.pk.get_default()
    match.announcement = asked(run, coordinator)
    Match.objects.filter(mentee=match.mentee).delete()
    with pytest.raises(IntegrityError, match="another coordinator announces"):
        match.save(force_insert=True)


def test_what_was_approved_is_what_is_announced(run, colleague):
    rows, match = one_of(run)
    others = run.matches.exclude(pk=match.pk)
    free = make_pool(0, 1, program=run.program)[2][0]
    refused("match_mentor_kept", rows, mentor=free)
    mentee = make_pool(1, 0, program=run.program)[1][0]
    refused("match_frozen", rows, mentee=mentee)
    refused("match_frozen", rows, run=finished_run(make_pool(1, 1)[0]))
    assert others.count() == 2


def test_one_pair_of_eyes_is_enough_elsewhere(run, coordinator):
    type(run.program).objects.update(needs_two_approvers=False)
    assert len(announcing.announce(run, by=coordinator).announced) == 3


def test_a_match_announced_before_the_rule_stays(run, coordinator):
    type(run.program).objects.update(needs_two_approvers=False)
    announcing.announce(run, by=coordinator)
    type(run.program).objects.update(needs_two_approvers=True)
    assert run.matches.update(refusal="") == 3


def test_nobody_at_all_is_no_second_pair_of_eyes(run):
    with pytest.raises(announcing.CannotDecide, match="two pairs of eyes"):
        announcing.announce(run, by=None)


def test_what_became_own_meanwhile_is_let_go(
    run, coordinator, colleague, coordinator_client, settle
):
    type(run.program).objects.update(needs_two_approvers=False)
    rows, match = one_of(run)
    services.approve(match, by=colleague)
    going_out = announcing.ask(run, by=coordinator)
    change_settings(run.program, by=coordinator, needs_two_approvers=True)
    settle()

    going_out.refresh_from_db()
    assert (going_out.status, going_out.released) == (RunStatus.DONE, 2)
    assert rows.get().decision == "announced"
    assert Partnership.objects.count() == 1
    assert AuditEvent.objects.filter(verb="match.released").count() == 2
    page = coordinator_client.get(address("announce", run))
    assert "2 matches were left out" in page.text
    assert "another coordinator announces them" in page.text

    assert len(announcing.announce(run, by=colleague).announced) == 2


@pytest.mark.django_db(transaction=True)
def test_who_turns_it_on_is_waited_for():
    organization = OrganizationFactory()
    inside = context.Context(organization.pk)
    with context.enter(inside):
        coordinator = MembershipFactory()
        program, *_ = make_pool(1, 2)
        run = finished_run(program)
        services.approve_many(list(matches_of(run)), by=coordinator)
        announcement = asked(run, coordinator)
    told = []

    def announce():
        try:
            with context.enter(inside):
                Match.objects.filter(run=run).update(announcement=announcement)
        except IntegrityError as refusal:
            told.append(refusal.__cause__.diag.constraint_name)
        finally:
            connection.close()

    with context.enter(inside):
        change_settings(program, by=coordinator, needs_two_approvers=True)
        thread = threading.Thread(target=announce)
        thread.start()
        thread.join(timeout=0.5)
        assert thread.is_alive()
    thread.join(timeout=30)
    assert told == ["match_four_eyes"]
