"""Who may leave a program, and who is held by a partnership."""

import pytest
from django.urls import reverse

from organizations.models import AuditEvent
from participants import services
from participants.roles import Standing
from partnerships.lifecycle import LIVE, Status
from partnerships.models import Partnership
from tests.factories.agreements import agree
from tests.factories.partnerships import make_partnership
from tests.factories.training import introduce

BOTH = ("mentor", "mentee")
TO = {
    "preparing": (),
    "active": ("active",),
    "paused": ("active", "paused"),
    "closing": ("closing",),
}


def partnership_that_is(status):
    partnership = make_partnership(accepted_by=BOTH)
    if "active" in TO[status]:
        introduce(partnership)
        agree(partnership)
    for step in TO[status]:
        Partnership.objects.filter(pk=partnership.pk).update(status=step)
    return partnership


def test_partnerships_hold_from_the_second_yes_to_the_end():
    assert set(services.BINDING) == set(LIVE) - {Status.PROPOSED} == set(TO)


@pytest.mark.parametrize("leave", [services.withdraw, services.remove])
@pytest.mark.parametrize("side", BOTH)
@pytest.mark.parametrize("status", services.BINDING)
def test_nobody_leaves_before_the_partnership_is_ended(
    organization, coordinator, status, side, leave
):
    partnership = partnership_that_is(status)
    leaver = getattr(partnership, side)

    with pytest.raises(services.IllegalStanding) as refusal:
        leave(leaver, by=coordinator)

    assert str(refusal.value) == (
        f"{leaver.person.name} has a partnership with somebody. "
        "End it first, then change the standing."
    )
    leaver.refresh_from_db()
    assert leaver.standing == Standing.IN
    assert not AuditEvent.objects.filter(verb="participant.standing").exists()


def test_whose_partnership_is_ended_may_leave(organization, coordinator):
    partnership = partnership_that_is("active")
    ended = {"status": "ended", "place": None, "ended_at": partnership.announced_at}
    Partnership.objects.filter(pk=partnership.pk).update(**ended)

    assert services.withdraw(partnership.mentee, by=coordinator).standing == Standing.WITHDRAWN


@pytest.mark.parametrize("side", BOTH)
def test_an_announced_match_holds_nobody(organization, coordinator, side):
    leaver = getattr(make_partnership(accepted_by=("mentor",)), side)

    assert services.remove(leaver, by=coordinator).standing == Standing.REMOVED


def test_the_page_says_that_the_partnership_comes_first(coordinator_client, organization):
    partnership = partnership_that_is("active")
    mentor, mentee = partnership.mentor, partnership.mentee
    url = reverse("participants:standing", args=[organization.slug, mentor.program.slug, mentor.pk])

    page = coordinator_client.post(url, {"standing": "withdrawn"}, follow=True)

    assert f"{mentor.person.name} has a partnership with somebody. End it first" in page.text
    assert mentee.person.name not in page.text
    mentor.refresh_from_db()
    assert mentor.standing == Standing.IN
