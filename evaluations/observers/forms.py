"""The form by which a mentee invites somebody."""

from django import forms
from django.utils.translation import gettext_lazy as _

from evaluations.observers.kinds import Relation
from evaluations.observers.services import LONGEST_WORDS
from mentoring.ui.forms import RadioSelect


class InviteForm(forms.Form):
    """``values()`` are what ``services.invite`` takes."""

    name = forms.CharField(label=_("Name"), max_length=160)
    email = forms.EmailField(label=_("Mail address"), max_length=254)
    relation = forms.ChoiceField(
        label=_("How they know your work"), choices=Relation.choices, widget=RadioSelect()
    )
    words = forms.CharField(
        label=_("A line to them"),
        help_text=_("They read it on the page behind the link. It is not in the mail."),
        max_length=LONGEST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def values(self):
        return {name: self.cleaned_data[name] for name in self.fields}
