"""What the database itself refuses about modules, by plain rows as the application's own role."""

from functools import partial

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from mentoring.tenancy.context import Actor
from participants.roles import Standing
from tests.factories.participants import ParticipantFactory
from tests.factories.programs import ProgramFactory
from tests.factories.training import as_oneself, begin, finish, furnish, module_of
from tests.surroundings import inside
from training.modules.models import Attempt, Bookmark, Completion, ProgramModule, TextVersion


def refused(rule, act):
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        act()
    assert error.value.__cause__.diag.constraint_name == rule


def denied(act):
    refusal = pytest.raises(ProgrammingError, match="row-level security|permission denied")
    with refusal, transaction.atomic():
        act()


def run(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def completion_of(participant, module, **facts):
    values = {"version_id": module.version_id, "minutes": 4, "score": 3, "questions": 3}
    return Completion(participant=participant, module=module, **values | facts)


def test_nothing_is_finished_that_was_not_gone_through(mentee, module, attempt):
    with as_oneself(mentee):
        refused("completion_of_what_was_answered", completion_of(mentee, module).save)
        bookmark = Bookmark.objects.get()
        bookmark.answers = {"0": 1, "1": 1, "2": 1}
        bookmark.save()
        refused("completion_of_what_was_answered", completion_of(mentee, module).save)
        bookmark.reached = "questions"
        bookmark.save()
        fewer = completion_of(mentee, module, questions=2, score=2)
        refused("completion_of_what_was_answered", fewer.save)
        more = completion_of(mentee, module, score=4)
        refused("completion_score_of_questions", more.save)
        completion_of(mentee, module).save()
        refused("completion_once", completion_of(mentee, module).save)


def test_nothing_is_finished_of_what_somebody_else_answered(mentee, module):
    finish(mentee, module)
    other = ParticipantFactory(program=mentee.program)
    with as_oneself(other):
        refused("completion_of_what_was_answered", completion_of(other, module).save)
    with as_oneself(mentee):
        denied(lambda: Attempt(participant=other, module=module, version=module.version).save())


@pytest.mark.parametrize("actor", [Actor.WORKER, Actor.COORDINATOR, Actor.GUEST])
def test_nobody_finishes_for_somebody_else(mentee, module, attempt, actor):
    with as_oneself(mentee):
        Bookmark.objects.update(answers={"0": 1, "1": 1, "2": 1}, reached="questions")
    with inside(mentee.organization, mentee.person.user_id, actor):
        denied_or_refused = pytest.raises((ProgrammingError, IntegrityError))
        with denied_or_refused, transaction.atomic():
            completion_of(mentee, module).save()

    assert not Completion.objects.exists()


def test_a_module_of_another_program_side_or_version_is_not_begun(mentee, mentor, module):
    ProgramFactory()
    furnish()
    other_program = ProgramModule.objects.exclude(program=mentee.program).filter(side="mentee")[0]
    with inside(mentee.organization):
        foreign = [other_program, module_of(mentor)]
    with as_oneself(mentee):
        for one in foreign:
            row = Attempt(participant=mentee, module=one, version_id=one.version_id)
            refused("attempt_of_ones_own", row.save)
        goals = module_of(mentee, "goals")
        row = Attempt(participant=mentee, module=module, version_id=goals.version_id)
        refused("attempt_of_ones_own", row.save)


def test_who_does_not_take_part_begins_nothing(mentee, module):
    mentee.standing = Standing.WITHDRAWN
    mentee.save()
    with as_oneself(mentee):
        row = Attempt(participant=mentee, module=module, version_id=module.version_id)
        refused("attempt_of_ones_own", row.save)


def test_what_was_answered_stays_answered(mentee, attempt):
    with as_oneself(mentee):
        Bookmark.objects.update(answers={"0": 1}, seconds=60)
        for change in ({"answers": {"0": 2}}, {"answers": {}}, {"seconds": 59}):
            refused("bookmark_goes_on", partial(Bookmark.objects.update, **change))
        Bookmark.objects.update(answers={"0": 1, "1": 0}, seconds=61)


def test_a_use_of_a_module_keeps_its_program_and_a_version_of_its_own(mentee, module):
    goals = module_of(mentee, "goals")
    rows = ProgramModule.objects.filter(pk=module.pk)
    refused("programmodule_version", lambda: rows.update(version=goals.version))
    refused("programmodule_frozen", lambda: rows.update(program=ProgramFactory()))
    guide = TextVersion.objects.filter(kind="guide", side="mentee")[0]
    row = ProgramModule(
        program=mentee.program, side="mentee", code=guide.code, version=guide, position=9
    )
    refused("programmodule_version", row.save)


@pytest.mark.parametrize("table", ["attempt", "completion", "programmodule", "bookmark"])
def test_nothing_is_taken_away(mentee, module, table):
    finish(mentee, module)
    with as_oneself(mentee):
        denied(lambda: run(f"DELETE FROM training_{table}"))


@pytest.mark.parametrize("table", ["attempt", "completion"])
def test_nothing_is_written_over(mentee, module, table):
    finish(mentee, module)
    with as_oneself(mentee):
        denied(lambda: run(f"UPDATE training_{table} SET version_id = version_id"))


MODELS = (TextVersion, ProgramModule, Attempt, Bookmark, Completion)


def counts():
    return {model.__name__: model.objects.count() for model in MODELS}


def test_everybody_reads_their_own_alone(mentee, mentor, module):
    finish(mentee, module)
    begin(mentor, module_of(mentor))
    ProgramFactory()
    furnish()

    with as_oneself(mentee):
        mine = counts()
    with as_oneself(mentor):
        theirs = counts()
    assert mine == {
        "TextVersion": 6 + 5,
        "ProgramModule": 6,
        "Attempt": 1,
        "Bookmark": 1,
        "Completion": 1,
    }
    assert theirs == {**mine, "Completion": 0}


def test_coordinators_read_that_and_never_what_was_answered(mentee, module):
    finish(mentee, module)
    with inside(mentee.organization, actor=Actor.COORDINATOR):
        assert counts() == {
            "TextVersion": 22,
            "ProgramModule": 12,
            "Attempt": 1,
            "Bookmark": 0,
            "Completion": 1,
        }


@pytest.mark.parametrize("actor", [Actor.GUEST])
def test_guests_read_nothing(mentee, module, actor):
    finish(mentee, module)
    with inside(mentee.organization, actor=actor):
        assert set(counts().values()) == {0}


@pytest.mark.parametrize("model", MODELS)
def test_hr_may_not_even_ask(mentee, module, model):
    finish(mentee, module)
    with inside(mentee.organization, actor=Actor.HR, company_id=mentee.company_id):
        denied(model.objects.count)


def test_participants_change_no_module(mentee, module):
    with as_oneself(mentee):
        assert ProgramModule.objects.update(need="unused") == 0
        row = ProgramModule(
            program=mentee.program, side="mentee", code="x", version=module.version, position=7
        )
        denied_or_refused = pytest.raises((ProgrammingError, IntegrityError))
        with denied_or_refused, transaction.atomic():
            row.save()
        text = TextVersion(
            kind="module", side="mentee", code="x", number=1, title="x", minutes=1, source="x"
        )
        denied(text.save)


def test_other_organizations_have_rows_of_their_own(mentee, module, other_organization):
    finish(mentee, module)
    with inside(other_organization):
        assert set(counts().values()) == {0}
