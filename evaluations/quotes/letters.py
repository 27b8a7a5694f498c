"""Mails about quotes: that one came back, never what it says."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evaluations.quotes.models import Quote, State
from notifications import kinds
from notifications.catalog import PAIR
from notifications.kinds import Letter

RETURNED = "quote_returned"


def register():
    name = gettext_lazy("A quote came back")
    kinds.register(RETURNED, quote_returned, name=name, audience=PAIR, values=("program",))


def quote_returned(person, occasion, facts):
    """A coordinator asks for other words; nothing once the author has answered."""
    pk, _colon, edition = occasion.partition(":")
    rows = Quote.objects.select_related("organization", "participant__program")
    quote = rows.filter(pk=pk, edition=edition, state=State.RETURNED).first()
    if quote is None:
        return None
    said = {"program": quote.participant.program.name}
    place = reverse("portal:quotes:quote", args=[quote.organization.slug, quote.pk])
    return Letter(
        subject=_("About your quote from %(program)s") % said,
        paragraphs=(
            _(
                "A coordinator has looked at words of yours that you let others read, and asks "
                "you to change them. Why stands on the page below."
            ),
            _("Until you do, nobody reads them. You can also withdraw them."),
        ),
        action_label=_("Read why"),
        action_url=settings.BASE_URL + place,
        reason=_("You receive this because you took part in %(program)s.") % said,
        values=said,
    )
