"""Training as people go through it: modules of a program, begun and finished by themselves."""

import functools

from mentoring.tenancy import context
from organizations.audit import record
from partnerships.services import introduce_trained
from tests.factories.participants import membership_of
from training.modules import learning, parsing, uses, versions
from training.modules.models import Attempt, Bookmark, Completion, ProgramModule
from training.roles import Need, Reached


def furnish():
    """Every program of the organization has the product's modules."""
    versions.ship()
    uses.furnish_programs()


def module_of(participant, code="roles"):
    return ProgramModule.objects.select_related("version").get(
        program=participant.program_id, side=participant.side, code=code
    )


def as_oneself(participant):
    """The context of somebody's own requests."""
    login, organization = participant.person.user_id, participant.organization_id
    return context.enter(context.Context(organization, login, context.Actor.PARTICIPANT))


def begin(participant, module):
    with as_oneself(participant):
        return learning.begin(participant, module, by=membership_of(participant))


def finish(participant, module, wrong=0):
    """Go through a module with that many wrong answers."""
    by = membership_of(participant)
    attempt = Attempt.objects.select_related("version", "participant").get(
        pk=begin(participant, module).pk
    )
    with as_oneself(participant):
        for reached in (Reached.EXERCISE, Reached.SCENARIO):
            learning.go_on(attempt, reached, by=by)
        learning.choose(attempt, 0, by=by)
        learning.go_on(attempt, Reached.QUESTIONS, by=by)
        for number, question in enumerate(parsing.module(attempt.version.source).questions):
            choice = question.right if number >= wrong else (question.right + 1) % 3
            done = learning.answer(attempt, number, choice, by=by)
    return done


def has_finished(participant, module):
    """The rows that ``finish`` leaves, without the clicks on the way."""
    right = _right_answers(module.version.source)
    of_module = {"module": module, "version_id": module.version_id}
    with as_oneself(participant):
        attempt = Attempt.objects.create(participant=participant, **of_module)
        Bookmark.objects.create(
            attempt=attempt, reached=Reached.QUESTIONS, ending=0, answers=dict(right)
        )
        done = Completion.objects.create(
            participant=participant, minutes=1, score=len(right), questions=len(right), **of_module
        )
        record("module.finished", done, by=membership_of(participant), minutes=done.minutes)
    return done


@functools.cache
def _right_answers(source):
    questions = parsing.module(source).questions
    return tuple((str(number), question.right) for number, question in enumerate(questions))


def train(*participants):
    """Everybody finishes the modules that are required of them."""
    furnish()
    for one in participants:
        needed = ProgramModule.objects.filter(
            program=one.program_id, side=one.side, need=Need.REQUIRED
        )
        for module in needed.exclude(completions__participant=one).select_related("version"):
            _has_finished_whatever_they_began(one, module)


def _has_finished_whatever_they_began(participant, module):
    has_begun = Attempt.objects.filter(participant=participant, module=module).exists()
    (finish if has_begun else has_finished)(participant, module)


def introduce(partnership):
    """Both finish one module, the only one that is required, and the two are introduced."""
    furnish()
    others = ProgramModule.objects.filter(program=partnership.program_id).exclude(code="roles")
    others.update(need=Need.OPTIONAL)
    for one in (partnership.mentor, partnership.mentee):
        _has_finished_whatever_they_began(one, module_of(one))
    introduce_trained()
    partnership.refresh_from_db()
