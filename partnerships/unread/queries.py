"""What is new to one of a pair: what the other has done since they last looked."""

from collections import Counter
from functools import reduce
from operator import add

from django.db.models import (
    CharField,
    Count,
    DateTimeField,
    F,
    IntegerField,
    Max,
    OuterRef,
    Q,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce

from mentoring.tenancy.prepared import PreparedRows
from partnerships.actions.models import ActionItem, ActionStep
from partnerships.goals import models as goals
from partnerships.meetings.kinds import Words
from partnerships.meetings.models import Meeting, MeetingSeries, MeetingWords
from partnerships.unread.models import LastLook
from partnerships.unread.parts import Part
from partnerships.writing.models import Note, PairFile, PairMessage

EDITED = Coalesce("edited_at", "written_at")


def news_of(person_id, partnership_ids):
    """``{partnership id: {part: how much is new}}`` of this person, in one statement.

    Behind the third wall: nothing for whoever is not of the pair, or once all is closed.
    """
    found = {pk: Counter() for pk in partnership_ids}
    for pk, part, count, _newest in _counted([person_id, *found]) if found else ():
        found[pk][part] += count
    return found


def _sources():
    """``(part, rows, who did it, when)`` of all that may be new."""
    single = Q(series__isnull=True) | Q(revision__gt=0)  # else its series tells of it
    agendas = MeetingWords.objects.filter(kind=Words.AGENDA)  # a new place changes the meeting
    yield Part.MESSAGES, PairMessage.objects, "author", F("written_at")
    yield Part.FILES, PairFile.objects, "author", F("written_at")
    yield Part.NOTES, Note.objects, "author", EDITED
    yield Part.GOALS, goals.Goal.objects, "author", EDITED
    yield Part.GOALS, goals.Milestone.objects, "author", EDITED
    yield Part.GOALS, goals.GoalProgress.objects, "author", F("written_at")
    yield Part.GOALS, goals.GoalSuggestion.objects, "author", F("written_at")
    yield Part.GOALS, goals.SuggestionAnswer.objects, "author", F("at")
    yield Part.GOALS, ActionItem.objects, "author", EDITED
    yield Part.GOALS, ActionStep.objects.filter(number__gt=1), "author", F("at")
    yield Part.MEETINGS, Meeting.objects.filter(single), "changed_by", F("changed_at")
    yield Part.MEETINGS, MeetingSeries.objects, "changed_by", F("changed_at")
    yield Part.MEETINGS, agendas, "author", F("edited_at")


def counted(keys):
    """``(partnership, part, how much, when the newest came)`` for a person and their pairs.

    ``keys`` are the ids of the person and of the partnerships; a part may come more than once.
    """
    person_id, *pairs = keys
    counted = [_count(*source, person_id, pairs) for source in _sources()]
    return counted[0].union(*counted[1:], all=True).order_by()


def _count(part, rows, who, when, person_id, pairs):
    return (
        _new(part, rows.filter(partnership__in=pairs), who, when, person_id)
        .annotate(of=Value(str(part), CharField()))
        .values("partnership", "of")
        .annotate(n=Count("id"), newest=Max("came"))
        .values_list("partnership", "of", "n", "newest")
    )


def _new(part, rows, who, when, person_id):
    """What the other one did after this person last looked at the part."""
    looks = LastLook.objects.filter(
        author=person_id, partnership=OuterRef("partnership"), part=part
    )
    by_other = Q(**{f"{who}__isnull": False}) & ~Q(**{who: person_id})
    return (
        rows.filter(by_other)
        .order_by()
        .alias(came=when, looked=Subquery(looks.values("at")[:1], DateTimeField()))
        .filter(Q(looked__isnull=True) | Q(came__gt=F("looked")))
    )


def waiting(person_id):
    """``news``, how much is new to this person, as an annotation over ``Partnership``."""
    numbers = [
        _new(part, rows.filter(partnership=OuterRef("pk")), who, when, person_id)
        .values("partnership")
        .annotate(n=Count("id"))
        .values("n")
        for part, rows, who, when in _sources()
    ]
    each = [Coalesce(Subquery(number, IntegerField()), 0) for number in numbers]
    return {"news": reduce(add, each)}


_counted = PreparedRows(counted)
