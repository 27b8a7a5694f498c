"""What the nominated fill in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mentoring.ui.forms import RadioSelect
from participants.models import MAX_CAPACITY
from participants.nominating.words import WhyNot
from participants.roles import Standing


class ConsentForm(forms.Form):
    """Consent to the text that was read; a nominated mentor adds for how many they have time."""

    text = forms.UUIDField(widget=forms.HiddenInput)
    capacity = forms.TypedChoiceField(
        label=_("For how many mentees do you have time at once?"),
        choices=[(number, str(number)) for number in range(1, MAX_CAPACITY + 1)],
        coerce=int,
        widget=RadioSelect(attrs={"class": "choices--inline"}),
        error_messages={"required": _("Say for how many mentees you have time, from 1 to 5.")},
    )
    agreed = forms.BooleanField(
        error_messages={"required": _("Tick this box if you agree to what you have read.")}
    )

    def __init__(self, reading, *args, **kwargs):
        program = reading.participant.program
        first = {"text": reading.text.pk, "capacity": program.default_capacity}
        super().__init__(*args, initial=first, **kwargs)
        is_answer = reading.participant.standing == Standing.NOMINATED
        self.fields["agreed"].label = (
            _("I have read this, I agree to it, and I want to take part")
            if is_answer
            else _("I have read this and I agree to it")
        )
        if not (is_answer and reading.participant.is_mentor):
            del self.fields["capacity"]


class DeclineForm(forms.Form):
    """A neutral category, or none."""

    reason = forms.ChoiceField(
        label=_("Would you like to say why?"),
        choices=[("", _("I would rather not say")), *WhyNot.choices],
        required=False,
        widget=RadioSelect,
    )
