"""Whom an occasion asks, and when for each: by their partnerships, and by their own last day.

It is said twice: of rows that were read, for pages of one person, and of columns, for lists. The
partnerships are those of the app above, which this one knows by their columns alone.
"""

from datetime import timedelta

from django.db.models import DateField, Exists, F, Max, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from instruments.kinds import AT_THE_END, Occasion
from instruments.models import Response
from participants.models import Participant
from participants.roles import Side, Standing

ENDED, COMPLETED = "ended", "completed"
# Its last day stands: what comes at the end comes around that day.
LASTING = ("active", "paused", "closing", COMPLETED)
# Who ended early has something to say about the year after this long.
LONG_ENOUGH = timedelta(days=90)
NAMES = ("given_name", "family_name")
PAIR = ("id", "status", "introduced_at", "ended_at", "ends_on")


def is_asked(stage, pairs, *, sent_final=False):
    """Whether ``stage`` asks somebody with these partnerships, rows with the columns ``PAIR``."""
    if stage.occasion == Occasion.BASELINE:
        return True
    if stage.occasion == Occasion.THEN:
        return sent_final
    return any(_counts(stage, pair) for pair in pairs)


def _counts(stage, pair):
    if pair.introduced_at is None or pair.ends_on is None:  # it never began
        return False
    if stage.occasion == Occasion.MID_YEAR:
        closed_at = stage.end_of(stage.closes_on)
        lasted = pair.ended_at is None or pair.ended_at >= closed_at
        return pair.introduced_at < closed_at and lasted
    if stage.occasion == Occasion.FINAL:
        if pair.status == ENDED:
            return pair.ended_at - pair.introduced_at >= LONG_ENOUGH
        return pair.status in LASTING
    return pair.status == COMPLETED


def moved(stage, pairs):
    """The ``Stage`` as it is for somebody: what comes at the end goes with their own last day."""
    days = [pair.ends_on for pair in pairs if pair.status in LASTING and pair.ends_on]
    if stage.occasion not in AT_THE_END or not days:
        return stage
    return stage.later_by(max(days) - stage.program.ends_on)


def _partnerships():
    return Participant._meta.get_field("as_mentor").related_model.objects.order_by()


def pairs_of(participants):
    """``{participant id: [partnership]}`` in one statement, the first first.

    Each has the columns ``PAIR`` and the names of the two.
    """
    found = {row.pk: [] for row in participants}
    rows = _partnerships().filter(Q(mentor__in=list(found)) | Q(mentee__in=list(found)))
    names = [f"{side}_person__{name}" for side in Side.values for name in NAMES]
    rows = rows.select_related("mentor_person", "mentee_person")
    for pair in rows.only(*PAIR, "mentor_id", "mentee_id", *names).order_by("introduced_at", "id"):
        for pk in (pair.mentor_id, pair.mentee_id):
            if pk in found:
                found[pk].append(pair)
    return found


def partners_of(participant, stage, pairs):
    """The names of those with whom somebody has what ``stage`` asks about, the first pair first.

    ``pairs`` are of ``pairs_of``.
    """
    if stage.occasion in (Occasion.BASELINE, Occasion.THEN):
        return []
    other = Side.MENTEE if participant.side == Side.MENTOR else Side.MENTOR
    return [getattr(pair, f"{other}_person").name for pair in pairs if _counts(stage, pair)]


def people_asked(stage):
    """Participants of the program who take part and whom ``stage`` asks, or who have begun it."""
    rows = Participant.objects.filter(program=stage.program, standing=Standing.IN)
    if stage.occasion == Occasion.BASELINE:
        return rows
    mine = Response.objects.filter(participant=OuterRef("pk"))
    if stage.occasion == Occasion.THEN:
        sent = mine.filter(occasion=Occasion.FINAL, submitted_at__isnull=False)
        return rows.filter(Exists(sent), side=Side.MENTEE)
    pairs = _partnerships().filter(_counting(stage))
    asked = Q(Exists(mine.filter(occasion=stage.occasion)))
    for side in Side.values:
        asked |= Q(Exists(pairs.filter(**{side: OuterRef("pk")})), side=side)
    return rows.filter(asked)


def _counting(stage):
    """``_counts`` in columns of partnerships."""
    began = Q(introduced_at__isnull=False, ends_on__isnull=False)
    if stage.occasion == Occasion.MID_YEAR:
        closed_at = stage.end_of(stage.closes_on)
        lasted = Q(ended_at__isnull=True) | Q(ended_at__gte=closed_at)
        return began & lasted & Q(introduced_at__lt=closed_at)
    if stage.occasion == Occasion.FINAL:
        late = Q(ended_at__gte=F("introduced_at") + LONG_ENOUGH, status=ENDED)
        return began & (Q(status__in=LASTING) | late)
    return began & Q(status=COMPLETED)


def with_last_day(rows, program):
    """Participants, each with ``last_day``: their own, or the program's."""
    lasting = _partnerships().filter(status__in=LASTING)
    last = [
        Subquery(
            lasting.filter(**{side: OuterRef("pk")})
            .values(side)
            .annotate(last=Max("ends_on"))
            .values("last"),
            output_field=DateField(),
        )
        for side in Side.values
    ]
    program_day = Value(program.ends_on, output_field=DateField())
    return rows.annotate(last_day=Coalesce(*last, program_day))
