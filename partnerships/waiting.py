"""What waits for one of the two in each of their pairs, asked in one statement."""

from django.db.models import Q

from mentoring.tenancy.prepared import PreparedRead
from partnerships.actions import waiting as actions
from partnerships.agreements import waiting as agreements
from partnerships.checks import waiting as checks
from partnerships.goals import waiting as goals
from partnerships.lasting import waiting as lasting
from partnerships.lifecycle import BEGUN
from partnerships.meetings import waiting as meetings
from partnerships.models import Partnership

KINDS = (lasting, meetings, checks, agreements, goals, actions)


def _of_pairs(person_id):
    of_mine = Q(mentor_person=person_id) | Q(mentee_person=person_id)
    rows = Partnership.objects.filter(of_mine, status__in=BEGUN, introduced_at__isnull=False)
    annotations = {}
    for kind in KINDS:
        annotations |= kind.waiting(person_id)
    return rows.annotate(**annotations).values("id", *annotations)


# The person's partnerships that can meet, each with what waits there by the names of ``KINDS``.
pairs_with_what_waits = PreparedRead(_of_pairs, is_timed=True)
