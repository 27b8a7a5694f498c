"""What the coordinators' pages show around their rows."""

from django.urls import reverse
from django.utils.translation import gettext as _

from instruments.queries import MISSED, SENT, STARTED, UNOPENED
from participants.roles import Side

STATES = ("", SENT, MISSED, STARTED, UNOPENED)


def chosen(stages, wanted):
    """The stage that is asked for, else the first; None where there is none."""
    named = (stage for stage in stages if stage.occasion == wanted)
    return next(named, stages[0] if stages else None)


def narrowing(asked):
    """``(side, state)`` of an address; what is unknown narrows nothing."""
    side, state = asked.get("side", ""), asked.get("state", "")
    return side if side in Side.values else "", state if state in STATES else ""


def sides(side):
    """``[(value, label, is chosen)]`` for the filter."""
    every = [("", _("Everybody")), *Side.choices]
    return [(value, label, value == side) for value, label in every]


def tabs(request, rates, state):
    """The states as items of the tag ``tabs``, with how many are in each."""
    sent = sum(rate.sent for rate in rates)
    started = sum(rate.started for rate in rates)
    asked = sum(rate.asked for rate in rates)
    labels = {
        "": (_("All"), asked),
        SENT: (_("Answered"), sent),
        MISSED: (_("Not answered"), asked - sent),
        STARTED: (_("Begun"), started),
        UNOPENED: (_("Not begun"), asked - sent - started),
    }
    return [
        {
            "label": label,
            "url": _address(request, key),
            "current": key == state,
            "count": count,
        }
        for key, (label, count) in labels.items()
    ]


def side_tabs(request, side):
    """Both sides as items of the tag ``tabs``."""
    here = request.resolver_match
    return [
        {
            "label": label,
            "url": reverse(here.view_name, kwargs=here.kwargs | {"side": value}),
            "current": value == side,
        }
        for value, label in Side.choices
    ]


def _address(request, state):
    query = request.GET.copy()
    query.pop("page", None)
    query["state"] = state
    return f"?{query.urlencode()}"
