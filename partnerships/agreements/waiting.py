"""What about an agreement waits for somebody, of partnerships as they are read anyway."""

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q

from partnerships.agreements.models import Agreement, Signature
from partnerships.agreements.queries import OPEN

OPEN_NOW = Q(status__in=OPEN, introduced_at__isnull=False)


def waiting(person_id):
    """Annotations of a ``Partnership`` queryset for one of its two, all booleans.

    ``agreement_to_propose``: nothing is proposed yet. ``agreement_to_sign``: what was proposed last
    lacks this person's signature. ``agreement_to_countersign``: it lacks the partner's alone.
    """
    of_pair = Agreement.objects.filter(partnership=OuterRef("pk"))
    later = Agreement.objects.filter(
        partnership=OuterRef("partnership"), number__gt=OuterRef("number")
    )
    signed = Signature.objects.filter(agreement=OuterRef("pk"))
    newest = of_pair.exclude(Exists(later))
    mine, theirs = signed.filter(person=person_id), signed.exclude(person=person_id)
    return {
        "agreement_to_propose": _open(~Q(Exists(of_pair))),
        "agreement_to_sign": _open(Q(Exists(newest.exclude(Exists(mine))))),
        "agreement_to_countersign": _open(
            Q(Exists(newest.filter(Exists(mine)).exclude(Exists(theirs))))
        ),
    }


def _open(found):
    return ExpressionWrapper(OPEN_NOW & found, output_field=BooleanField())
