"""What somebody is told when a coordinator has taken their photo away."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from notifications.kinds import Letter


def photo_removed(person, occasion, facts):
    """Your photo is gone; choose another one, or none."""
    said = {"organization": person.organization.name}
    return Letter(
        subject=_("Your photo was removed at %(organization)s") % said,
        paragraphs=(
            _("A coordinator has removed your photo. Nobody sees it any more.") % said,
            _(
                "You can choose another one that shows your face, or have none; it plays no part "
                "in how you are matched. If you think this was a mistake, ask your coordinator."
            ),
        ),
        action_label=_("Your photo"),
        action_url=settings.BASE_URL + reverse("portal:photo", args=[person.organization.slug]),
        reason=_("You receive this because you take part at %(organization)s.") % said,
    )
