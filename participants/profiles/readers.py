"""Who reads what of a profile: one table, shown beside each field and held against the cards.

HR reads nothing of it, coordinators read all of it; what differs is the person one is matched with.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Readers:
    """What the matched person reads of one column; empty: nothing.

    ``before`` both have accepted, and what is new ``after``.
    """

    before: str = ""
    after: str = ""


NOBODY = Readers()
# Of the person rather than of a profile, so in no column: the database itself keeps to this one.
PHOTO = Readers(after=_("all of it"))
READERS = {
    "needs": Readers(_("the names, not their order; your own words only once they are looked at")),
    "offers": Readers(_("the names, not the levels; your own words only once they are looked at")),
    "transition_wanted": Readers(_("all of it")),
    "transitions_lived": Readers(_("all of it")),
    "story": NOBODY,
    "ways_of_working": Readers(_("where you both answered the same")),
    "languages": Readers(_("all of it")),
    "time_zone": Readers(_("the part of the world, and how many hours lie between you")),
    "days": NOBODY,
    "hours_from": NOBODY,
    "hours_to": NOBODY,
    "meeting_form": Readers(_("all of it")),
    "max_time_zone_gap": NOBODY,
    "title": Readers(after=_("all of it")),
    "level": Readers(_("in these words")),
    "years_experience": Readers(_("rounded to five years")),
    "former_employers": NOBODY,
    "capacity": NOBODY,
    "please_not": NOBODY,
    "manager_email": NOBODY,
}
