"""Pages of programs, as a coordinator opens them."""

from datetime import date

import pytest
from django.urls import reverse

from organizations.models import AuditEvent
from organizations.roles import Role
from programs import services, timetable
from programs.models import WEIGHTS, Program
from tests.dashboard.statements import MOST, statements
from tests.factories.organizations import CompanyFactory, MembershipFactory
from tests.factories.participants import ParticipantFactory
from tests.factories.partnerships import make_partnership
from tests.factories.programs import ProgramFactory, SponsorshipFactory

START = date(2027, 1, 11)
PAGES = ("detail", "timetable", "settings", "sponsors")


def address(name, organization, *arguments):
    return reverse(f"programs:{name}", args=[organization.slug, *arguments])


@pytest.fixture
def program(coordinator):
    return services.create_program(
        name="Bridge", starts_on=START, needs_baseline=False, by=coordinator
    )


def settings_of(program, **changes):
    fields = ("name", "purpose", *services.LIMITS)
    return {field: getattr(program, field) for field in fields} | changes


def test_an_empty_organization_is_told_what_a_program_is(coordinator_client, organization):
    answer = coordinator_client.get(address("list", organization))

    assert "No program yet" in answer.text
    assert address("create", organization) in answer.text


def test_creating_shows_the_filled_in_timetable(coordinator_client, organization):
    form = {"name": "Bridge Winter", "purpose": "", "starts_on": "2027-01-11"}

    answer = coordinator_client.post(address("create", organization), form, follow=True)

    assert answer.redirect_chain == [(address("timetable", organization, "bridge-winter"), 302)]
    assert 'value="2026-11-30"' in answer.text  # matching opens six weeks before
    one_day = [entry for entry in timetable.TIMETABLE if entry.months is not None]
    assert answer.text.count("on one day") == len(one_day)
    assert "Bridge Winter is set up" in answer.text


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"name": "", "starts_on": "2027-01-11"}, "Please fill this in."),
        ({"name": "A", "starts_on": "11.01.2027"}, "Enter a valid date"),
        ({"name": "A", "starts_on": "2027-02-30"}, "Enter a valid date"),
        ({"name": "A", "starts_on": "9999-12-31"}, "between 1990 and 2200"),
        ({"name": "A\0B", "starts_on": "2027-01-11"}, "Null characters are not allowed"),
        ({"name": "x" * 121, "starts_on": "2027-01-11"}, "at most 120 characters"),
        ({"name": " bridge ", "starts_on": "2027-01-11"}, "There is a program with this name"),
        ({}, "Please fill this in."),
    ],
)
def test_creating_says_at_the_field_what_is_wrong(
    coordinator_client, organization, program, form, said
):
    answer = coordinator_client.post(address("create", organization), form)

    assert answer.status_code == 200
    assert said in answer.text
    assert Program.objects.count() == 1


def test_hostile_names_are_shown_as_text(coordinator_client, organization):
    form = {"name": "<img src=x onerror=alert(1)>", "starts_on": "2027-01-11"}

    answer = coordinator_client.post(address("create", organization), form, follow=True)

    assert "&lt;img src=x" in answer.text
    assert "<img src=x" not in answer.text


@pytest.mark.parametrize("name", PAGES)
def test_pages_of_a_foreign_program_are_not_found(
    coordinator_client, organization, other_organization, program, name
):
    assert coordinator_client.get(address(name, organization, "bridge")).status_code == 200
    assert coordinator_client.get(address(name, organization, "other")).status_code == 404
    assert coordinator_client.get(address(name, other_organization, "bridge")).status_code == 404


@pytest.mark.parametrize("role", [Role.HR, Role.PARTICIPANT])
@pytest.mark.parametrize("name", PAGES)
def test_pages_of_programs_are_for_staff(client_for, organization, program, name, role):
    participant = ParticipantFactory(program=program)
    membership = (
        MembershipFactory(role=role, company=participant.company)
        if role == Role.HR
        else MembershipFactory(role=role, person=participant.person)
    )

    assert client_for(membership).get(address(name, organization, "bridge")).status_code == 403


def test_overview_counts_who_is_in(coordinator_client, organization, program):
    SponsorshipFactory(program=program)
    ParticipantFactory(program=program)
    ParticipantFactory(program=program, mentor=True, capacity=3)
    make_partnership(
        mentor=ParticipantFactory(program=program, mentor=True),
        mentee=ParticipantFactory(program=program),
        accepted_by=("mentor", "mentee"),
    )

    answer = coordinator_client.get(address("detail", organization, "bridge"))

    assert (answer.context["counts"].mentees, answer.context["counts"].mentors) == (2, 2)
    assert (answer.context["counts"].places, answer.context["counts"].accepted) == (4, 1)
    assert "1 accepted by both, 0 waiting for an answer" in answer.text


def test_moving_the_start_moves_the_page(coordinator_client, organization, program):
    answer = coordinator_client.post(
        address("move", organization, "bridge"), {"starts_on": "2027-01-18"}, follow=True
    )

    assert 'value="2026-12-07"' in answer.text
    program.refresh_from_db()
    assert program.starts_on == date(2027, 1, 18)


def test_moving_to_no_day_is_said_and_nothing_moves(coordinator_client, organization, program):
    answer = coordinator_client.post(address("move", organization, "bridge"), {"starts_on": "x"})

    assert "Enter a valid date" in answer.text
    program.refresh_from_db()
    assert program.starts_on == START


def dates_form(program, **changes):
    form = {}
    for row in program.dates.exclude(key="start"):
        form |= {f"opens_{row.key}": row.opens_on, f"closes_{row.key}": row.closes_on}
    return form | changes


def test_all_dates_are_saved_in_one_form(coordinator_client, organization, program):
    form = dates_form(program, closes_matching="2026-12-24", opens_check_3="2027-04-09")

    coordinator_client.post(address("timetable", organization, "bridge"), form)

    assert program.dates.get(key="matching").closes_on == date(2026, 12, 24)
    assert AuditEvent.objects.filter(verb="program.date_set").count() == 2


def test_one_wrong_date_saves_none(coordinator_client, organization, program):
    form = dates_form(program, closes_matching="2026-12-24", closes_check_3="2027-01-01")

    answer = coordinator_client.post(address("timetable", organization, "bridge"), form)

    assert "This is before it opens." in answer.text
    assert program.dates.get(key="matching").closes_on == date(2026, 12, 21)


def test_the_end_before_the_start_is_said_at_its_row(coordinator_client, organization, program):
    form = dates_form(program, opens_end="2026-01-01")

    answer = coordinator_client.post(address("timetable", organization, "bridge"), form)

    assert "A program ends after it starts." in str(answer.context["form"].errors["opens_end"])


def test_a_program_without_dates_can_be_given_some(coordinator_client, organization):
    bare = ProgramFactory(slug="bare")

    page = coordinator_client.get(address("timetable", organization, "bare"))
    assert page.status_code == 200
    assert coordinator_client.get(address("detail", organization, "bare")).status_code == 200
    form = {"opens_training": "2026-12-21", "closes_training": "2027-01-11"}
    coordinator_client.post(address("timetable", organization, "bare"), form)

    assert bare.dates.get().key == "training"


def test_settings_must_add_up(coordinator_client, organization, program):
    form = settings_of(program, weight_needs=41)

    answer = coordinator_client.post(address("settings", organization, "bridge"), form)

    assert "The six weights add up to 101. They must add up to 100." in answer.text
    program.refresh_from_db()
    assert program.weight_needs == WEIGHTS["weight_needs"]


@pytest.mark.parametrize("value", ["-1", "101", "", "ten", "1e3", "99999999999999999999", "4.5"])
def test_a_weight_that_is_no_percentage_is_said(coordinator_client, organization, program, value):
    form = settings_of(program, weight_needs=value)

    answer = coordinator_client.post(address("settings", organization, "bridge"), form)

    assert answer.context["form"].errors["weight_needs"]


def test_settings_are_saved(coordinator_client, organization, program):
    form = settings_of(program, name="Bridge 2", answer_days=10, weight_needs=45, weight_path=10)

    answer = coordinator_client.post(address("settings", organization, "bridge"), form, follow=True)

    assert "The settings are saved." in answer.text
    program.refresh_from_db()
    assert (program.name, program.answer_days, program.weight_needs) == ("Bridge 2", 10, 45)


def test_sponsors_are_added_changed_and_taken_out(coordinator_client, organization, program):
    company = CompanyFactory(name="Torvelia")
    seats = {"mentee_seats": 5, "mentors_owed": 4}

    coordinator_client.post(
        address("add-sponsor", organization, "bridge"), {"company": company.pk, **seats}
    )
    form = {f"mentee_seats_{company.pk}": 6, f"mentors_owed_{company.pk}": 4}
    page = coordinator_client.post(address("sponsors", organization, "bridge"), form, follow=True)
    assert "Torvelia" in page.text
    assert program.sponsorships.get().mentee_seats == 6
    coordinator_client.post(address("stop-sponsoring", organization, "bridge", company.pk))

    assert not program.sponsorships.exists()


@pytest.mark.parametrize("seats", ["-1", "501", "", "many"])
def test_impossible_seats_are_said_at_their_field(coordinator_client, organization, program, seats):
    row = SponsorshipFactory(program=program)
    form = {f"mentee_seats_{row.company_id}": seats, f"mentors_owed_{row.company_id}": 1}

    answer = coordinator_client.post(address("sponsors", organization, "bridge"), form)

    assert answer.context["form"].errors[f"mentee_seats_{row.company_id}"]
    row.refresh_from_db()
    assert row.mentee_seats == 5


def test_a_foreign_company_cannot_become_a_sponsor(
    coordinator_client, organization, other_organization, program
):
    form = {"company": other_organization.pk, "mentee_seats": 1, "mentors_owed": 1}

    answer = coordinator_client.post(address("add-sponsor", organization, "bridge"), form)

    assert answer.context["adding"].errors["company"]
    assert not program.sponsorships.exists()


@pytest.mark.parametrize("name", ["list", *PAGES])
def test_pages_cost_the_same_for_one_row_and_for_three(
    coordinator_client, organization, program, name
):
    def fill():
        row = SponsorshipFactory(program=program)
        ParticipantFactory(program=program, company=row.company)
        make_partnership(mentee=ParticipantFactory(program=program))

    url = address(name, organization, *([] if name == "list" else ["bridge"]))
    fill()
    once = statements(coordinator_client, url)
    for number in range(2):
        fill()
        other = services.create_program(
            name=f"Other {number}", starts_on=START, needs_baseline=False, by=None
        )
        SponsorshipFactory(program=other)

    assert len(statements(coordinator_client, url)) == len(once) <= MOST
