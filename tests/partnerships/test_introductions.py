"""Meetings open when both have finished their training: once, and not before (promise 4)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from notifications.models import Message
from organizations.models import AuditEvent
from organizations.services import create_organization
from partnerships import services
from partnerships.models import Partnership, PartnershipEvent
from partnerships.refusals import CannotAnswer, explained
from tests.factories.agreements import agree
from tests.factories.participants import membership_of
from tests.factories.partnerships import make_partnership
from tests.factories.training import (
    as_oneself,
    finish,
    furnish,
    introduce,
    module_of,
    train,
)
from tests.surroundings import inside
from training.modules import uses
from training.modules.models import ProgramModule
from training.roles import Need

BOTH = ("mentor", "mentee")
REACHED = ("active", "paused")


@pytest.fixture
def preparing(organization):
    """Both accepted; one module is required of each."""
    made = make_partnership(accepted_by=BOTH)
    furnish()
    ProgramModule.objects.exclude(code="roles").update(need=Need.OPTIONAL)
    return made


def refused(partnership, rule, **change):
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        Partnership.objects.filter(pk=partnership.pk).update(**change)
    assert error.value.__cause__.diag.constraint_name == rule


def trained(partnership, *sides):
    for side in sides:
        one = getattr(partnership, side)
        finish(one, module_of(one))


@pytest.mark.parametrize("sides", [(), ("mentor",), ("mentee",)])
def test_nothing_opens_before_both_are_trained(preparing, sides):
    trained(preparing, *sides)
    services.introduce_trained()

    preparing.refresh_from_db()
    assert preparing.introduced_at is None
    refused(preparing, "partnership_after_training", introduced_at=timezone.now())
    refused(preparing, "partnership_both_signed", status="active")
    refused(preparing, "partnership_both_signed", status="active", introduced_at=timezone.now())


def test_both_are_introduced_once(preparing):
    trained(preparing, *BOTH)
    services.introduce_trained()
    preparing.refresh_from_db()
    first = preparing.introduced_at
    services.introduce_trained()

    preparing.refresh_from_db()
    assert first is not None
    assert preparing.introduced_at == first
    assert PartnershipEvent.objects.filter(action="introduce", role="system").count() == 1
    assert AuditEvent.objects.filter(verb="partnership.introduced").count() == 1
    assert Message.objects.filter(kind="partnership_introduced").count() == 2
    refused(preparing, "partnership_introduced_once", introduced_at=None)
    refused(preparing, "partnership_introduced_once", introduced_at=first + timedelta(days=9))
    agree(preparing)
    assert preparing.status == "active"


def test_what_is_only_announced_is_not_introduced(organization):
    partnership = make_partnership(accepted_by=("mentor",))
    train(partnership.mentor, partnership.mentee)
    services.introduce_trained()

    partnership.refresh_from_db()
    assert partnership.introduced_at is None
    refused(partnership, "partnership_introduced_once", introduced_at=timezone.now())


def test_who_was_trained_before_the_second_yes_meets_at_once(organization):
    partnership = make_partnership(accepted_by=("mentor",))
    train(partnership.mentor, partnership.mentee)
    with as_oneself(partnership.mentee):
        services.accept(partnership, by=membership_of(partnership.mentee))
    services.introduce_trained()

    partnership.refresh_from_db()
    assert partnership.introduced_at is not None


def test_where_nothing_is_required_nobody_meets(preparing):
    ProgramModule.objects.update(need=Need.OPTIONAL)
    services.introduce_trained()

    refused(preparing, "partnership_after_training", introduced_at=timezone.now())


def test_what_is_required_later_takes_no_meeting_away(preparing, coordinator):
    trained(preparing, *BOTH)
    services.introduce_trained()
    uses.set_need(module_of(preparing.mentee, "goals"), Need.REQUIRED, by=coordinator)

    preparing.refresh_from_db()
    assert preparing.introduced_at is not None
    agree(preparing)
    assert preparing.status == "active"


def test_what_is_required_no_longer_opens_the_meeting(preparing, coordinator):
    goals = module_of(preparing.mentee, "goals")
    uses.set_need(goals, Need.REQUIRED, by=coordinator)
    trained(preparing, *BOTH)
    services.introduce_trained()
    preparing.refresh_from_db()
    assert preparing.introduced_at is None
    uses.set_need(goals, Need.OPTIONAL, by=coordinator)
    services.introduce_trained()

    preparing.refresh_from_db()
    assert preparing.introduced_at is not None


def test_who_tries_is_told_in_words(preparing):
    preparing.introduced_at = timezone.now()

    with pytest.raises(CannotAnswer) as refusal, explained(CannotAnswer):
        preparing.save()
    assert refusal.value.rule == "not_trained"
    assert "finish the training" in refusal.value.message


@pytest.mark.parametrize("status", REACHED)
def test_a_paused_or_active_partnership_was_introduced(organization, status):
    partnership = make_partnership(accepted_by=BOTH)
    introduce(partnership)
    agree(partnership)
    for step in REACHED[: REACHED.index(status) + 1]:
        Partnership.objects.filter(pk=partnership.pk).update(status=step)

    refused(partnership, "partnership_introduced_once", introduced_at=None)


@pytest.fixture
def committed(transactional_db):
    """A pair that prepares, visible to every connection."""
    organization = create_organization(name="Bridges", slug="bridges")
    with inside(organization):
        made = make_partnership(accepted_by=BOTH)
        furnish()
        ProgramModule.objects.exclude(code="roles").update(need=Need.OPTIONAL)
        return organization, made


def test_both_finish_and_many_sweep_at_the_same_moment(committed):
    organization, partnership = committed
    barrier = Barrier(6)

    def run(act):
        try:
            with inside(organization):
                barrier.wait(20)
                act()
            with inside(organization):
                services.introduce_trained()
        finally:
            connection.close()

    acts = [
        lambda: trained(partnership, "mentor"),
        lambda: trained(partnership, "mentee"),
        *[services.introduce_trained] * 4,
    ]
    with ThreadPoolExecutor(len(acts)) as pool:
        list(pool.map(run, acts))

    with inside(organization):
        services.introduce_trained()
        partnership.refresh_from_db()
        assert partnership.introduced_at is not None
        assert PartnershipEvent.objects.filter(action="introduce").count() == 1
        assert Message.objects.filter(kind="partnership_introduced").count() == 2
