"""The next step of two who both accepted, until both are trained."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from participants.roles import Side
from portal.situations import MEET, TRAINING, UNTIL, WAIT, Step
from portal.together import together


def prepare(situation):
    """The step of somebody whose partnership is *preparing*."""
    if situation.match.introduced_at:
        return together(situation)
    modules = situation.modules
    if modules is None:
        return _training_comes(situation)
    return _train(situation) if modules.left else _wait_for_the_other(situation)


def _partner(situation):
    mentee = situation.side == Side.MENTEE
    said = {"name": situation.match.partner}
    return (_("%(name)s is your mentor") if mentee else _("%(name)s is your mentee")) % said


def _train(situation):
    modules = situation.modules
    text = ngettext(
        "You both said yes. Now read what helps at the start: %(n)s short module, about "
        "%(minutes)s minutes in all, with pauses as you like. Your first meeting opens when both "
        "of you have finished.",
        "You both said yes. Now read what helps at the start: %(n)s short modules, about "
        "%(minutes)s minutes in all, with pauses as you like. Your first meeting opens when both "
        "of you have finished.",
        modules.left,
    )
    span, today = situation.training, situation.today
    return Step(
        MEET,
        _partner(situation),
        text % {"n": modules.left, "minutes": modules.minutes},
        _("Go on with your training") if modules.is_begun else _("Start your training"),
        reverse("portal-training:list", args=[situation.organization]),
        due=span[1] if span and today <= span[1] else None,
        due_is=UNTIL,
    )


def _training_comes(situation):
    """The program has no modules yet; they come within minutes."""
    span, today = situation.training, situation.today
    return Step(
        MEET,
        _partner(situation),
        _(
            "You both said yes. Training comes next: a short one for your part, before the two of "
            "you meet."
        ),
        _("See who %(name)s is") % {"name": situation.match.partner},
        _match_page(situation),
        due=span[0] if span and today < span[0] else None,
        due_is=TRAINING,
    )


def _wait_for_the_other(situation):
    said = {"name": situation.match.partner}
    return Step(
        WAIT,
        _("You have finished your training"),
        _(
            "As soon as %(name)s has finished as well, your first meeting is open. You get a mail; "
            "there is nothing to do until then."
        )
        % said,
        _("See who %(name)s is") % said,
        _match_page(situation),
    )


def _match_page(situation):
    return reverse("portal:match", args=[situation.organization, situation.match.id])
