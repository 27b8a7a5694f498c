"""Promises 1 to 4 of a partnership, tried around Python: rows and raw SQL as the application."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone

from mentoring.tenancy import context
from organizations.models import Employment
from participants.models import MentorPlace
from participants.roles import Standing
from partnerships.lifecycle import transitions
from partnerships.models import Partnership
from tests.conftest import owner_connection
from tests.factories.organizations import (
    CompanyFactory,
    CompanyIndustryFactory,
    CompetitorDeclarationFactory,
    CorporateGroupFactory,
    OrganizationFactory,
)
from tests.factories.participants import ParticipantFactory
from tests.factories.partnerships import announced_row, make_partnership, say_yes
from tests.factories.programs import ProgramFactory


@pytest.fixture
def pair(organization):
    """A mentor with one place and a mentee who may be matched."""
    program = ProgramFactory()
    return (
        ParticipantFactory(program=program, mentor=True),
        ParticipantFactory(program=program),
    )


def _refused(rule, partnership):
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        partnership.save()
    assert refusal.value.__cause__.diag.constraint_name == rule


def _sql(statement, *args):
    with connection.cursor() as cursor:
        cursor.execute(statement, args)
        return cursor.fetchall() if cursor.description else cursor.rowcount


def test_a_pair_from_two_companies_may_be_announced(pair):
    mentor, mentee = pair

    announced_row(mentor=mentor, mentee=mentee).save()

    assert Partnership.objects.get().status == "proposed"


def test_never_from_the_same_company(organization):
    program, company = ProgramFactory(), CompanyFactory()
    mentor = ParticipantFactory(program=program, company=company, mentor=True)
    mentee = ParticipantFactory(program=program, company=company)

    _refused("partnership_across_companies", announced_row(mentor=mentor, mentee=mentee))


def test_never_from_the_same_corporate_group(pair):
    group = CorporateGroupFactory()
    for participant in pair:
        participant.company.corporate_group = group
        participant.company.save()

    _refused("partnership_noncompeting", announced_row(mentor=pair[0], mentee=pair[1]))


@pytest.mark.parametrize("declared_by", [0, 1])
def test_never_declared_competitors_in_either_direction(pair, declared_by):
    CompetitorDeclarationFactory(
        company=pair[declared_by].company, competitor=pair[1 - declared_by].company
    )

    _refused("partnership_noncompeting", announced_row(mentor=pair[0], mentee=pair[1]))


def test_never_from_the_same_industry(pair):
    CompanyIndustryFactory(company=pair[0].company, code="311811")
    CompanyIndustryFactory(company=pair[1].company, code="311812")

    _refused("partnership_noncompeting", announced_row(mentor=pair[0], mentee=pair[1]))


def test_companies_cannot_be_forged(pair):
    mentor, mentee = pair

    _refused(
        "partnership_current_jobs",
        announced_row(mentor=mentor, mentee=mentee, mentor_company_id=CompanyFactory().pk),
    )


def test_a_job_of_somebody_else_cannot_be_borrowed(pair):
    mentor, mentee = pair
    stranger = ParticipantFactory()
    job = Employment.objects.get(person=stranger.person)

    _refused(
        "partnership_mentor_job",
        announced_row(mentor=mentor, mentee=mentee, mentor_employment=job),
    )


def test_nobody_is_matched_by_a_job_that_has_ended(pair):
    mentor, mentee = pair
    row = announced_row(mentor=mentor, mentee=mentee)
    Employment.objects.filter(person=mentor.person).update(ended_on=timezone.localdate())

    _refused("partnership_current_jobs", row)


def test_a_job_made_up_for_the_occasion_hides_no_employer(pair):
    mentor, mentee = pair
    invented = CompanyFactory()
    ghost = Employment.objects.create(
        person=mentor.person,
        company=invented,
        started_on=date(2031, 1, 1),
        ended_on=date(2031, 1, 1),
    )
    row = announced_row(mentor=mentor, mentee=mentee)
    row.mentor_employment, row.mentor_company = ghost, invented

    _refused("partnership_current_jobs", row)


def test_an_older_snapshot_is_no_way_around_a_declaration(transactional_db):
    organization = OrganizationFactory()
    with context.enter(context.Context(organization.pk)):
        program = ProgramFactory()
        mentor = ParticipantFactory(program=program, mentor=True)
        mentee = ParticipantFactory(program=program)

    with context.enter(context.Context(organization.pk)):
        row = announced_row(mentor=mentor, mentee=mentee)
    with transaction.atomic():
        _sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        with context.enter(context.Context(organization.pk)):
            _refused("partnership_read_committed", row)


def test_people_of_two_programs_are_not_matched(organization):
    mentor, mentee = ParticipantFactory(mentor=True), ParticipantFactory()

    _refused("partnership_mentor_frozen", announced_row(mentor=mentor, mentee=mentee))


def test_two_mentees_are_not_matched(organization):
    program = ProgramFactory()
    one, two = ParticipantFactory(program=program), ParticipantFactory(program=program)

    _refused("partnership_both_take_part", announced_row(mentor=one, mentee=two))


@pytest.mark.parametrize("standing", sorted(set(Standing) - {Standing.IN}))
@pytest.mark.parametrize("who", [0, 1])
def test_only_people_who_take_part_are_matched(pair, standing, who):
    pair[who].standing = standing
    pair[who].save()

    _refused("partnership_both_take_part", announced_row(mentor=pair[0], mentee=pair[1]))


def test_a_mentor_never_has_more_than_the_capacity_given(pair):
    mentor, mentee = pair
    announced_row(mentor=mentor, mentee=mentee).save()
    second = ParticipantFactory(program=mentor.program)

    _refused("partnership_one_live_per_place", announced_row(mentor=mentor, mentee=second))
    _refused("partnership_place_exists", announced_row(mentor=mentor, mentee=second, place=2))


def test_a_mentee_has_one_live_partnership(pair):
    mentor, mentee = pair
    announced_row(mentor=mentor, mentee=mentee).save()
    other = ParticipantFactory(program=mentor.program, mentor=True)

    _refused("partnership_one_live_per_mentee", announced_row(mentor=other, mentee=mentee))


def test_capacity_is_not_lowered_below_what_is_held(pair):
    mentor, mentee = pair
    announced_row(mentor=mentor, mentee=mentee).save()
    mentor.capacity = 0

    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        mentor.save()
    assert refusal.value.__cause__.diag.constraint_name == "partnership_place_exists"


def test_places_are_made_by_capacity_alone(pair):
    mentor, _ = pair
    mentor.capacity = 3
    mentor.save()

    assert list(MentorPlace.objects.order_by("number").values_list("number", flat=True)) == [
        1,
        2,
        3,
    ]
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        MentorPlace.objects.create(participant=mentor, number=4)


def test_an_announcement_is_accepted_by_nobody(pair):
    row = announced_row(mentor=pair[0], mentee=pair[1], mentor_accepted_at=timezone.now())

    _refused("partnership_legal_step", row)


@pytest.mark.parametrize("side", ["mentor", "mentee"])
def test_nobody_accepts_for_somebody_else(pair, side):
    partnership = make_partnership(mentor=pair[0], mentee=pair[1])
    other = pair[1] if side == "mentor" else pair[0]
    set_yes = f"UPDATE partnerships_partnership SET {side}_accepted_at = now()"

    for user_id in (None, other.person.user_id):
        own = context.Context(partnership.organization_id, user_id)
        refused = pytest.raises(IntegrityError, match="accepts for themselves")
        with context.enter(own), refused, transaction.atomic():
            _sql(set_yes)


def test_nobody_takes_over_a_persons_voice(pair):
    mentor, mentee = pair

    with pytest.raises(IntegrityError, match="keeps their login"), transaction.atomic():
        _sql(
            "UPDATE organizations_person SET user_id = %s WHERE id = %s",
            mentor.person.user_id,
            mentee.person_id,
        )


def test_nobody_accepts_after_the_deadline_or_moves_it(pair):
    now = timezone.now()
    partnership = make_partnership(
        mentor=pair[0],
        mentee=pair[1],
        announced_at=now - timedelta(days=8),
        answer_by=now - timedelta(days=1),
    )

    with pytest.raises(IntegrityError, match="time to answer"), transaction.atomic():
        say_yes(partnership, "mentor")
    partnership.refresh_from_db()
    partnership.answer_by = now + timedelta(days=7)
    _refused("partnership_deadline_kept", partnership)


def test_preparing_begins_when_both_accepted(pair):
    partnership = make_partnership(mentor=pair[0], mentee=pair[1], accepted_by=["mentor"])

    partnership.status = "preparing"
    _refused("partnership_both_accepted", partnership)
    say_yes(partnership, "mentee")
    partnership.refresh_from_db()
    assert partnership.status == "preparing"


def test_an_answer_is_given_once(pair):
    partnership = make_partnership(mentor=pair[0], mentee=pair[1], accepted_by=["mentor"])
    partnership.mentor_accepted_at = None

    _refused("partnership_acceptance_final", partnership)


def test_acceptance_after_a_declaration_is_refused(pair):
    partnership = make_partnership(mentor=pair[0], mentee=pair[1], accepted_by=["mentor"])
    CompetitorDeclarationFactory(company=pair[0].company, competitor=pair[1].company)

    with pytest.raises(IntegrityError, match="compete"), transaction.atomic():
        say_yes(partnership, "mentee")


def test_the_parties_never_change(pair):
    partnership = make_partnership(mentor=pair[0], mentee=pair[1])
    partnership.mentee = ParticipantFactory(program=pair[0].program)

    _refused("partnership_parties_frozen", partnership)


def test_a_partnership_is_never_deleted_and_its_history_never_changed(pair):
    make_partnership(mentor=pair[0], mentee=pair[1])

    for statement in (
        "DELETE FROM partnerships_partnership",
        "DELETE FROM partnerships_partnershipevent",
        "UPDATE partnerships_partnershipevent SET action = 'x'",
    ):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            _sql(statement)


def test_the_database_knows_the_same_steps_as_the_table_in_code(db):
    rows = _sql("SELECT source, target FROM app.partnership_transition")

    assert set(rows) == {(source.value, target.value) for source, target in transitions()}


def test_an_illegal_step_is_refused(pair):
    partnership = make_partnership(mentor=pair[0], mentee=pair[1], accepted_by=["mentor", "mentee"])
    partnership.status = "completed"
    partnership.place = None
    partnership.ended_at = timezone.now() + timedelta(days=1)

    _refused("partnership_legal_step", partnership)


@pytest.mark.parametrize("table", ["partnership_transition", "occasion_stage"])
@pytest.mark.parametrize(
    "statement", ["INSERT INTO app.{} VALUES ('x', 'y')", "DELETE FROM app.{}", "TRUNCATE app.{}"]
)
def test_nobody_rewrites_the_rules(organization, table, statement):
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        _sql(statement.format(table))


@pytest.fixture
def a_step_back(transactional_db):
    """As if a step led from ended to active."""
    owner = owner_connection()
    owner.autocommit = True
    cursor = owner.cursor()
    cursor.execute("INSERT INTO app.partnership_transition VALUES ('ended', 'active')")
    yield
    cursor.execute(
        "DELETE FROM app.partnership_transition WHERE (source, target) = ('ended', 'active')"
    )
    owner.close()


def test_what_is_over_never_begins_again_between_competitors(a_step_back, pair):
    partnership = make_partnership(mentor=pair[0], mentee=pair[1], accepted_by=["mentor", "mentee"])
    partnership.status, partnership.place, partnership.ended_at = "ended", None, timezone.now()
    partnership.save()
    CompetitorDeclarationFactory(company=pair[0].company, competitor=pair[1].company)

    partnership.status, partnership.place, partnership.ended_at = "active", 1, None

    _refused("partnership_noncompeting", partnership)
