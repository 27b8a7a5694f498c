"""What the letters of this package share: who is spoken to, about whom, and where a link leads."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from mentoring.ui.formats import written_day
from notifications.kinds import Letter
from partnerships.models import Partnership
from partnerships.queries import other_side, side_of
from partnerships.stepping import today_of


@dataclass(frozen=True)
class Spoken:
    """A partnership as one of its two reads of it."""

    pair: Partnership
    side: str

    @property
    def participant(self):
        return getattr(self.pair, self.side)

    @property
    def partner(self):
        return getattr(self.pair, f"{other_side(self.side)}_person")

    @property
    def today(self):
        return today_of(self.pair)

    @property
    def said(self):
        """Names for the words of a letter."""
        return {
            "name": self.partner.name,
            "program": self.pair.program.name,
            "organization": self.pair.organization.name,
        }

    def day(self, day):
        return written_day(day, self.today)

    def page(self, name, *args):
        """The address of a page of this partnership in the portal."""
        return self.address(name, self.pair.pk, *args)

    def address(self, name, *args):
        """The address of any page of the portal."""
        return settings.BASE_URL + reverse(name, args=[self.pair.organization.slug, *args])

    def letter(self, subject, *paragraphs, action, url, **more):
        """A ``Letter`` whose words may hold the names of ``said``."""
        said = self.said
        return Letter(
            subject=subject % said,
            paragraphs=tuple(words % said for words in paragraphs),
            action_label=action,
            action_url=url,
            reason=_("You receive this because you take part in %(program)s at %(organization)s.")
            % said,
            values={"program": said["program"]},
            **more,
        )


def spoken(partnership_id, person):
    """The ``Spoken`` of a partnership, which exists, for one of its two."""
    rows = Partnership.objects.select_related(
        *("organization", "program", "mentor", "mentee", "mentor_person", "mentee_person")
    )
    pair = rows.get(pk=partnership_id)
    return Spoken(pair, side_of(pair, person.pk))
