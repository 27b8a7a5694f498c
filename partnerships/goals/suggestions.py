"""Words that a mentor offers for a goal, which the mentee takes over or leaves."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from organizations.audit import record
from partnerships.goals import wording as words
from partnerships.goals.models import Goal, GoalSuggestion, SuggestionAnswer
from partnerships.goals.working import NO_LONGER, add, open_work
from partnerships.lifecycle import MENTEE, MENTOR
from partnerships.writing.services import CannotWrite

LONGEST = 1_000
MOST_WAITING = 5


@transaction.atomic
def suggest(partnership, text, *, by, item_id, goal_id=None):
    """Offer words for a goal that is there, or for a new one; twice is once.

    Raises ``BadWords`` or ``CannotWrite``.
    """
    try:
        text = words.checked_text(text, LONGEST)
    except words.BadWords as bad:
        raise words.BadWords({"text": bad.parts[""]}) from None
    if not text:
        raise words.BadWords({"text": words.EMPTY})
    partnership = open_work(partnership, by=by, side=MENTOR)
    if goal_id and not Goal.objects.filter(partnership=partnership, pk=goal_id).exists():
        raise CannotWrite("removed", NO_LONGER)
    waiting = GoalSuggestion.objects.filter(partnership=partnership, answers__isnull=True)
    if waiting.exclude(pk=item_id).count() >= MOST_WAITING:
        raise CannotWrite("too_many", _("%(most)d suggestions are waiting already.") % _MOST)
    row = GoalSuggestion(pk=item_id, partnership=partnership, author_id=by.person_id)
    row.goal_id = goal_id
    if add(row, text):
        record("goal.suggested", partnership, by=by)
    return row


@transaction.atomic
def answer(partnership, suggestion_id, *, by, was_taken):
    """The mentee has taken the words over, or leaves them; the first answer stands."""
    partnership = open_work(partnership, by=by, side=MENTEE)
    row = GoalSuggestion.objects.filter(partnership=partnership, pk=suggestion_id).first()
    if row is None:
        raise CannotWrite("removed", NO_LONGER)
    said = SuggestionAnswer(suggestion=row, partnership=partnership, author_id=by.person_id)
    said.was_taken = was_taken
    try:
        with transaction.atomic():
            said.save(force_insert=True)
    except IntegrityError:
        said = SuggestionAnswer.objects.get(suggestion=row)
    return said


@transaction.atomic
def take_back(partnership, suggestion_id, *, by):
    """The mentor removes a suggestion that has no answer yet; twice is once."""
    partnership = open_work(partnership, by=by, side=MENTOR)
    rows = GoalSuggestion.objects.filter(partnership=partnership, pk=suggestion_id)
    rows.filter(author=by.person_id, answers__isnull=True).delete()


_MOST = {"most": MOST_WAITING}
