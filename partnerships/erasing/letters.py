"""What somebody is told when they are to be erased: so that nobody does it in their name."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from mentoring.ui.formats import written_day
from notifications.kinds import Letter
from partnerships.erasing.models import Erasure
from partnerships.erasing.words import Asker


def erasure_asked(person, occasion, facts):
    """Your data will be erased on that day, unless it is taken back."""
    erasure = Erasure.objects.filter(pk=occasion).first()
    if erasure is None or not erasure.is_open:
        return None
    said = {"organization": person.organization.name, "day": written_day(erasure.due_at.date())}
    begun = {
        Asker.PERSON: _("You have asked %(organization)s to erase your data."),
        Asker.STAFF: _("%(organization)s wants to erase your data."),
        Asker.RETENTION: _(
            "You have been in no program of %(organization)s for two years, so your data is erased."
        ),
    }[erasure.asked_by]
    return Letter(
        subject=_("Your data at %(organization)s will be erased on %(day)s") % said,
        paragraphs=(
            begun % said,
            _(
                "It happens on %(day)s. Until then it can be taken back and you can download what "
                "is yours; after that nobody can bring it back."
            )
            % said,
            _("If this is not what you want, sign in and take it back, or tell your coordinator."),
        ),
        action_label=_("Your data"),
        action_url=settings.BASE_URL + reverse("portal:data", args=[person.organization.slug]),
        reason=_("You receive this because you take part at %(organization)s.") % said,
    )
