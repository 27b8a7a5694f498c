"""How the list of a program's partnerships can be narrowed and ordered."""

from datetime import timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from mentoring import clock
from mentoring.ui.listing import Filter, Listing
from partnerships.lifecycle import LIVE, MENTEE, MENTOR, Status
from partnerships.meetings.facts import met, met_options
from partnerships.queries import needs_a_look

# In the order of the tabs of the page; "waiting" is where somebody must answer.
GROUPS = {
    "waiting": (Status.PROPOSED,),
    "accepted": tuple(status for status in LIVE if status != Status.PROPOSED),
    "over": (Status.DECLINED, Status.EXPIRED, Status.WITHDRAWN, Status.ENDED, Status.COMPLETED),
}
# Those that a coordinator should look at, wherever they stand.
LOOK = "look"
SOON = timedelta(days=3)

# By what comes first, second …; the last makes the order complete.
SORTS = {
    "announced": ("announced_at",),
    "due": ("answer_by",),
    "mentee": ("mentee_person__family_name", "mentee_person__given_name"),
    "mentor": ("mentor_person__family_name", "mentor_person__given_name"),
    "status": ("status", "announced_at"),
    "met": ("last_meeting_at", "announced_at"),
}


def listing_of(query, companies):
    """What ``query`` asks of a program's partnerships; ``companies`` are ``{id: name}``.

    The next deadline comes first among those that wait, else the newest.
    """
    filters = [
        Filter("show", _("Show"), show_options(), _shown),
        Filter("waits", _("Waits for"), waits_options(), _waiting_for),
        Filter("status", _("Status"), dict(Status.choices), _in_status),
        Filter("due", _("Answer by"), due_options(), _due),
        Filter("met", _("Meetings"), met_options(), met),
        Filter("company", _("Company"), companies, _of_company),
    ]
    first = "due" if query.get("show") == "waiting" else "-announced"
    return Listing(query, filters, SORTS, sort=first)


def show_options():
    return {
        "waiting": _("Waiting for answers"),
        "accepted": _("Accepted"),
        "over": _("Over"),
        LOOK: _("Needs a look"),
    }


def _shown(value):
    return needs_a_look() if value == LOOK else Q(status__in=GROUPS[value])


def _in_status(value):
    return Q(status=value)


def waits_options():
    return {MENTEE: _("The mentee"), MENTOR: _("The mentor"), "both": _("Both")}


def _waiting_for(value):
    """Announced, and unanswered by this side, the other having accepted; or by both."""
    silent = {side: Q(**{f"{side}_accepted_at__isnull": True}) for side in (MENTEE, MENTOR)}
    found = Q(status=Status.PROPOSED)
    for side, is_silent in silent.items():
        found &= is_silent if value in (side, "both") else ~is_silent
    return found


def due_options():
    return {"soon": _("Within three days"), "over": _("Over already")}


def _due(value):
    now = clock.now()
    waiting = Q(status=Status.PROPOSED)
    if value == "over":
        return waiting & Q(answer_by__lt=now)
    return waiting & Q(answer_by__gte=now, answer_by__lt=now + SOON)


def _of_company(value):
    return Q(mentee_company=value) | Q(mentor_company=value)
