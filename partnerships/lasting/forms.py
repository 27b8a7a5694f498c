"""When it rests and until when, as people type it; the rules are in the services."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mentoring.ui.forms import DateInput, RadioSelect
from partnerships.lifecycle import PauseReason


class PauseForm(forms.Form):
    """A neutral category, or none, and a day on which to be asked again, or none."""

    reason = forms.ChoiceField(
        label=_("Would you like to say why?"),
        choices=[("", _("I would rather not say")), *PauseReason.choices],
        required=False,
        widget=RadioSelect,
    )
    ask_again_on = forms.DateField(
        label=_("Ask us again on"),
        help_text=_("We ask both of you by mail whether you go on."),
        required=False,
        widget=DateInput,
    )


class CoordinatorsPauseForm(PauseForm):
    """The same, as a coordinator who speaks for neither of the two reads it."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = _("Why?")
        self.fields["reason"].choices = [("", _("No reason recorded")), *PauseReason.choices]
        self.fields["ask_again_on"].label = _("Ask both again on")
        self.fields["ask_again_on"].help_text = _("Both get a mail on that day.")


class AskForm(forms.Form):
    """Another day on which to be asked."""

    on = forms.DateField(label=_("Ask us again on"), widget=DateInput)


class ExtendForm(forms.Form):
    """A later last day."""

    to_ends_on = forms.DateField(label=_("Your last day would be"), widget=DateInput)
