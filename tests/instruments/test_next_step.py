"""The portal's home leads to the baseline while it can be answered."""

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.parts import parts_of
from programs.models import Door
from tests.factories.instruments import open_baseline, send, start
from tests.factories.participants import ParticipantFactory, membership_of


@pytest.fixture
def mentee(organization):
    participant = ParticipantFactory()
    open_baseline(participant.program)
    return participant


def first_step(participant):
    [part] = parts_of(participant.person_id, participant.organization)
    return part.step


def test_an_open_baseline_is_the_next_step(mentee, client_for):
    step = first_step(mentee)

    assert step.title == "Answer the baseline (6 minutes)"
    assert step.due == open_baseline(mentee.program).closes_on
    assert step.url == reverse("portal:questionnaires:mine", args=[mentee.organization.slug])
    home = reverse("portal:home", args=[mentee.organization.slug])
    page = client_for(membership_of(mentee)).get(home).content.decode()
    assert "Answer the baseline (6 minutes)" in page
    assert "until" in page


def test_one_that_is_begun_can_be_gone_on_with(mentee):
    start(mentee)

    assert first_step(mentee).action == "Go on answering"


@pytest.mark.parametrize("how", ["sent", "closed", "over", "not in"])
def test_what_cannot_be_answered_is_no_step(mentee, how):
    if how == "sent":
        send(mentee)
    elif how == "closed":
        open_baseline(mentee.program, door=Door.CLOSED)
    elif how == "over":
        row = open_baseline(mentee.program)
        row.opens_on = row.closes_on = timezone.localdate().replace(year=2020)
        row.save()
    else:
        mentee.standing = "withdrawn"
        mentee.save()

    assert "baseline" not in first_step(mentee).title


def test_an_unlimited_door_names_no_day(mentee):
    open_baseline(mentee.program, door=Door.OPEN)

    assert first_step(mentee).due is None
