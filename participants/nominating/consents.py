"""Who has agreed to what, as parts of other reads."""

from django.db.models import Case, CharField, F, OuterRef, Subquery, Value, When

from participants.nominating.models import Consent, ConsentText

CURRENT, OLDER, MISSING = "current", "older", "missing"


def consent_numbers():
    """Annotations of participants: ``text_number``, the program's latest text, and
    ``agreed_number``, the latest that the person agreed to; either may be None.
    """
    texts = ConsentText.objects.filter(program=OuterRef("program")).order_by("-number")
    agreed = Consent.objects.filter(participant=OuterRef("pk")).order_by("-text__number")
    return {
        "text_number": Subquery(texts.values("number")[:1]),
        "agreed_number": Subquery(agreed.values("text__number")[:1]),
    }


def with_consent(participants):
    """The queryset, each row with ``consent``: ``CURRENT``, ``OLDER`` or ``MISSING``."""
    return participants.annotate(**consent_numbers()).annotate(
        consent=Case(
            When(agreed_number__isnull=True, then=Value(MISSING)),
            When(agreed_number__lt=F("text_number"), then=Value(OLDER)),
            default=Value(CURRENT),
            output_field=CharField(),
        )
    )
