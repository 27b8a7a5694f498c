"""What the coordinators' pages show around their rows."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from instruments.bank import pages as asked_pages
from instruments.kinds import Occasion
from instruments.queries import MISSED, SENT, STARTED, UNOPENED
from participants.roles import Side

STATES = ("", SENT, MISSED, STARTED, UNOPENED)


def chosen(stages, wanted):
    """The stage that is asked for, else one that is open, else the last that was; or None."""
    named = [stage for stage in stages if stage.occasion == wanted]
    asked = [stage for stage in stages if stage.occasion != Occasion.THEN]
    is_open = [stage for stage in asked if stage.is_open]
    over = [stage for stage in asked if stage.is_closed]
    return next(iter([*named, *is_open, *over[::-1], *asked]), None)


def occasions(stages, stage):
    """The occasions of a program as items of the tag ``tabs``."""
    return [
        {
            "label": one.label,
            "url": f"?{urlencode({'occasion': one.occasion})}",
            "current": one.occasion == stage.occasion,
        }
        for one in stages
    ]


def narrowing(asked):
    """``(side, state)`` of an address; what is unknown narrows nothing."""
    side, state = asked.get("side", ""), asked.get("state", "")
    return side if side in Side.values else "", state if state in STATES else ""


def sides(stage, side):
    """``[(value, label, is chosen)]`` for the filter; none where one side alone is asked."""
    every = [("", _("Everybody")), *_asked(stage.occasion)]
    return [(value, label, value == side) for value, label in every] if len(every) > 2 else []


def _asked(occasion):
    return [(value, label) for value, label in Side.choices if asked_pages(value, occasion)]


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
    """The sides that are asked as items of the tag ``tabs``."""
    here = request.resolver_match
    return [
        {
            "label": label,
            "url": reverse(here.view_name, kwargs=here.kwargs | {"side": value}),
            "current": value == side,
        }
        for value, label in _asked(here.kwargs["occasion"])
    ]


def question_tabs(request, stages, side):
    """What is asked on the other occasions, as items of the tag ``tabs``."""
    here = request.resolver_match
    chosen = {
        one: side if asked_pages(side, one.occasion) else _asked(one.occasion)[0][0]
        for one in stages
    }
    return [
        {
            "label": one.label,
            "url": reverse(
                here.view_name,
                kwargs=here.kwargs | {"occasion": one.occasion, "side": side_of_it},
            ),
            "current": one.occasion == here.kwargs["occasion"],
        }
        for one, side_of_it in chosen.items()
    ]


def _address(request, state):
    query = request.GET.copy()
    query.pop("page", None)
    query["state"] = state
    return f"?{query.urlencode()}"
