"""What may be done to a program, and what is refused."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from organizations.models import AuditEvent
from organizations.roles import Role
from programs import services
from programs.models import Program, ProgramDate, Sponsorship
from programs.queries import sponsors_of
from programs.timetable import default_dates
from tests.factories.organizations import CompanyFactory, MembershipFactory
from tests.factories.participants import ParticipantFactory

START = date(2027, 1, 11)


def make(coordinator, name="Bridge Winter 2027", starts_on=START, **facts):
    return services.create_program(name=name, starts_on=starts_on, by=coordinator, **facts)


def span(program, key):
    row = program.dates.get(key=key)
    return row.opens_on, row.closes_on


def verbs():
    return list(AuditEvent.objects.order_by("at", "id").values_list("verb", flat=True))


def test_create_program_fills_in_the_year(coordinator):
    program = make(coordinator, purpose="  Wider views  ")

    assert (program.slug, program.purpose) == ("bridge-winter-2027", "Wider views")
    assert program.ends_on == date(2028, 1, 11)
    assert {row.key: (row.opens_on, row.closes_on) for row in program.dates.all()} == default_dates(
        START
    )
    event = AuditEvent.objects.get(verb="program.created")
    assert (event.object_id, event.by_user_id) == (program.pk, coordinator.user_id)


def test_only_an_administrator_drops_the_second_pair_of_eyes(coordinator):
    program = make(coordinator, needs_two_approvers=True)

    with pytest.raises(ValidationError) as refused:
        services.change_settings(program, by=coordinator, needs_two_approvers=False)
    assert list(refused.value.message_dict) == ["needs_two_approvers"]

    administrator = MembershipFactory(role=Role.ADMINISTRATOR)
    assert not services.change_settings(
        program, by=administrator, needs_two_approvers=False
    ).needs_two_approvers


def test_a_new_program_says_what_it_gives_and_asks(coordinator):
    program = make(coordinator, demands="Two hours a month.")

    assert program.demands == "Two hours a month."
    assert "walked the path" in program.benefits


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Ünïcode & Co.", "unicode-co"),
        ("Наставничество", "program-2027"),
        ("メンタリング 2027", "program-2027"),
        ("برنامج الإرشاد", "program-2027"),
        ("2027", "program-2027"),
        ("🙂🙂", "program-2027"),
        ("new", "new-2"),
        ("../../etc/passwd", "etcpasswd"),
        ("<script>alert(1)</script>", "scriptalert1script"),
        ("x" * 120, "x" * 50),
    ],
)
def test_every_name_gets_an_address(coordinator, name, slug):
    assert make(coordinator, name=name).slug == slug


def test_names_that_differ_only_for_people_get_different_addresses(coordinator):
    slugs = [make(coordinator, name=name).slug for name in ("Über", "Uber", "Наставник", "导师")]

    assert slugs == ["uber", "uber-2", "program-2027", "program-2027-2"]


@pytest.mark.parametrize("again", ["Bridge Winter 2027", "  bridge   WINTER 2027 "])
def test_the_same_name_twice_is_refused(coordinator, again):
    make(coordinator)

    with pytest.raises(ValidationError) as refused:
        make(coordinator, name=again)

    assert list(refused.value.message_dict) == ["name"]
    assert Program.objects.count() == 1


def test_composed_and_decomposed_letters_are_the_same_name(coordinator):
    make(coordinator, name="Caf\u00e9")

    with pytest.raises(ValidationError):
        make(coordinator, name="Cafe\u0301")


@pytest.mark.parametrize(
    "facts",
    [
        {"ends_on": START},
        {"ends_on": date(2026, 1, 1)},
        {"starts_on": date(1, 1, 1)},
        {"starts_on": date(9999, 12, 31)},
        {"name": "   "},
        {"weight_needs": 41},
        {"weight_needs": -10, "weight_path": 65},
        {"answer_days": 0},
        {"default_zone_gap_hours": 13},
    ],
)
def test_an_impossible_program_is_refused_whole(coordinator, facts):
    with pytest.raises(ValidationError):
        make(coordinator, **facts)

    assert not Program.objects.exists()
    assert not ProgramDate.objects.exists()
    assert verbs() == []


def test_an_unknown_setting_is_a_mistake_of_the_caller(coordinator):
    with pytest.raises(TypeError):
        make(coordinator, weight_charm=5)


def test_shift_start_moves_every_date(coordinator):
    program = make(coordinator, starts_on=date(2027, 1, 31))
    services.set_date(program, "training", date(2027, 1, 20), date(2027, 1, 25), by=coordinator)

    program = services.shift_start(program, date(2027, 2, 28), by=coordinator)

    assert (program.starts_on, program.ends_on) == (date(2027, 2, 28), date(2028, 2, 28))
    assert span(program, "check_1") == (date(2027, 3, 28),) * 2
    assert span(program, "training") == (date(2027, 2, 17), date(2027, 2, 22))
    assert span(program, "start") == (date(2027, 2, 28),) * 2
    assert verbs()[-1] == "program.moved"


def test_shift_start_to_the_same_day_leaves_no_trace(coordinator):
    program = make(coordinator)

    services.shift_start(program, START, by=coordinator)

    assert verbs() == ["program.created"]


def test_set_date_of_the_end_moves_the_program_s_end(coordinator):
    program = make(coordinator)

    services.set_date(program, "end", date(2027, 12, 1), date(2027, 12, 20), by=coordinator)

    program.refresh_from_db()
    assert program.ends_on == date(2027, 12, 1)


@pytest.mark.parametrize(
    ("key", "opens_on", "closes_on"),
    [
        ("training", date(2027, 1, 5), date(2027, 1, 4)),
        ("start", START, START),
        ("party", START, START),
        ("end", date(2026, 12, 1), date(2027, 12, 1)),
        ("check_3", date(1, 1, 1), START),
    ],
)
def test_set_date_refuses_what_cannot_be(coordinator, key, opens_on, closes_on):
    program = make(coordinator)
    before = list(program.dates.values_list("key", "opens_on", "closes_on"))

    with pytest.raises(ValidationError):
        services.set_date(program, key, opens_on, closes_on, by=coordinator)

    assert list(program.dates.values_list("key", "opens_on", "closes_on")) == before
    assert verbs() == ["program.created"]


def test_set_date_twice_leaves_one_trace(coordinator):
    program = make(coordinator)

    for _ in range(2):
        services.set_date(program, "check_3", date(2027, 4, 9), date(2027, 4, 12), by=coordinator)

    assert verbs() == ["program.created", "program.date_set"]


def test_change_settings_records_what_changed(coordinator):
    program = make(coordinator)

    services.change_settings(
        program, weight_needs=30, weight_path=25, answer_days=7, by=coordinator
    )

    program.refresh_from_db()
    assert (program.weight_needs, program.weight_path) == (30, 25)
    facts = AuditEvent.objects.get(verb="program.settings_changed").facts
    assert facts["before"] == {"weight_needs": 40, "weight_path": 15}
    assert facts["after"] == {"weight_needs": 30, "weight_path": 25}


def test_change_settings_refuses_weights_that_do_not_add_up(coordinator):
    program = make(coordinator)

    with pytest.raises(ValidationError, match="add up to 100"):
        services.change_settings(program, weight_needs=39, by=coordinator)

    program.refresh_from_db()
    assert program.weight_needs == 40


def test_a_new_name_keeps_the_address_and_leaves_no_text_in_the_trail(coordinator):
    program = make(coordinator)

    services.change_settings(program, name="Bridge Spring", purpose="A secret", by=coordinator)

    program.refresh_from_db()
    assert (program.name, program.slug) == ("Bridge Spring", "bridge-winter-2027")
    facts = AuditEvent.objects.get(verb="program.settings_changed").facts
    assert facts == {"fields": ["name", "purpose"], "before": {}, "after": {}}


def test_set_dates_sets_all_rows_or_none(coordinator):
    program = make(coordinator)
    good, bad = (date(2027, 4, 9), date(2027, 4, 12)), (date(2027, 7, 9), date(2027, 7, 1))

    with pytest.raises(ValidationError) as refused:
        services.set_dates(program, {"check_3": good, "check_6": bad}, by=coordinator)

    assert list(refused.value.message_dict) == ["check_6"]
    assert span(program, "check_3") == (date(2027, 4, 11),) * 2
    assert verbs() == ["program.created"]


def test_sponsor_is_an_upsert_that_leaves_a_trace_only_for_changes(coordinator):
    program, company = make(coordinator), CompanyFactory()

    services.sponsor(program, company, 5, 4, by=coordinator)
    services.sponsor(program, company, 5, 4, by=coordinator)
    services.sponsor(program, company, 6, 4, by=coordinator)

    row = Sponsorship.objects.get()
    assert (row.mentee_seats, row.mentors_owed) == (6, 4)
    assert verbs().count("program.sponsored") == 2


@pytest.mark.parametrize("seats", [(-1, 0), (0, -1), (501, 0), (0, 501)])
def test_sponsor_refuses_impossible_seats(coordinator, seats):
    program, company = make(coordinator), CompanyFactory()

    with pytest.raises(ValidationError):
        services.sponsor(program, company, *seats, by=coordinator)

    assert not Sponsorship.objects.exists()


def test_a_company_with_people_in_the_program_stays(coordinator):
    program, company = make(coordinator), CompanyFactory()
    services.sponsor(program, company, 1, 0, by=coordinator)
    ParticipantFactory(program=program, company=company)

    with pytest.raises(ValidationError, match="stays a sponsor"):
        services.stop_sponsoring(program, company, by=coordinator)

    assert Sponsorship.objects.exists()


def test_stop_sponsoring_twice_leaves_one_trace(coordinator):
    program, company = make(coordinator), CompanyFactory()
    services.sponsor(program, company, 1, 0, by=coordinator)

    for _ in range(2):
        services.stop_sponsoring(program, company, by=coordinator)

    assert not Sponsorship.objects.exists()
    assert verbs().count("program.sponsor_left") == 1


def test_sponsors_of_counts_only_people_who_take_part(coordinator):
    program, company = make(coordinator), CompanyFactory(name="Alder")
    services.sponsor(program, company, 1, 2, by=coordinator)
    ParticipantFactory.create_batch(2, program=program, company=company)
    ParticipantFactory(program=program, company=company, standing="declined")
    ParticipantFactory(mentor=True, program=program, company=company)
    ParticipantFactory(mentor=True, program=program)

    (sponsor,) = sponsors_of(program)

    assert (sponsor.mentees, sponsor.mentors) == (2, 1)
    assert (sponsor.seats_left, sponsor.mentors_missing) == (-1, 1)
    assert not sponsor.is_settled
