"""Forms of changes: what was chosen, and what is looked for."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from matching.changes.models import Act
from matching.rulings.models import LONGEST_REASON

CHOICE = re.compile(rf"({'|'.join(Act.values)}):([0-9a-f-]{{36}}):([0-9a-f]{{16}})")


class ChangeForm(forms.Form):
    """``choice`` is what a button says: act, whom it is about, and the sign of what was seen."""

    choice = forms.RegexField(CHOICE.pattern + r"\Z", max_length=80)
    reason = forms.CharField(
        label=_("Why these two must not be matched"),
        help_text=_("Coordinators read this, nobody else."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_REASON,
        required=False,
    )

    @property
    def asked(self):
        """``(act, other, seen)``."""
        return CHOICE.fullmatch(self.cleaned_data["choice"]).groups()


class LookForm(forms.Form):
    """Kept in the address; what cannot be read looks for nothing."""

    why = forms.CharField(label=_("Mentor"), required=False, max_length=80)
    swap = forms.CharField(label=_("Mentee"), required=False, max_length=80)
    act = forms.ChoiceField(choices=Act, required=False)
    other = forms.UUIDField(required=False)

    @property
    def asked(self):
        self.is_valid()
        found = {name: "" for name in self.fields} | self.cleaned_data
        return found | {"other": str(found["other"] or "")}
