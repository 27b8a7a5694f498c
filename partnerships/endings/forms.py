"""Why a partnership ends, as a neutral category."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mentoring.ui.forms import RadioSelect
from partnerships.lifecycle import EndReason


class EndForm(forms.Form):
    """A neutral category, or none."""

    reason = forms.ChoiceField(
        label=_("Would you like to say why?"),
        choices=[("", _("I would rather not say")), *EndReason.choices],
        required=False,
        widget=RadioSelect,
    )


class CoordinatorsEndForm(EndForm):
    """The same, as a coordinator who speaks for neither of the two reads it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = _("Why?")
        self.fields["reason"].choices = [("", _("No reason recorded")), *EndReason.choices]
