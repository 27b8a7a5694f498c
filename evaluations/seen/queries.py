"""What there is for somebody at the end of their year and they have not seen yet."""

from django.db.models import Exists, OuterRef

from evaluations.certificates.models import Certificate
from evaluations.seen.models import Seen, What
from evaluations.sharing.models import SharedResults
from instruments.kinds import Occasion
from instruments.models import Response

# Answers that the final ones can be compared with.
EARLIER = (Occasion.BASELINE, Occasion.MID_YEAR)


def unseen():
    """Annotations of a participant: ``has_new_change``, ``has_new_paper``, ``has_new_results``.

    A certificate that is issued again is new again.
    """
    sent = Response.objects.filter(participant=OuterRef("pk"), submitted_at__isnull=False)
    earlier = Response.objects.filter(
        participant=OuterRef("participant"), submitted_at__isnull=False, occasion__in=EARLIER
    )
    change = sent.filter(Exists(earlier), occasion=Occasion.FINAL)
    paper = Certificate.objects.filter(participant=OuterRef("pk"), revoked_at__isnull=True)
    shared = SharedResults.objects.filter(program=OuterRef("program"), published_at__isnull=False)
    return {
        "has_new_change": Exists(change.exclude(_seen(What.CHANGE, "submitted_at"))),
        "has_new_paper": Exists(paper.order_by().exclude(_seen(What.CERTIFICATE, "issued_at"))),
        "has_new_results": Exists(
            shared.exclude(_seen(What.SHARED, "published_at", of=OuterRef(OuterRef("pk"))))
        ),
    }


def _seen(what, since, *, of=None):
    of = of or OuterRef("participant")
    return Exists(Seen.objects.filter(participant=of, what=what, at__gte=OuterRef(since)))
