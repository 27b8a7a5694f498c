"""Today says how many of each side have answered what is open."""

import pytest
from django.urls import reverse

from instruments.kinds import Occasion
from programs.services import change_settings
from tests.dashboard.statements import MOST, statements
from tests.factories.instruments import start
from tests.factories.participants import ParticipantFactory
from tests.instruments.test_occasions import START, pair_in
from tests.instruments.year import day_of, make_program, send_on
from tests.partnerships.lasting.people import on


@pytest.fixture
def program(organization):
    return make_program(slug="spring")


def test_an_open_questionnaire_has_a_line_with_both_sides(
    program, organization, coordinator, coordinator_client
):
    today = reverse("dashboard:home", args=[organization.slug])
    detail = reverse("programs:detail", args=[organization.slug, program.slug])
    pair = pair_in(program)
    ParticipantFactory(program=program)  # has nobody, so is not asked
    with on(START):
        counts = [len(statements(coordinator_client, page)) for page in (today, detail)]
    send_on(pair.mentee, Occasion.MID_YEAR, 3)
    with on(day_of(pair.mentor, Occasion.MID_YEAR, 4)):
        start(pair.mentor, Occasion.MID_YEAR)
        for page, count in zip((today, detail), counts, strict=True):
            said = coordinator_client.get(page).content.decode()
            assert "Mid-year evaluation: 1 of 1 mentee has answered" in said
            assert "0 of 1 mentor has answered" in said
            assert "Open until" in said
            assert f"{program.slug}/questionnaires/?occasion=mid_year" in said
            assert len(statements(coordinator_client, page)) == count <= MOST


def test_what_is_closed_has_no_line(program, organization, coordinator, coordinator_client):
    pair = pair_in(program)
    change_settings(program, grace_days=30, by=coordinator)
    today = reverse("dashboard:home", args=[organization.slug])
    for days in (-1, 22):
        with on(day_of(pair.mentee, Occasion.MID_YEAR, days)):
            assert "have answered" not in coordinator_client.get(today).content.decode()
