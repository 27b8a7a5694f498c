"""The guide that fits a stage, for each side, with its agenda and prompts."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from partnerships.lifecycle import Status
from partnerships.nudges.stages import AGREE, CLOSE, LABELS, MID_YEAR, OPEN, WORK, stage_now
from tests.dashboard.statements import MOST, statements
from tests.factories.participants import ParticipantFactory, membership_of
from tests.factories.partnerships import make_partnership
from tests.factories.training import furnish, introduce
from training.modules import versions
from training.modules.models import TextVersion

BEGUN = datetime(2027, 1, 10, 9, tzinfo=UTC)
END = date(2028, 1, 10)


@pytest.mark.parametrize(
    ("status", "introduced_at", "today", "code"),
    [
        (Status.PREPARING, None, date(2027, 1, 9), OPEN),
        (Status.PREPARING, BEGUN, date(2027, 1, 19), OPEN),
        (Status.PREPARING, BEGUN, date(2027, 1, 20), AGREE),
        (Status.ACTIVE, BEGUN, date(2027, 3, 1), WORK),
        (Status.ACTIVE, BEGUN, date(2027, 7, 1), MID_YEAR),
        (Status.ACTIVE, BEGUN, date(2027, 9, 1), WORK),
        (Status.PAUSED, BEGUN, date(2027, 9, 1), WORK),
        (Status.ACTIVE, BEGUN, date(2027, 12, 7), CLOSE),
        (Status.CLOSING, BEGUN, date(2027, 9, 1), CLOSE),
        (Status.COMPLETED, BEGUN, date(2028, 1, 11), ""),
        (Status.ENDED, BEGUN, date(2027, 5, 1), ""),
        (Status.ENDED, BEGUN, date(2028, 1, 9), ""),
        (Status.PROPOSED, None, date(2027, 1, 1), ""),
        (Status.DECLINED, None, date(2027, 1, 1), ""),
    ],
)
def test_each_stage_has_its_guide(status, introduced_at, today, code):
    assert stage_now(status, introduced_at, END, today) == code


def at(participant, code):
    return reverse("portal:guide", args=[participant.organization.slug, participant.pk, code])


@pytest.mark.parametrize("side", ["mentee", "mentor"])
@pytest.mark.parametrize("code", LABELS)
def test_a_guide_has_an_agenda_and_prompts_of_its_side(client_for, organization, side, code):
    one = ParticipantFactory(mentor=side == "mentor")
    versions.ship()
    page = client_for(membership_of(one)).get(at(one, code))

    guide = TextVersion.objects.get(kind="guide", side=side, code=code)
    assert page.context["text"].title == guide.title
    assert page.context["text"].items[0][1].replace("'", "&#x27;") in page.text
    assert page.text.count('aria-current="page"') >= 1


def test_what_coordinators_wrote_is_read(client_for, organization, coordinator):
    one = ParticipantFactory()
    versions.ship()
    guide = TextVersion.objects.get(kind="guide", side="mentee", code="work")
    text = guide.source.replace("title: ", "title: Our ", 1)
    versions.save("guide", "mentee", "work", text, 1, by=coordinator)

    assert "Our " in client_for(membership_of(one)).get(at(one, "work")).text


def test_guides_of_others_are_not_found(client_for, organization):
    one, other = ParticipantFactory(), ParticipantFactory()
    versions.ship()
    browser = client_for(membership_of(one))

    assert browser.get(at(other, "work")).status_code == 404
    assert browser.get(at(one, "nothing")).status_code == 404
    assert len(statements(browser, at(one, "work"))) <= MOST


def test_the_page_of_the_two_leads_to_what_helps_now(client_for, organization):
    partnership = make_partnership(accepted_by=("mentor", "mentee"))
    mentee = partnership.mentee
    address = reverse("portal:match", args=[organization.slug, partnership.pk])
    furnish()
    browser = client_for(membership_of(mentee))
    assert at(mentee, "open") in browser.get(address).text
    introduce(partnership)

    assert at(mentee, "open") in browser.get(address).text
    home = browser.get(reverse("portal:home", args=[organization.slug])).text
    assert reverse("portal:meetings:propose", args=[organization.slug, partnership.pk]) in home
