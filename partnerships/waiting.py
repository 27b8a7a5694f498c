"""What waits for one of the two in each of their pairs, asked in one statement."""

from django.db.models import Q

from mentoring import clock
from mentoring.tenancy.prepared import PreparedRead
from partnerships.actions import waiting as actions
from partnerships.agreements import waiting as agreements
from partnerships.checks import waiting as checks
from partnerships.goals import waiting as goals
from partnerships.lasting import waiting as lasting
from partnerships.meetings import waiting as meetings
from partnerships.models import Partnership
from partnerships.unread import queries as unread
from partnerships.writing.keys import OPEN_AFTER_END

KINDS = (lasting, meetings, checks, agreements, goals, actions, unread)


def _of_pairs(person_id):
    of_mine = Q(mentor_person=person_id) | Q(mentee_person=person_id)
    is_readable = Q(ended_at__isnull=True) | Q(ended_at__gt=clock.now() - OPEN_AFTER_END)
    rows = Partnership.objects.filter(
        of_mine,
        is_readable,
        mentor_accepted_at__isnull=False,
        mentee_accepted_at__isnull=False,
    )
    annotations = {}
    for kind in KINDS:
        annotations |= kind.waiting(person_id)
    return rows.annotate(**annotations).values("id", *annotations)


# The person's partnerships of two who know each other, until what they wrote closes, each with what
# waits there by the names of ``KINDS``.
pairs_with_what_waits = PreparedRead(_of_pairs, is_timed=True)
