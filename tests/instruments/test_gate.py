"""No match is announced before the baseline has closed, whoever tries and by whatever path."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from instruments import services
from instruments.kinds import Occasion
from instruments.queries import open_baseline as baseline_in_the_way
from matching.announcing import announce
from matching.decisions import CannotDecide
from matching.services import approve_many
from partnerships.models import Partnership
from partnerships.services import CannotAnnounce, announce_partnership
from programs.models import Door, ProgramDate
from programs.services import create_program
from tests.factories.instruments import open_baseline, send
from tests.factories.participants import ParticipantFactory
from tests.factories.partnerships import announced_row, make_partnership
from tests.factories.programs import ProgramFactory
from tests.matching.pools import finished_run, make_pool


@pytest.fixture
def program(organization):
    made = ProgramFactory()
    open_baseline(made)
    return made


@pytest.fixture
def pair(program):
    return {
        "mentor": ParticipantFactory(program=program, mentor=True),
        "mentee": ParticipantFactory(program=program),
    }


def refuse_row(pair):
    with pytest.raises(IntegrityError, match="baseline has not closed"), transaction.atomic():
        announced_row(**pair).save()


def test_the_database_refuses_while_it_is_open(pair):
    refuse_row(pair)


def test_the_database_refuses_before_it_opens(pair, program):
    today = timezone.localdate()
    ProgramDate.objects.update(
        opens_on=today + timedelta(days=3), closes_on=today + timedelta(days=9)
    )

    refuse_row(pair)


def test_its_last_day_belongs_to_it(pair, program):
    ProgramDate.objects.update(closes_on=timezone.localdate())
    refuse_row(pair)

    ProgramDate.objects.update(closes_on=timezone.localdate() - timedelta(days=1))
    announced_row(**pair).save()


def test_a_door_held_open_keeps_matches_back(pair, program):
    ProgramDate.objects.update(closes_on=timezone.localdate() - timedelta(days=1), door=Door.OPEN)

    refuse_row(pair)


def test_the_service_says_why(pair, coordinator):
    with pytest.raises(CannotAnnounce, match="has not closed") as refusal:
        announce_partnership(**pair, by=coordinator, answer_days=7)

    assert refusal.value.rule == "baseline_open"


def test_closing_early_lets_matches_be_announced(pair, program, coordinator):
    services.close(program, Occasion.BASELINE, by=coordinator)

    announce_partnership(**pair, by=coordinator, answer_days=7)

    assert Partnership.objects.count() == 1


def test_a_program_may_do_without(pair, program):
    program.needs_baseline = False
    program.save()

    announced_row(**pair).save()


def test_a_program_without_a_date_for_it_has_no_gate(pair, program):
    ProgramDate.objects.all().delete()

    announced_row(**pair).save()


def test_a_date_moved_after_the_first_match_stops_nobody(pair, program, coordinator):
    services.close(program, Occasion.BASELINE, by=coordinator)
    make_partnership(**pair)
    open_baseline(program)

    make_partnership(
        mentor=ParticipantFactory(program=program, mentor=True),
        mentee=ParticipantFactory(program=program),
    )

    assert baseline_in_the_way(program) is None


def test_another_programs_baseline_is_no_obstacle(organization, program):
    make_partnership()


def test_a_run_is_not_announced_before(organization, program, coordinator):
    make_pool(mentees=2, mentors=2, program=program)
    run = finished_run(program)
    approve_many(list(run.matches.all()), by=coordinator)

    with pytest.raises(CannotDecide, match=r"comes before any match\. Open until"):
        announce(run, by=coordinator)
    assert not Partnership.objects.exists()

    services.close(program, Occasion.BASELINE, by=coordinator)
    assert len(announce(run, by=coordinator).announced) == 2


def test_new_programs_need_a_baseline(organization, coordinator):
    today = timezone.localdate()
    made = create_program(name="Bridge", starts_on=today + timedelta(weeks=20), by=coordinator)

    assert made.needs_baseline
    assert baseline_in_the_way(made).why.startswith("Opens on")


def test_answers_may_come_until_the_gate_opens(pair, program):
    assert send(pair["mentee"]).submitted_at
    refuse_row(pair)


def test_the_page_of_announcing_leads_to_the_baseline(
    organization, program, coordinator, coordinator_client
):
    make_pool(mentees=2, mentors=2, program=program)
    run = finished_run(program)
    approve_many(list(run.matches.all()), by=coordinator)
    address = reverse("matching:announce", args=[organization.slug, program.slug, run.number])

    page = coordinator_client.get(address).content.decode()
    assert "The baseline comes before any match" in page
    assert reverse("instruments:overview", args=[organization.slug, program.slug]) in page

    services.close(program, Occasion.BASELINE, by=coordinator)
    assert "The baseline comes before" not in coordinator_client.get(address).content.decode()
