"""What the coordinators' pages show around their rows."""

from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _

from participants.roles import Side
from partnerships.checks.kinds import Occasion
from partnerships.checks.queries import ANSWERED, MISSED, OPEN, STATES, TROUBLE


def narrowing(asked):
    """What an address narrows to; what is unknown narrows nothing."""
    known = {"occasion": Occasion.values, "side": Side.values, "state": STATES}
    found = {name: asked.get(name, "") for name in known}
    return {name: value if value in known[name] else "" for name, value in found.items()}


def choices(values, chosen):
    """``[(value, label, is chosen)]`` for a filter."""
    every = [("", _("Everybody")), *values]
    return [(value, label, value == chosen) for value, label in every]


def occasions(chosen):
    every = [("", _("All checks")), *Occasion.choices]
    return [(value, label, value == chosen) for value, label in every]


def grouped(rates):
    """``[(name of the occasion, [Rate])]`` in the order of the year."""
    return [(label, list(some)) for label, some in groupby(rates, lambda one: one.occasion_label)]


def tabs(request, state):
    """The states as items of the tag ``tabs``."""
    labels = {
        "": _("All"),
        TROUBLE: _("Low or no fit"),
        ANSWERED: _("Answered"),
        OPEN: _("Open"),
        MISSED: _("Not answered"),
    }
    return [
        {"label": label, "url": _address(request, key), "current": key == state}
        for key, label in labels.items()
    ]


def sections(request, here, program):
    """The pages of this part of the dashboard, as the tag ``tabs`` takes them."""
    labels = {
        "checks:overview": _("Checks"),
        "checks:calls": _("Calls"),
        "checks:contact": _("Contact person"),
    }
    slug = request.organization.slug
    return [
        {"label": label, "url": reverse(name, args=[slug, program.slug]), "current": name == here}
        for name, label in labels.items()
    ]


def _address(request, state):
    query = request.GET.copy()
    query.pop("page", None)
    query["state"] = state
    return f"?{query.urlencode()}"
