"""How the list of cases can be narrowed and ordered."""

from datetime import timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from mentoring import clock
from mentoring.ui.listing import Filter, Listing
from partnerships.cases.kinds import CaseStatus, Level, Severity, Signal

# The tabs of the page; "" is every case that is open and not put off.
FOR_ME, MINE, NOBODYS, SNOOZED, CLOSED = "for-me", "mine", "nobody", "snoozed", "closed"
TABS = ("", FOR_ME, MINE, NOBODYS, SNOOZED, CLOSED)
NOBODY = "nobody"
OVERDUE, TODAY, WEEK, LATER = "overdue", "today", "week", "later"
SOON = timedelta(days=7)
CLOSED_SHOWN = timedelta(days=31)

# By what comes first, second …; the last makes the order complete.
SORTS = {
    "due": ("due_on", "severity", "opened_at"),
    "severity": ("severity", "due_on", "opened_at"),
    "opened": ("opened_at",),
    "closed": ("closed_at",),
    "signal": ("signal", "severity", "due_on"),
}


def listing_of(query, viewer, *, programs, companies, owners):
    """What ``query`` asks of cases; the others are ``{id: name}`` of what they can be about."""
    filters = [
        Filter("show", _("Show"), show_options(), lambda value: shown(value, viewer)),
        Filter("signal", _("About"), dict(Signal.choices), lambda value: Q(signal=value)),
        Filter("program", _("Program"), programs, lambda value: Q(program=value)),
        Filter("due", _("Due"), due_options(), due),
        Filter("severity", _("How pressing"), _texts(Severity), lambda value: Q(severity=value)),
        Filter("owner", _("Looked after by"), {NOBODY: _("Nobody"), **owners}, _owned_by),
        Filter("company", _("Company"), companies, _of_company),
        Filter("level", _("Raised to"), _texts(Level), lambda value: Q(level=value)),
    ]
    first = "-closed" if query.get("show") == CLOSED else "due"
    return Listing(query, filters, SORTS, sort=first)


def _texts(choices):
    """Choices that are numbers, as an address writes them."""
    return {str(value): label for value, label in choices.choices}


def show_options():
    return {
        FOR_ME: _("Mine and nobody’s"),
        MINE: _("Mine"),
        NOBODYS: _("Nobody’s"),
        SNOOZED: _("Put off"),
        CLOSED: _("Closed"),
    }


def shown(value, viewer):
    """The cases of a tab for this membership; ``""`` is every one that waits for somebody."""
    if value == CLOSED:
        return Q(status=CaseStatus.CLOSED, closed_at__gte=clock.now() - CLOSED_SHOWN)
    is_open = Q(status=CaseStatus.OPEN)
    if value == SNOOZED:
        return is_open & Q(snoozed_until__gt=clock.today())
    mine = Q(owner=viewer.pk)
    whose = {FOR_ME: mine | is_nobodys(), MINE: mine, NOBODYS: is_nobodys()}
    return is_open & is_awake() & whose.get(value, Q())


def is_nobodys():
    """Without an owner, or left by one whose role has ended."""
    return Q(owner__isnull=True) | Q(owner__ended_at__isnull=False)


def is_awake():
    """Not put off to a day to come."""
    return Q(snoozed_until__isnull=True) | Q(snoozed_until__lte=clock.today())


def due_options():
    return {
        OVERDUE: _("Overdue"),
        TODAY: _("Today"),
        WEEK: _("In the next seven days"),
        LATER: _("Later"),
    }


def due(value):
    """Cases that are due then."""
    today = clock.today()
    return {
        OVERDUE: Q(due_on__lt=today),
        TODAY: Q(due_on=today),
        WEEK: Q(due_on__gt=today, due_on__lte=today + SOON),
        LATER: Q(due_on__gt=today + SOON),
    }[value]


def group_of(case, today):
    """When a case is due, as the list is divided."""
    if case.due_on < today:
        return OVERDUE
    if case.due_on == today:
        return TODAY
    return WEEK if case.due_on <= today + SOON else LATER


def _owned_by(value):
    return is_nobodys() if value == NOBODY else Q(owner=value)


def _of_company(value):
    pair = Q(partnership__mentee_company=value) | Q(partnership__mentor_company=value)
    return pair | Q(participant__company=value)
