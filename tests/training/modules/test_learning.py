"""Going through a module: one part after another, the first answers count, time is measured."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from organizations.models import AuditEvent
from participants.roles import Standing
from tests.factories.participants import ParticipantFactory, membership_of
from tests.factories.training import (
    as_oneself,
    begin,
    finish,
    furnish,
    has_finished,
    module_of,
)
from tests.surroundings import inside
from training.modules import learning, parsing, queries
from training.modules.models import Bookmark, Completion
from training.roles import Need, Reached

NOON = datetime(2030, 3, 4, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _myself(mentee):
    with as_oneself(mentee):
        yield


def through(attempt, me):
    """Up to the questions."""
    learning.go_on(attempt, Reached.EXERCISE, by=me)
    learning.go_on(attempt, Reached.SCENARIO, by=me)
    learning.choose(attempt, 1, by=me)
    learning.go_on(attempt, Reached.QUESTIONS, by=me)


def test_a_module_is_begun_once(mentee, module, attempt, me):
    assert learning.begin(mentee, module, by=me).pk == attempt.pk
    assert Bookmark.objects.get().reached == Reached.READING


def test_parts_come_one_after_another(attempt, me):
    with pytest.raises(learning.CannotLearn):
        learning.go_on(attempt, Reached.SCENARIO, by=me)
    learning.go_on(attempt, Reached.EXERCISE, by=me)
    learning.go_on(attempt, Reached.SCENARIO, by=me)
    with pytest.raises(learning.CannotLearn, match="endings first"):
        learning.go_on(attempt, Reached.QUESTIONS, by=me)
    with pytest.raises(learning.CannotLearn):
        learning.answer(attempt, 0, 0, by=me)
    learning.go_on(attempt, Reached.READING, by=me)

    assert Bookmark.objects.get().reached == Reached.SCENARIO


@pytest.mark.parametrize("reached", ["", "nowhere", "QUESTIONS", "\x00"])
def test_there_are_no_other_parts(attempt, me, reached):
    with pytest.raises(learning.CannotLearn):
        learning.go_on(attempt, reached, by=me)


def test_the_first_answer_counts(attempt, me):
    through(attempt, me)
    questions = parsing.module(attempt.version.source).questions
    wrong = (questions[0].right + 1) % 3
    assert learning.answer(attempt, 0, wrong, by=me) is None
    assert learning.answer(attempt, 0, questions[0].right, by=me) is None
    learning.answer(attempt, 1, questions[1].right, by=me)
    done = learning.answer(attempt, 2, questions[2].right, by=me)

    assert (done.score, done.questions) == (2, 3)
    assert Bookmark.objects.get().answers["0"] == wrong
    assert learning.answer(attempt, 2, questions[2].right, by=me) == done
    assert AuditEvent.objects.filter(verb="module.finished").count() == 1


@pytest.mark.parametrize(("question", "choice"), [(3, 0), (-1, 0), (0, 4), (0, -1), (None, 0)])
def test_there_are_no_other_answers(attempt, me, question, choice):
    through(attempt, me)

    with pytest.raises(learning.CannotLearn):
        learning.answer(attempt, question, choice, by=me)


def test_time_counts_but_no_long_silence(mentee, module, me):
    with time_machine.travel(NOON, tick=False) as clock:
        attempt = learning.begin(mentee, module, by=me)
        clock.shift(timedelta(minutes=3))
        learning.go_on(attempt, Reached.EXERCISE, by=me)
        clock.shift(timedelta(days=2))
        learning.go_on(attempt, Reached.SCENARIO, by=me)
        clock.shift(timedelta(minutes=2))
        learning.choose(attempt, 0, by=me)
        learning.go_on(attempt, Reached.QUESTIONS, by=me)
        for number in range(3):
            done = learning.answer(attempt, number, 0, by=me)
        assert done.minutes == 3 + 15 + 2
        clock.shift(timedelta(minutes=9))
        learning.go_on(attempt, Reached.READING, by=me)

    assert Bookmark.objects.get().seconds == 20 * 60
    assert Completion.objects.get().minutes == 20


def test_nobody_learns_for_somebody_else(mentee, module, coordinator, attempt):
    with inside(mentee.organization):
        other = membership_of(ParticipantFactory(program=mentee.program))
    for by in (other, coordinator, None):
        with pytest.raises(learning.CannotLearn, match="for themselves"):
            learning.begin(mentee, module, by=by)
        with pytest.raises(learning.CannotLearn, match="for themselves"):
            learning.go_on(attempt, Reached.EXERCISE, by=by)


def test_who_left_goes_no_further(mentee, attempt, me):
    attempt.participant.standing = Standing.WITHDRAWN

    with pytest.raises(learning.CannotLearn, match="not taking part"):
        learning.go_on(attempt, Reached.EXERCISE, by=me)


@pytest.mark.parametrize("need", Need.values)
def test_what_is_not_used_is_not_begun(mentee, module, me, need):
    module.need = need
    if need == Need.UNUSED:
        with pytest.raises(learning.CannotLearn, match="does not use"):
            learning.begin(mentee, module, by=me)
    else:
        assert learning.begin(mentee, module, by=me).module == module


def test_a_shelf_says_what_is_next(mentee):
    person = mentee.person_id
    finish(mentee, module_of(mentee, "first-meeting"))
    begin(mentee, module_of(mentee, "endings"))
    begin(mentee, module_of(mentee, "boundaries"))
    [shelf] = queries.own_shelves(person)

    assert [one.state for one in shelf.modules] == [
        "new",
        "finished",
        "new",
        "begun",
        "new",
        "begun",
    ]
    assert shelf.next.module.code == "boundaries"
    assert (len(shelf.finished), len(shelf.required)) == (1, 5)
    assert not shelf.is_trained
    assert shelf.minutes_left == sum(
        one.version.minutes for one in shelf.required if one.module.code != "first-meeting"
    )


def test_mentor_here_and_mentee_there_has_two_shelves(mentee):
    with inside(mentee.organization):
        ParticipantFactory(person=mentee.person, company=mentee.company, mentor=True)
        furnish()
    first, second = queries.own_shelves(mentee.person_id)

    assert {first.participant.side, second.participant.side} == {"mentee", "mentor"}
    for shelf in (first, second):
        assert {one.module.side for one in shelf.modules} == {shelf.participant.side}
        assert len(shelf.modules) == 6


def test_who_has_finished_in_other_tests_has_gone_through_it(mentee, module, organization):
    with inside(organization):
        other = ParticipantFactory(program=mentee.program)
        left = [_left_by(one, do) for one, do in ((mentee, finish), (other, has_finished))]

    assert left[0] == left[1]


def _left_by(participant, do):
    """What somebody who has finished leaves behind, in facts."""
    done = do(participant, module_of(participant))
    with as_oneself(participant):
        [bookmark] = Bookmark.objects.filter(attempt__participant=participant).values()
    event = AuditEvent.objects.filter(verb="module.finished", object_id=done.pk)
    facts = event.values("facts", "role").get()
    kept = ("reached", "ending", "answers")
    return (
        {name: bookmark[name] for name in kept},
        (done.module_id, done.version_id, done.minutes, done.score, done.questions),
        facts,
    )
