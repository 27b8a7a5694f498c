"""The mail that a certificate is there."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evaluations.certificates.models import Certificate
from notifications import kinds
from notifications.catalog import PAIR
from notifications.kinds import Letter

ISSUED = "certificate_issued"


def register():
    name = gettext_lazy("A certificate is there")
    kinds.register(ISSUED, certificate_issued, name=name, audience=PAIR, values=("program",))


def certificate_issued(person, occasion, facts):
    """Nothing once it was revoked."""
    rows = Certificate.objects.select_related("organization")
    certificate = rows.filter(pk=occasion, revoked_at__isnull=True).first()
    if certificate is None:
        return None
    said = {"program": certificate.program_name}
    place = reverse("portal:certificates:mine", args=[certificate.organization.slug])
    return Letter(
        subject=_("Your certificate from %(program)s") % said,
        paragraphs=(
            _("You have completed %(program)s. Thank you for the year.") % said,
            _(
                "Your certificate says so, with your role and the dates. Whoever you show it to "
                "can check by its code that it is genuine."
            ),
        ),
        action_label=_("Get your certificate"),
        action_url=settings.BASE_URL + place,
        reason=_("You receive this because you took part in %(program)s.") % said,
        values=said,
    )
