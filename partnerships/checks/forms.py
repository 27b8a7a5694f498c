"""The forms of a progress check and of a fit check: less than two minutes each."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mentoring.ui.forms import RadioSelect, ScaleInput
from partnerships.checks.kinds import STEPS, Fit, Occasion
from partnerships.checks.services import LONGEST, TOO_LONG

_STEPS = [(str(step), str(step)) for step in STEPS]
_CALL = _("I would like a coordinator to call me")
_CALL_HINT = _("They learn that you ask, not why. Your partner learns nothing of it.")


def _rating(label):
    return forms.TypedChoiceField(
        label=label,
        choices=_STEPS,
        coerce=int,
        widget=ScaleInput(ends=(_("not at all"), _("fully"))),
        error_messages={"required": _("Choose a step from 1 to 5.")},
    )


def _words(label):
    # No limit for the browser: it would cut off what is pasted, and say nothing.
    return forms.CharField(
        label=label,
        required=False,
        strip=False,
        max_length=LONGEST,
        error_messages={"max_length": TOO_LONG},
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto", "maxlength": None}),
    )


class CheckForm(forms.Form):
    """What both kinds of checks end with."""

    call = forms.BooleanField(label=_CALL, help_text=_CALL_HINT, required=False)

    def facts(self):
        """What ``services.answer`` takes."""
        given = dict(self.cleaned_data)
        del given["call"]
        return given


class ProgressForm(CheckForm):
    meeting = _rating(_("We meet as we have agreed."))
    useful = _rating(_("Our meetings are useful to me."))
    words = _words(_("What would make it better?"))

    field_order = ("meeting", "useful", "words", "call")


class FitForm(CheckForm):
    fit = forms.ChoiceField(
        label=_("After your first meeting: does it fit?"),
        choices=Fit.choices,
        widget=RadioSelect(
            hints={
                Fit.GOOD: _("We can work together."),
                Fit.DECIDING: _("One meeting was not enough to tell."),
                Fit.NOT_A_FIT: _("Nobody is to blame. You see next what you can do."),
            }
        ),
        error_messages={"required": _("Choose one of the three.")},
    )
    words = _words(_("Anything that the coordinators should know?"))

    field_order = ("fit", "words", "call")


def form_for(check, data=None):
    """The form that asks what this check asks."""
    return (FitForm if check.occasion == Occasion.FIT else ProgressForm)(data)
