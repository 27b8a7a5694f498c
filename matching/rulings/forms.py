"""The form of a pin or a veto: two people of the program by name, and why."""

from django import forms
from django.utils.translation import gettext_lazy as _

from matching.rulings.models import LONGEST_REASON, Kind
from mentoring.ui.forms import RadioSelect


class RulingForm(forms.Form):
    """``mentees`` and ``mentors`` are ``{id as text: name}`` of who can be chosen."""

    kind = forms.ChoiceField(
        label=_("These two"),
        choices=[(Kind.PIN, _("are a match for certain")), (Kind.VETO, _("are never a match"))],
        widget=RadioSelect,
        initial=Kind.PIN,
    )
    mentee = forms.ChoiceField(label=_("Mentee"))
    mentor = forms.ChoiceField(label=_("Mentor"))
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("A veto needs it. Coordinators read this, nobody else."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=LONGEST_REASON,
        required=False,
    )

    def __init__(self, *args, mentees, mentors, **kwargs):
        super().__init__(*args, **kwargs)
        nobody = [("", _("Choose…"))]
        self.fields["mentee"].choices = [*nobody, *mentees.items()]
        self.fields["mentor"].choices = [*nobody, *mentors.items()]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("kind") == Kind.VETO and not (cleaned.get("reason") or "").strip():
            self.add_error("reason", _("Say why these two must not be matched."))
        return cleaned
