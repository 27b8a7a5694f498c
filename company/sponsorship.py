"""What the company and the mentoring organization agreed for each program."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from company.queries import Place
from programs.models import Aim, SponsorContact

# The texts of a program that its people read before they agree, as its sponsors read them.
TEXTS = {
    "purpose": _("What it is for"),
    "eligibility": _("Who can take part"),
    "benefits": _("What people get from it"),
    "demands": _("What it asks of people"),
}


@dataclass(frozen=True)
class Agreement:
    """One program: the place with its balance, aims in words, and the company's contacts."""

    place: Place
    aims: tuple
    contacts: tuple

    @property
    def seats_left(self):
        return max(0, self.place.sponsorship.mentee_seats - self.place.mentees)

    @property
    def texts(self):
        """``(title, text)`` of each text of the program that is written."""
        program = self.place.program
        return [
            (title, getattr(program, name))
            for name, title in TEXTS.items()
            if getattr(program, name)
        ]


def agreements(places):
    """``[Agreement]`` of these places, in one more statement."""
    contacts = defaultdict(list)
    for contact in SponsorContact.objects.all():
        contacts[contact.sponsorship_id].append(contact)
    return [
        Agreement(
            place=place,
            aims=tuple(Aim(aim).label for aim in Aim.values if aim in place.sponsorship.aims),
            contacts=tuple(contacts[place.sponsorship.pk]),
        )
        for place in places
    ]
