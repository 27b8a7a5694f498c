"""Competencies in people's own words: added, looked at by a coordinator, merged or accepted."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils.translation import gettext as _

from organizations.audit import record, record_many
from participants import cells, reference, writing
from participants.models import ParticipantCompetency
from participants.profiles.models import LONGEST_LABEL, OwnCompetency, OwnState
from participants.stored import own_competencies

_SEPARATORS = ";|:"


def listed():
    """The list of competencies that everybody in the organization finds."""
    return own_competencies() or reference.competencies()


@transaction.atomic
def add(text, *, by):
    """The code of a competency in somebody's own words: a listed one if there is one of that name.

    ``ValidationError`` if the words cannot be a competency.
    """
    label = _readable(text)
    writing.lock_people()  # two who add the same words get the same row
    found = listed().find(label)
    if found:
        return found.code
    own = OwnCompetency.objects.create(label=label, key=reference.fold(label))
    record("competency.added", own, by=by)
    return own.label


def _readable(text):
    label = cells.tidy(text)
    try:
        if not label:
            raise cells.Wrong(_("Write what you want to add."))
        cells.refuse_long(label, LONGEST_LABEL)
        cells.refuse_unreadable(label)
        cells.plain(label, None, None)
    except cells.Wrong as wrong:
        raise ValidationError(wrong.messages) from None
    if set(label) & set(_SEPARATORS):
        raise ValidationError(_("Write a few plain words, without %(signs)s.") % {"signs": "; | :"})
    return label


def drop_unused(codes, *, by):
    """Forget those of ``codes`` that nobody has looked at yet and nobody has any more."""
    open_ones = OwnCompetency.objects.filter(label__in=codes, state=OwnState.OPEN)
    for own in open_ones:
        if not ParticipantCompetency.objects.filter(competency=own.label).exists():
            record("competency.dropped", own, by=by)
            own.delete()


def open_labels(codes):
    """Those of ``codes`` that are somebody's own words and that no coordinator has looked at."""
    unlisted = {code for code in codes if code not in reference.competencies()}
    if not unlisted:
        return frozenset()
    own = OwnCompetency.objects.filter(label__in=unlisted, state=OwnState.OPEN)
    return frozenset(own.values_list("label", flat=True))


def waiting():
    """How many additions no coordinator has looked at yet, for a statement that asks more."""
    rows = OwnCompetency.objects.filter(state=OwnState.OPEN).order_by().values("state")
    return Coalesce(Subquery(rows.annotate(count=Count("pk")).values("count")), 0)


@transaction.atomic
def accept(own, *, by):
    """Everybody in the organization finds it from now on."""
    _decide(own, OwnState.ACCEPTED)
    record("competency.accepted", own, by=by)


@transaction.atomic
def merge(own, text, *, by):
    """Whoever has ``own`` has the competency named by ``text`` instead; answers how many have."""
    into = listed().find(text)
    if into is None or into.code == own.label:
        raise ValidationError(_("Choose a competency of the list."))
    _decide(own, OwnState.MERGED, merged_into=into.code)
    rows = ParticipantCompetency.objects.filter(competency=own.label)
    rows = list(rows.select_related("participant"))
    for row in rows:
        _rename(row, into.code)
    traces = [
        (row.participant, {"columns": ["offers" if row.rank is None else "needs"]}) for row in rows
    ]
    record_many("participant.changed", traces, by=by)
    record("competency.merged", own, by=by, into=into.code)
    OwnCompetency.objects.filter(merged_into=own.label).update(merged_into=into.code)
    return len(rows)


def _decide(own, state, **fields):
    writing.lock_people()
    own.refresh_from_db()
    if own.state == OwnState.MERGED or own.state == state:
        raise ValidationError(_("Somebody has decided about it already."))
    own.state = state
    for name, value in fields.items():
        setattr(own, name, value)
    own.save(update_fields=["state", *fields])


def _rename(row, code):
    """Give a row another competency; of two the dearer need or the higher level stays."""
    same = ParticipantCompetency.objects.filter(participant=row.participant_id, competency=code)
    other = same.first()
    if other is None:
        row.competency = code
        row.save(update_fields=["competency"])
        return
    if row.rank is None:
        other.level = max(row.level, other.level)
    else:
        other.rank = min(row.rank, other.rank)
    row.delete()
    other.save(update_fields=["rank", "level"])


def own_or_404(pk):
    own = OwnCompetency.objects.filter(pk=pk).first()
    if own is None:
        raise Http404
    return own


@dataclass(frozen=True)
class Row:
    """One addition; ``count`` profiles have it, ``near`` are labels that look like it."""

    own: OwnCompetency
    count: int
    near: tuple
    into: str


def rows():
    """Every ``Row``: what is to be looked at first, then by label."""
    counts = ParticipantCompetency.objects.values("competency").order_by("competency")
    counts = counts.filter(competency__in=OwnCompetency.objects.values("label"))
    counts = dict(counts.annotate(count=Count("pk")).values_list("competency", "count"))
    common = reference.competencies()
    found = [
        Row(
            own,
            counts.get(own.label, 0),
            common.nearest(own.label) if own.state == OwnState.OPEN else (),
            common.label(own.merged_into),
        )
        for own in OwnCompetency.objects.all()
    ]
    return sorted(found, key=lambda row: (row.own.state != OwnState.OPEN, row.own.key))
