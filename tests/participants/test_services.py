from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from notifications.models import Message
from organizations.models import AuditEvent, Company, Employment, Membership, Person
from organizations.services import save_company
from participants import services
from participants.models import Participant
from participants.roles import Side, Standing
from participants.services import save_participant
from participants.stored import values_of
from tests.factories.participants import ParticipantFactory
from tests.factories.partnerships import make_partnership
from tests.factories.programs import ProgramFactory
from tests.participants.files import ANA, BO, row_of


def test_a_new_person_gets_a_job_a_login_and_a_place_in_the_program(program, coordinator):
    outcome, differences = save_participant(program, Side.MENTOR, BO, by=coordinator)

    participant = Participant.objects.get(program=program)
    job = Employment.objects.get(person=participant.person)
    membership = Membership.objects.get(person=participant.person)
    assert (outcome, differences) == ("created", [])
    assert (participant.standing, participant.capacity) == (Standing.IN, 2)
    assert participant.places.count() == 2
    assert job.company_id == participant.company_id
    assert membership.user_id == participant.person.user_id
    assert participant.person.email == "bo@norrland.example"
    assert not Message.objects.exists()


def test_each_thing_done_for_a_new_person_leaves_one_line(program, coordinator):
    before = {event.pk for event in AuditEvent.objects.all()}

    save_participant(program, Side.MENTOR, BO, by=coordinator)

    new = AuditEvent.objects.exclude(pk__in=before)
    assert sorted(new.values_list("verb", "object_type")) == [
        ("employment.started", "employment"),
        ("membership.granted", "membership"),
        ("participant.created", "participant"),
        ("person.created", "person"),
    ]
    assert set(new.values_list("role", "by_user_id")) == {(coordinator.role, coordinator.user_id)}
    person = Person.objects.get(email=BO["email"])
    assert person.employments.get().started_on == timezone.localdate()
    assert person.memberships.get().name == person.name


def test_every_column_is_stored_and_read_back(program):
    save_participant(program, Side.MENTEE, ANA, by=None)

    values = values_of(Participant.objects.select_related("person").get())
    assert values["needs"] == ("delegating-work", "leading-a-team")
    assert values["transition_wanted"] == ("from-specialist-to-first-leadership-role",)
    assert values["languages"] == ("en", "pt")
    assert values["story"] == "Five people.\nNo time."
    assert values["ways_of_working"] == "ABBAAB-B"
    assert values["manager_email"] == "boss@talvera.example"
    norrland = Company.objects.get(name="Norrland Rail").pk
    assert [(name, pk) for name, _day, pk in values["former_employers"]] == [
        ("Norrland Rail", norrland)
    ]
    assert values["please_not"] == (("Norrland Rail", norrland), ("boss@talvera.example", None))


@pytest.mark.parametrize("side", Side)
def test_the_same_data_twice_changes_nothing(program, side):
    save_participant(program, side, row_of(side), by=None)
    before = AuditEvent.objects.count()

    assert save_participant(program, side, row_of(side), by=None) == ("", [])

    assert AuditEvent.objects.count() == before


def test_a_change_touches_what_differs_and_says_so(program, coordinator):
    save_participant(program, Side.MENTEE, ANA, by=None)
    changed = row_of(
        Side.MENTEE, email="ANA@Talvera.example", level="4", needs="Strategic thinking"
    )

    outcome, differences = save_participant(program, Side.MENTEE, changed, by=coordinator)

    participant = Participant.objects.get()
    assert outcome == "changed"
    assert [(one.column, one.old, one.new) for one in differences] == [
        ("level", "2", "4"),
        ("needs", "Delegating work; Leading a team", "Strategic thinking"),
    ]
    assert participant.level == 4
    assert [row.competency for row in participant.competencies.all()] == ["strategic-thinking"]
    event = AuditEvent.objects.filter(verb="participant.changed").get()
    assert event.facts == {"columns": ["level", "needs"]}
    assert event.by_user_id == coordinator.user_id


def test_columns_that_are_not_given_stay(program):
    save_participant(program, Side.MENTEE, ANA, by=None)
    few = {name: ANA[name] for name in ("email", "given_name", "family_name", "company")}

    assert save_participant(program, Side.MENTEE, few | {"title": ""}, by=None)[0] == "changed"

    participant = Participant.objects.get()
    assert (participant.title, participant.level) == ("", 2)


def test_a_person_can_be_mentor_here_and_mentee_there(program):
    other = ProgramFactory()
    save_participant(program, Side.MENTOR, BO, by=None)

    outcome, differences = save_participant(
        other, Side.MENTEE, row_of(Side.MENTEE, **_same_person(BO)), by=None
    )

    assert (outcome, differences) == ("created", [])
    assert Person.objects.filter(email=BO["email"]).count() == 1
    assert Membership.objects.filter(person__email=BO["email"]).count() == 1


def _same_person(cells):
    names = ("email", "given_name", "family_name", "company")
    return {name: cells[name] for name in names} | {"please_not": ""}


def test_a_new_employer_holds_in_every_program_that_is_not_over(program):
    later, over = ProgramFactory(), ProgramFactory(starts_on="2020-01-01", ends_on="2020-12-31")
    for one in (program, later, over):
        save_participant(one, Side.MENTOR, BO, by=None)
    moved = row_of(Side.MENTOR, company="Talvera Foods")

    save_participant(program, Side.MENTOR, moved, by=None)

    companies = {
        row.program_id: row.company.name for row in Participant.objects.select_related("company")
    }
    assert companies == {
        program.pk: "Talvera Foods",
        later.pk: "Talvera Foods",
        over.pk: "Norrland Rail",
    }
    ended = Employment.objects.get(company__name="Norrland Rail")
    assert ended.ended_on == timezone.localdate()


def test_a_problem_is_told_at_its_column_and_nothing_is_written(program):
    wrong = row_of(Side.MENTEE, level="9", company="Nowhere")

    with pytest.raises(ValidationError) as refusal:
        save_participant(program, Side.MENTEE, wrong, by=None)

    assert set(refusal.value.message_dict) == {"level", "company"}
    assert not Person.objects.exists()


def test_capacity_stays_above_the_places_that_are_held(organization):
    mentor = ParticipantFactory(mentor=True, capacity=3)
    make_partnership(mentor=mentor, place=2)
    cells = {
        "email": mentor.person.email,
        "given_name": mentor.person.given_name,
        "family_name": mentor.person.family_name,
        "company": mentor.company.name,
    }

    with pytest.raises(ValidationError) as refusal:
        save_participant(mentor.program, Side.MENTOR, cells | {"capacity": "1"}, by=None)

    assert refusal.value.message_dict == {
        "capacity": [
            "1 is too few: this mentor has matches or partnerships on more places. "
            "Write 3, or wait until they are over."
        ]
    }
    assert save_participant(mentor.program, Side.MENTOR, cells | {"capacity": "2"}, by=None)[0]
    assert mentor.places.count() == 2


@pytest.mark.parametrize(
    "name", ["O'Brien'); DROP TABLE x;--", "<script>alert(1)</script>", "{{ 7 }}", "Ζωή", "שם־טוב"]
)
def test_hostile_and_foreign_names_are_kept_as_text(program, name):
    save_participant(program, Side.MENTEE, row_of(Side.MENTEE, family_name=name), by=None)

    assert Person.objects.get().family_name == name


def test_a_standing_changes_by_legal_steps_and_leaves_a_trace(organization, coordinator):
    participant = ParticipantFactory()

    services.withdraw(participant, by=coordinator)

    participant.refresh_from_db()
    assert participant.standing == Standing.WITHDRAWN
    event = AuditEvent.objects.get(verb="participant.standing")
    assert event.facts == {"before": "in", "after": "withdrawn"}
    with pytest.raises(services.IllegalStanding, match="is “Withdrawn” by now"):
        services.remove(participant, by=coordinator)


def test_a_name_change_reaches_the_person(program):
    save_participant(program, Side.MENTEE, ANA, by=None)

    outcome, _differences = save_participant(
        program, Side.MENTEE, row_of(Side.MENTEE, family_name="Silva Reis"), by=None
    )

    assert outcome == "changed"
    assert Person.objects.get().family_name == "Silva Reis"
    assert AuditEvent.objects.filter(verb="person.renamed").count() == 1


def test_former_employers_become_companies_when_they_are_known(program):
    cells = row_of(Side.MENTEE, former_employers="Later Known (2024-02-03)")
    save_participant(program, Side.MENTEE, cells, by=None)
    save_company(name="Later Known", by=None)

    outcome, (difference,) = save_participant(program, Side.MENTEE, cells, by=None)

    assert outcome == "changed"
    assert difference.new == "Later Known (2024-02-03), one of your companies"
    assert Participant.objects.get().former_employers.get().company.name == "Later Known"


def test_the_last_day_at_a_former_employer_may_be_today(program):
    today = timezone.localdate()
    cells = row_of(Side.MENTEE, former_employers=f"Elsewhere ({today})")
    tomorrow = row_of(Side.MENTEE, former_employers=f"Elsewhere ({today + timedelta(days=1)})")

    assert save_participant(program, Side.MENTEE, cells, by=None)[0] == "created"
    with pytest.raises(ValidationError):
        save_participant(program, Side.MENTEE, tomorrow, by=None)
