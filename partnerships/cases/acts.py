"""What can be done with a case, by name: the form that says it, the service, and the words after.

``leaves`` is for acts after which the case does not wait any more, so that the next one is shown.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from mentoring.tenancy.keys import as_id
from organizations.models import Membership
from partnerships.cases import services
from partnerships.cases.decisions import SETTLED, decide
from partnerships.cases.forms import (
    NOBODY,
    CloseForm,
    ContactForm,
    DecideForm,
    DueForm,
    GiveForm,
    RaiseForm,
    SnoozeForm,
)
from partnerships.cases.kinds import Level


@dataclass(frozen=True)
class Act:
    """One thing to do: ``carry_out(case, said, by)``, where ``said`` is what the form has."""

    carry_out: Callable
    done: str
    form: type | None = None
    leaves: bool = False
    undo: str = ""


def _give(case, said, by):
    owner = said["owner"]
    membership = None if owner == NOBODY else Membership.objects.get(pk=owner)
    seen = _shown(said["seen"])
    services.assign(case, membership, by=by, seen=seen)


def _shown(text):
    """Whom the page showed: an id, nobody, or nothing that can be compared."""
    return (as_id(text) or "") if text else None


def _contact(case, said, by):
    services.log_contact(case, said["channel"], said["whom"], by=by, on=said["on"])


def _raise(case, said, by):
    told = said["told"] if said["level"] == Level.SPONSOR else None
    services.escalate(case, said["level"], by=by, is_person_told=told)


ACTS = {
    "take": Act(lambda case, _said, by: services.take(case, by=by), _("You look after it now.")),
    "give": Act(_give, _("Given on."), GiveForm),
    "due": Act(
        lambda case, said, by: services.set_due(case, said["day"], by=by),
        _("The day has moved."),
        DueForm,
    ),
    "snooze": Act(
        lambda case, said, by: services.snooze(case, said["until"], by=by),
        _("Put off. It comes back on its day."),
        SnoozeForm,
        leaves=True,
        undo="wake",
    ),
    "wake": Act(lambda case, _said, by: services.wake(case, by=by), _("Taken up again.")),
    "contact": Act(_contact, _("Noted."), ContactForm),
    "raise": Act(_raise, _("Noted how far up it goes."), RaiseForm),
    "agree": Act(
        lambda case, _said, by: services.agree_to_raise(case, by=by),
        _("You have agreed. It is raised to the highest level."),
    ),
    "keep-level": Act(
        lambda case, _said, by: services.decline_to_raise(case, by=by), _("It stays where it is.")
    ),
    "close": Act(
        lambda case, said, by: services.close(case, said["outcome"], by=by),
        _("Closed."),
        CloseForm,
        leaves=True,
        undo="reopen",
    ),
    "decide": Act(
        lambda case, said, by: decide(case.partnership, said["decision"], by=by),
        _("Recorded, and what had changed about them is settled."),
        DecideForm,
        leaves=True,
    ),
    "reopen": Act(
        lambda case, _said, by: services.reopen(case, by=by), _("Open again. You look after it.")
    ),
}
NEEDS_CASE = (GiveForm, DueForm, ContactForm, RaiseForm)


def is_decided(case):
    """Whether it is settled by what becomes of the pair, and not by an outcome alone."""
    return case.signal in SETTLED and case.partnership_id is not None


def may(name, case):
    return name in ACTS and (name != "decide" or is_decided(case))


def form_of(name, data, case, owners):
    """The bound or fresh form of an act, with what it can be chosen from."""
    form = ACTS[name].form or forms.Form
    known = {"case": case} if form in NEEDS_CASE else {}
    if form is GiveForm:
        known["owners"] = owners
    return form(data, prefix=name, **known)


def forms_of(case, owners):
    """``{name of the act: fresh form}`` of every act that asks for something."""
    return {name: form_of(name, None, case, owners) for name, act in ACTS.items() if act.form}
