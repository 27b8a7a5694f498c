"""Training as people go through it: modules of a program, begun and finished by themselves."""

from mentoring.tenancy import context
from partnerships.services import introduce_trained
from tests.factories.participants import membership_of
from training.modules import learning, parsing, uses, versions
from training.modules.models import Attempt, ProgramModule
from training.roles import Need, Reached


def furnish():
    """Every program of the organization has the product's modules."""
    versions.ship()
    uses.furnish_programs()


def module_of(participant, code="roles"):
    return ProgramModule.objects.get(
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


def train(*participants):
    """Everybody finishes the modules that are required of them."""
    furnish()
    for one in participants:
        needed = ProgramModule.objects.filter(
            program=one.program_id, side=one.side, need=Need.REQUIRED
        )
        for module in needed.exclude(completions__participant=one):
            finish(one, module)


def introduce(partnership):
    """Both finish one module, the only one that is required, and the two are introduced."""
    furnish()
    others = ProgramModule.objects.filter(program=partnership.program_id).exclude(code="roles")
    others.update(need=Need.OPTIONAL)
    for one in (partnership.mentor, partnership.mentee):
        finish(one, module_of(one))
    introduce_trained()
    partnership.refresh_from_db()
