"""Somebody goes through a module: begins, goes on, chooses, answers, and so finishes.

Each step is a click; the time between two clicks counts, except for long silences. What was
answered stays answered, so that a score means the first answers.
"""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from mentoring import clock
from mentoring.jobs.tasks import wake
from organizations.audit import record
from training.modules import parsing
from training.modules.models import Attempt, Bookmark, Completion
from training.roles import Need, Reached

LONGEST_GAP = timedelta(minutes=15)
LONGEST_TIME = timedelta(hours=24)


class CannotLearn(Exception):
    """This step is not possible (any more); the message says why."""


@transaction.atomic
def begin(participant, module, *, by):
    """Open a module in the version that the program uses now; twice is once."""
    _refuse_others(participant, by)
    found = Attempt.objects.filter(participant=participant, module=module).first()
    if found:
        return found
    if module.need == Need.UNUSED:
        raise CannotLearn(_("Your program does not use this module any more."))
    now = clock.now()
    try:
        with transaction.atomic():
            attempt = Attempt.objects.create(
                participant=participant, module=module, version_id=module.version_id, begun_at=now
            )
            Bookmark.objects.create(attempt=attempt, seen_at=now)
    except IntegrityError as error:
        rule = error.__cause__.diag.constraint_name
        if rule == "attempt_of_ones_own":
            raise CannotLearn(_("This module has just been changed. Open it again.")) from error
        if rule != "attempt_once":
            raise
        return Attempt.objects.get(participant=participant, module=module)
    return attempt


@transaction.atomic
def go_on(attempt, reached, *, by):
    """Turn to a part of the module, the next one or one before; how far one is never falls."""
    bookmark = _open(attempt, by)
    parts = Reached.values
    if reached not in parts or parts.index(reached) > parts.index(bookmark.reached) + 1:
        raise CannotLearn(_("Go through the parts one after another."))
    if parts.index(reached) > parts.index(Reached.SCENARIO) and bookmark.ending is None:
        raise CannotLearn(_("Choose one of the two endings first."))
    bookmark.reached = max(reached, bookmark.reached, key=parts.index)
    bookmark.save()


@transaction.atomic
def choose(attempt, ending, *, by):
    """Choose how the scenario goes on."""
    bookmark = _open(attempt, by)
    if bookmark.reached not in (Reached.SCENARIO, Reached.QUESTIONS):
        raise CannotLearn(_("Go through the parts one after another."))
    if ending not in range(parsing.ENDINGS):
        raise CannotLearn(_("Choose one of the two endings."))
    bookmark.ending = ending
    bookmark.save()


@transaction.atomic
def answer(attempt, question, choice, *, by):
    """Answer a question; the first answer stays. The last one finishes the module.

    Answers the ``Completion``, or None while questions are left.
    """
    bookmark = _open(attempt, by)
    questions = parsing.module(attempt.version.source).questions
    if bookmark.reached != Reached.QUESTIONS or question not in range(len(questions)):
        raise CannotLearn(_("Go through the parts one after another."))
    if choice not in range(len(questions[question].choices)):
        raise CannotLearn(_("Choose one of the answers."))
    bookmark.answers.setdefault(str(question), choice)
    bookmark.save()
    if len(bookmark.answers) < len(questions):
        return None
    return _finish(attempt, bookmark, questions, by)


def _finish(attempt, bookmark, questions, by):
    right = (bookmark.answers[str(n)] == one.right for n, one in enumerate(questions))
    completion, created = Completion.objects.get_or_create(
        participant_id=attempt.participant_id,
        module_id=attempt.module_id,
        defaults={
            "version_id": attempt.version_id,
            "minutes": max(1, round(bookmark.seconds / 60)),
            "score": sum(right),
            "questions": len(questions),
        },
    )
    if created:
        record("module.finished", completion, by=by, minutes=completion.minutes)
        wake()
    return completion


def _open(attempt, by):
    """The bookmark of one's own attempt, held, with the time since the last click added."""
    _refuse_others(attempt.participant, by)
    bookmark = Bookmark.objects.select_for_update(of=("self",)).get(attempt=attempt)
    now = clock.now()
    gap = min(max(now - bookmark.seen_at, timedelta()), LONGEST_GAP)
    is_finished = Completion.objects.filter(
        participant=attempt.participant_id, module=attempt.module_id
    )
    if not is_finished.exists():
        spent = bookmark.seconds + round(gap.total_seconds())
        bookmark.seconds = min(spent, int(LONGEST_TIME.total_seconds()))
    bookmark.seen_at = now
    return bookmark


def _refuse_others(participant, by):
    if by is None or by.person_id != participant.person_id:
        raise CannotLearn(_("Everybody goes through the training for themselves."))
    if participant.standing != "in":
        raise CannotLearn(_("You are not taking part in this program."))
