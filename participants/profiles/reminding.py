"""Who has not completed their profile hears of it after one, two and three weeks."""

from django.db.models import DateTimeField, Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Greatest

from notifications.models import Message
from notifications.services import tell_many
from participants.bulk.reminding import KIND, occasion_on
from participants.listed.filters import LIVE, PROFILES
from participants.models import Participant
from participants.nominating.models import Consent
from participants.roles import Standing
from programs.models import ProgramDate
from programs.reminding import here, untold, waiting_since, with_step

MOST_AT_ONCE = 500
PROFILES_STAGE, MATCHING_STAGE = "profiles", "matching"
# Whom a coordinator has reminded lately is left alone.
LATELY = 3
PAIRED = Q(as_mentor__status__in=LIVE) | Q(as_mentee__status__in=LIVE)


def remind_incomplete():
    """Due work: ask for what nobody can be matched without, as long as matches are made."""
    place = here()
    if not place.is_morning:
        return
    stages = ProgramDate.objects.filter(key=PROFILES_STAGE, opens_on__lte=place.today)
    for stage in stages.filter(program__in=_still_matching(place.today)).order_by("id"):
        rows = list(_late(stage, place)[:MOST_AT_ONCE])
        if rows:
            tell_many(KIND, [(row.person, row.told_of, {}) for row in rows])


def _still_matching(today):
    return ProgramDate.objects.filter(key=MATCHING_STAGE, closes_on__gte=today).values("program")


def _late(stage, place):
    """Those of this program who have had a week to complete their profile since they could."""
    agreed = Consent.objects.filter(participant=OuterRef("pk")).order_by("-at").values("at")[:1]
    opened = Value(place.start_of(stage.opens_on), output_field=DateTimeField())
    rows = Participant.objects.filter(
        PROFILES["incomplete"], program=stage.program_id, standing=Standing.IN
    )
    rows = rows.annotate(since=Greatest(Coalesce(Subquery(agreed), "created_at"), opened))
    rows = with_step(rows.filter(waiting_since("since", place)), "since", place)
    rows = untold(rows, KIND, "person", "pk", "step").exclude(Exists(_reminded_by_hand(place)))
    paired = Participant.objects.filter(PAIRED, pk=OuterRef("pk"))
    return rows.exclude(Exists(paired)).select_related("person").order_by("since", "id")


def _reminded_by_hand(place):
    occasions = [occasion_on(OuterRef("pk"), place.today, days) for days in range(LATELY)]
    return Message.objects.filter(kind=KIND, person=OuterRef("person"), occasion__in=occasions)
