"""What a coordinator can choose from when something is done with cases."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentoring import clock
from partnerships.cases.kinds import OUTCOMES

# Days for which a case can be put off by one choice; the page of a case takes any day.
SNOOZES = (1, 3, 7, 14, 30)


@dataclass(frozen=True)
class Offers:
    """Values with their labels: to whom, until when, and with which outcome."""

    owners: list
    snoozes: list
    outcomes: list


def offers(owners):
    """The ``Offers`` for one who may give a case to ``owners``, ``{id: name}``."""
    snoozes = [(days, _in_days(days)) for days in SNOOZES]
    return Offers(list(owners.items()), snoozes, outcomes())


def outcomes():
    return [(one.value, one.label) for one in OUTCOMES]


def _in_days(days):
    if days == 1:
        return _("until tomorrow")
    return ngettext("for %(n)s day", "for %(n)s days", days) % {"n": days}


def day_in(days):
    """The day that is so many from today on."""
    return clock.today() + timedelta(days=days)
