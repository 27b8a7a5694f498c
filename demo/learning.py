"""How people of the demo have gone through their training so far, each for themselves."""

from datetime import timedelta

from mentoring.tenancy import context
from organizations.models import Membership
from organizations.roles import Role
from partnerships.models import Partnership
from partnerships.services import introduce_trained
from training.modules import learning, parsing, uses, versions
from training.modules.models import Attempt, Bookmark, ProgramModule
from training.roles import Need, Reached

# Of five pairs: how many modules mentee and mentor have finished, and how many they have begun.
PACE = (((5, 5), (5, 5)), ((5, 6), (2, 3)), ((2, 2), (0, 1)), ((1, 2), (5, 5)), ((0, 0), (0, 0)))
MINUTES_A_PART = timedelta(minutes=1, seconds=40)


def furnish():
    """The product's modules for every program."""
    versions.ship()
    uses.furnish_programs()


def learn(organization, say):
    """Who prepares has read more or less; some pairs have finished and can meet."""
    with context.enter(context.Context(organization.pk)):
        furnish()
        pairs = list(Partnership.objects.filter(status="preparing").order_by("id"))
    for number, pair in enumerate(pairs):
        for person, paces in zip(
            (pair.mentee_person_id, pair.mentor_person_id), PACE[number % len(PACE)], strict=True
        ):
            go_through(organization.pk, person, paces, number)
    with context.enter(context.Context(organization.pk)):
        introduce_trained()
    say(f"{len(pairs)} pairs have begun with their training")


def go_through(organization_id, person_id, paces, number):
    """Finish and begin so many modules, as that person."""
    with context.enter(context.Context(organization_id)):
        own = Membership.objects.get(person=person_id, role=Role.PARTICIPANT)
    finished, begun = paces
    with context.enter(context.Context(organization_id, own.user_id, context.Actor.PARTICIPANT)):
        for participant in own.person.participants.select_related("program"):
            modules = ProgramModule.objects.filter(
                program=participant.program, side=participant.side
            ).exclude(need=Need.UNUSED)
            for place, module in enumerate(modules.order_by("position")[:begun]):
                attempt = learning.begin(participant, module, by=own)
                if place < finished:
                    _finish(attempt, own, wrong=(number + place) % 3)


def _finish(attempt, own, wrong):
    """Every part, with a while between two clicks and this many wrong answers."""
    attempt = Attempt.objects.select_related("version", "participant").get(pk=attempt.pk)
    for reached in (Reached.EXERCISE, Reached.SCENARIO):
        _let_time_pass(attempt)
        learning.go_on(attempt, reached, by=own)
    learning.choose(attempt, wrong % parsing.ENDINGS, by=own)
    _let_time_pass(attempt)
    learning.go_on(attempt, Reached.QUESTIONS, by=own)
    for number, question in enumerate(parsing.module(attempt.version.source).questions):
        choice = (question.right + 1) % 3 if number < wrong else question.right
        learning.answer(attempt, number, choice, by=own)


def _let_time_pass(attempt):
    bookmark = Bookmark.objects.get(attempt=attempt)
    Bookmark.objects.filter(pk=bookmark.pk).update(seen_at=bookmark.seen_at - MINUTES_A_PART)
