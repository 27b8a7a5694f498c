"""What a participant fills in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mentoring.ui.forms import RadioSelect
from partnerships.lifecycle import DeclineReason


class DeclineForm(forms.Form):
    """A neutral category, or none."""

    reason = forms.ChoiceField(
        label=_("Would you like to say why?"),
        choices=[("", _("I would rather not say")), *DeclineReason.choices],
        required=False,
        widget=RadioSelect,
    )
