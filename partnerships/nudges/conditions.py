"""What is still to be done by one side of a pair, as conditions over ``Partnership``."""

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q

from partnerships.agreements.models import Agreement, Signature
from partnerships.goals.models import GoalFact
from partnerships.lifecycle import MENTEE, MENTOR, Status
from training.modules.queries import is_trained

# From the introduction on: by then there is an agreement, and a first goal.
WITHIN = timedelta(days=30)
# Three reminders, and some days to answer the last.
TRAINED_WITHIN = timedelta(days=28)

OTHER = {MENTEE: MENTOR, MENTOR: MENTEE}


def is_untrained(side):
    """Both have accepted, and this side has not finished what opens their meetings."""
    waits = Q(status=Status.PREPARING, introduced_at__isnull=True)
    return waits & ~Q(is_trained("program", side, side))


def owes_signature(side):
    """Introduced, and this side's signature is missing; before a proposal, that of the mentee."""
    of_pair = Agreement.objects.filter(partnership=OuterRef("pk"))
    later = Agreement.objects.filter(
        partnership=OuterRef("partnership"), number__gt=OuterRef("number")
    )
    own = Signature.objects.filter(
        agreement=OuterRef("pk"), person=OuterRef(OuterRef(f"{side}_person"))
    )
    signed = of_pair.exclude(Exists(later)).filter(Exists(own))
    found = Q(status=Status.PREPARING, introduced_at__isnull=False) & ~Q(Exists(signed))
    return found if side == MENTEE else found & Q(Exists(of_pair))


def lacks_goal(side):
    """The two can meet, and the mentee has set no goal; a mentor owes none."""
    if side == MENTOR:
        return Q(pk__in=[])
    goals = GoalFact.objects.filter(partnership=OuterRef("pk"))
    under_way = Q(status__in=(Status.PREPARING, Status.ACTIVE), introduced_at__isnull=False)
    return under_way & ~Q(Exists(goals))
