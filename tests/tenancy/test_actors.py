"""What participants and guests may read and write inside their own organization, by raw SQL."""

import pytest
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, transaction
from django.utils import timezone

from mentoring.tenancy import context
from participants.nominating import answering, texts
from participants.nominating.models import Application, Consent
from participants.roles import Side, Standing
from tests.factories.instruments import as_person
from tests.factories.nominations import asked, nominated, open_program
from tests.factories.organizations import CompanyFactory, CompetitorDeclarationFactory
from tests.factories.participants import ParticipantFactory, membership_of
from training import briefing
from training.models import BriefingAgreement

Actor = context.Actor


@pytest.fixture
def program(organization):
    sponsor, other = CompanyFactory(), CompanyFactory()
    CompetitorDeclarationFactory(company=sponsor, competitor=other)
    program = open_program(sponsor, other)
    nominated(program, sponsor, "nora@works.example")
    Application.objects.create(program=program, side=Side.MENTEE, email="a@b.example")
    return program


@pytest.fixture
def me(program):
    return asked(program, email="me@works.example")


@pytest.fixture
def another(program):
    return asked(program, email="another@works.example")


def _sql(statement, *args):
    with connection.cursor() as cursor:
        cursor.execute(statement, args)
        return cursor.fetchall() if cursor.description else cursor.rowcount


def _touches(statement, *args):
    """How many rows a statement changes; none as well when row security refuses it."""
    try:
        with transaction.atomic():
            return _sql(statement, *args)
    except ProgrammingError as refusal:
        if "row-level security" not in str(refusal):
            raise
        return 0


def _as(participant, actor):
    user_id = participant.person.user_id if actor is Actor.PARTICIPANT else None
    return context.enter(context.Context(participant.organization_id, user_id, actor))


WRITES = [
    "UPDATE programs_program SET needs_baseline = false",
    "UPDATE programs_programdate SET door = 'open'",
    "DELETE FROM programs_programdate",
    "UPDATE programs_sponsorship SET competitors_stated_at = now(), mentee_seats = 99",
    "DELETE FROM programs_sponsorship",
    "UPDATE organizations_company SET name = name || '!'",
    "DELETE FROM organizations_competitordeclaration",
    "DELETE FROM participants_asking",
    "UPDATE participants_application SET title = 'x'",
    "INSERT INTO organizations_corporategroup (organization_id, id, name)"
    " VALUES (app.organization(), gen_random_uuid(), 'x')",
]


@pytest.mark.parametrize("actor", [Actor.PARTICIPANT, Actor.GUEST])
@pytest.mark.parametrize("statement", WRITES)
def test_participants_and_guests_write_no_facts_of_the_program(me, actor, statement):
    with _as(me, actor):
        assert _touches(statement) == 0
    with _as(me, Actor.COORDINATOR):
        assert _touches(statement) > 0


@pytest.mark.parametrize("actor", [Actor.PARTICIPANT, Actor.GUEST])
@pytest.mark.parametrize(
    "table", ["nomination", "nominationresult", "application", "takeback", "importline", "bulkact"]
)
def test_participants_and_guests_do_not_read_how_others_came_in(me, actor, table):
    with _as(me, actor):
        assert _sql(f"SELECT count(*) FROM participants_{table}") == [(0,)]


def test_everybody_sees_their_own_question_and_consent_alone(me, another):
    for one in (me, another):
        text = texts.current_text(one.program)
        with as_person(one):
            answering.accept(one, text.pk, by=membership_of(one))

    for one in (me, another):
        with as_person(one):
            for table in ("asking", "consent"):
                found = _sql(f"SELECT participant_id FROM participants_{table}")
                assert found == [(one.pk,)]
    with _as(me, Actor.GUEST):
        assert not Consent.objects.exists()
    with _as(me, Actor.COORDINATOR):
        assert Consent.objects.count() == 2


def test_a_participant_writes_no_other_participant(me, another):
    change = "UPDATE participants_participant SET title = 'x' WHERE id = %s"

    with as_person(me):
        assert _touches(change, me.pk) == 1
        assert _touches(change, another.pk) == 0
        assert _touches("DELETE FROM participants_participant") == 0
    with _as(me, Actor.GUEST):
        assert _touches(change, me.pk) == 0


def test_a_participant_takes_themselves_into_no_program(me):
    copy = (
        "INSERT INTO participants_participant SELECT (jsonb_populate_record(p, jsonb_build_object("
        "'id', gen_random_uuid(), 'standing', 'in', 'side', 'mentor'))).*"
        " FROM participants_participant p WHERE id = %s"
    )

    with as_person(me):
        assert _touches(copy, me.pk) == 0
    with _as(me, Actor.COORDINATOR):
        assert _touches(copy, me.pk) == 1


@pytest.mark.parametrize("before", sorted(set(Standing) - {Standing.NOMINATED}))
@pytest.mark.parametrize("after", sorted(Standing))
def test_nobody_decides_more_of_their_own_standing_than_the_answer(program, before, after):
    if before == after:
        return
    me = ParticipantFactory(program=program, standing=before)

    with as_person(me), pytest.raises(IntegrityError) as refusal, transaction.atomic():
        _sql("UPDATE participants_participant SET standing = %s WHERE id = %s", after, me.pk)

    rules = {"participant_answers_question", "participant_consented"}
    assert refusal.value.__cause__.diag.constraint_name in rules


def test_an_agreement_to_a_briefing_stays(organization, coordinator):
    text = briefing.current_text("managers")
    mentee = ParticipantFactory()
    BriefingAgreement.objects.create(
        text=text,
        participant=mentee,
        address="boss@b.example",
        name="Boss",
        agreed_at=timezone.now(),
    )

    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        BriefingAgreement.objects.all().delete()
