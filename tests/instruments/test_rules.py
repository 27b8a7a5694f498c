"""What the database keeps, past every service."""

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils import timezone

from instruments import building, queries
from instruments.kinds import Informant, Kind, Occasion
from instruments.models import (
    Answer,
    Instrument,
    InstrumentVersion,
    Item,
    Response,
    Section,
)
from mentoring.crypto.models import ContentKey
from mentoring.crypto.services import destroy_keys
from mentoring.tenancy import context
from tests.conftest import owner_connection
from tests.factories.instruments import WORDS, answer, as_person, open_baseline, send, start
from tests.factories.organizations import OrganizationFactory
from tests.factories.participants import ParticipantFactory
from tests.surroundings import inside


@pytest.fixture
def mentee(organization):
    participant = ParticipantFactory()
    open_baseline(participant.program)
    return participant


def refused(match, error=IntegrityError):
    return pytest.raises(error, match=match)


@pytest.mark.parametrize(
    "change",
    [
        lambda: Item.objects.filter(key="direction-steps").update(text="Something else"),
        lambda: Item.objects.filter(key="direction-steps").update(is_reversed=True),
        lambda: Item.objects.filter(key="direction-steps").delete(),
        lambda: Section.objects.filter(position=1).update(title="Something else"),
        lambda: Section.objects.filter(position=1).delete(),
        lambda: InstrumentVersion.objects.update(number=7),
        lambda: Item.objects.create(
            version=InstrumentVersion.objects.get(),
            section=Section.objects.get(position=1),
            position=99,
            key="one-more",
            text="One more?",
            kind=Kind.TEXT,
        ),
    ],
)
def test_a_version_that_somebody_has_opened_never_changes(mentee, change):
    start(mentee)

    with refused("never changes"), transaction.atomic():
        change()


def test_until_then_it_may_change(mentee):
    building.newest_version(Informant.MENTEE, Occasion.BASELINE)

    assert Item.objects.filter(key="direction-steps").update(text="Something else") == 1


def test_whom_an_instrument_asks_never_changes(mentee):
    start(mentee)

    with refused("never changes"), transaction.atomic():
        Instrument.objects.update(informant=Informant.MENTOR)


@pytest.mark.parametrize(
    ("key", "columns"),
    [
        ("direction-steps", {"number": 6}),
        ("direction-steps", {"number": 0}),
        ("direction-steps", {"choices": ["3"]}),
        ("outside-talks", {"number": 100}),
        ("outside-talks", {"is_unsure": True}),
        ("hopes-before", {"choices": ["never", "once"]}),
        ("hopes-before", {"choices": ["nonsense"]}),
        ("hopes-what", {"choices": ["nonsense"]}),
        ("hopes-worry", {"number": 3}),
        ("mentoring-listens", {"number": 3}),
    ],
)
def test_an_answer_fits_its_question(mentee, key, columns):
    response = start(mentee)
    building.newest_version(Informant.MENTOR, Occasion.BASELINE)
    items = Item.objects.filter(key=key)
    item = items.filter(version=response.version_id).first() or items.get()

    with refused("no answer to this question"), transaction.atomic():
        Answer.objects.create(response=response, item=item, **columns)


@pytest.mark.parametrize("columns", [{}, {"number": 3, "is_unsure": True}])
def test_an_answer_is_one_thing(mentee, columns):
    response = start(mentee)
    item = Item.objects.get(key="direction-steps")

    with refused("no answer|answer_is_one_thing"), transaction.atomic():
        Answer.objects.create(response=response, item=item, **columns)


def test_what_was_sent_never_changes(mentee):
    response = send(mentee)
    item = Item.objects.get(key="direction-steps")

    for change in (
        lambda: Answer.objects.filter(item=item).update(number=1),
        lambda: Answer.objects.filter(item=item).delete(),
        lambda: Response.objects.update(submitted_at=None),
        lambda: Response.objects.update(last_section=9),
        lambda: response.delete(),
    ):
        with refused("never changes"), transaction.atomic():
            change()


def test_a_response_is_not_taken_away(mentee):
    response = start(mentee)

    with refused("permission denied", ProgrammingError), transaction.atomic():
        response.delete()


def test_a_response_is_not_sent_with_something_missing(mentee):
    start(mentee)

    with refused("must be answered"), transaction.atomic():
        Response.objects.update(submitted_at=timezone.now())


def test_a_response_answers_questions_for_its_own_side(mentee):
    version = building.newest_version(Informant.MENTOR, Occasion.BASELINE)

    with refused("asks somebody else"), transaction.atomic():
        Response.objects.create(participant=mentee, version=version, occasion="baseline")


def test_nothing_comes_in_once_it_is_closed(mentee):
    response = answer(start(mentee))
    row = open_baseline(mentee.program)
    row.door = "closed"
    row.save()
    other = ParticipantFactory(program=mentee.program)

    for change in (
        lambda: Answer.objects.filter(number=4).update(number=1),
        lambda: Answer.objects.all().delete(),
        lambda: Response.objects.update(submitted_at=timezone.now()),
        lambda: Response.objects.create(
            participant=other, version=response.version, occasion="baseline"
        ),
    ):
        with refused("not open"), transaction.atomic():
            change()


def test_participants_see_their_own_answers_alone(mentee):
    """Not through a page: their database context shows no other row."""
    other = ParticipantFactory(program=mentee.program, mentor=True)
    send(mentee)
    send(other)

    for one in (mentee, other):
        with as_person(one):
            assert {row.participant_id for row in Response.objects.all()} == {one.pk}
            assert {row.response.participant_id for row in Answer.objects.all()} == {one.pk}
    stranger = context.Context(mentee.organization_id, None, context.Actor.PARTICIPANT)
    with context.enter(stranger):
        assert not Response.objects.exists()
        assert not Answer.objects.exists()


def test_nobody_writes_into_anothers_response(mentee):
    other = ParticipantFactory(program=mentee.program)
    response = start(mentee)
    item = Item.objects.get(key="direction-steps")

    with as_person(other), refused("not open"), transaction.atomic():
        Answer.objects.create(response=response, item=item, number=3)


def test_hr_reads_none_of_it(mentee):
    send(mentee)
    hr = context.Context(
        mentee.organization_id, None, context.Actor.HR, company_id=mentee.company_id
    )

    for model in (Answer, Response, Item, Section, InstrumentVersion, Instrument, ContentKey):
        denied = refused("permission denied", ProgrammingError)
        with context.enter(hr), denied, transaction.atomic():
            list(model.objects.all())


def test_other_organizations_see_none_of_it(mentee, other_organization):
    send(mentee)

    with inside(other_organization):
        assert not Response.objects.exists()
        assert not Answer.objects.exists()
        assert not Item.objects.exists()


def test_after_erasure_ratings_stay_and_words_are_gone(mentee):
    response = send(mentee)
    destroy_keys(mentee.person_id)

    lines = {line.item.key: line for page in queries.sheet(response).pages for line in page.lines}

    assert lines["direction-steps"].value == "4"
    assert lines["hopes-worry"].is_gone
    assert lines["hopes-worry"].value == ""


def test_no_word_stands_open_in_any_table(transactional_db):
    with inside(OrganizationFactory()):
        mentee = ParticipantFactory()
        open_baseline(mentee.program)
        send(mentee)
    owner, found = owner_connection(), []
    with owner, owner.cursor() as cursor:
        cursor.execute("SET app.migrating = 'on'")
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(
                f"SELECT count(*) FROM {table} t WHERE to_jsonb(t)::text ILIKE ANY (%s)",
                [[f"%{WORDS}%", f"%{WORDS.encode().hex()}%"]],
            )
            if cursor.fetchone()[0]:
                found.append(table)
        cursor.execute("SELECT count(*) FROM instruments_answer WHERE locked IS NOT NULL")
        locked = cursor.fetchone()[0]
    owner.close()

    assert found == []
    assert locked == 2


def _as(participant, actor, user_id=None):
    return context.enter(context.Context(participant.organization_id, user_id, actor))


@pytest.mark.parametrize("actor", [context.Actor.GUEST, context.Actor.PARTICIPANT])
def test_whoever_is_not_named_reads_no_answer(mentee, actor):
    send(mentee)

    with _as(mentee, actor):
        assert not Response.objects.exists()
        assert not Answer.objects.exists()
    with _as(mentee, context.Actor.GUEST, mentee.person.user_id):
        assert not Response.objects.exists()


@pytest.mark.parametrize("actor", [context.Actor.COORDINATOR, context.Actor.GUEST])
def test_nobody_opens_a_questionnaire_for_somebody_else(mentee, actor):
    version = building.newest_version(Informant.MENTEE, Occasion.BASELINE)

    with _as(mentee, actor), refused("row-level security", ProgrammingError), transaction.atomic():
        Response.objects.create(participant=mentee, version=version, occasion="baseline")


def test_coordinators_read_answers_and_write_none(mentee):
    answer(start(mentee), {"direction-steps": "4"})
    item = Item.objects.get(key="hopes-before")
    response = Response.objects.get()

    with _as(mentee, context.Actor.COORDINATOR):
        assert Answer.objects.filter(number=4).exists()
        assert Answer.objects.all().delete()[0] == 0
        for change in (
            lambda: Answer.objects.update(number=1),
            lambda: Answer.objects.create(response=response, item=item, choices=["never"]),
            lambda: Response.objects.update(last_section=2),
        ):
            denied = refused("row-level security", ProgrammingError)
            with denied, transaction.atomic():
                change()
