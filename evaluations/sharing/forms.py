"""What coordinators type on the page with shared results."""

from django import forms
from django.utils.translation import gettext_lazy as _

from evaluations.sharing.models import MOST_OF_WORDS
from evaluations.sharing.services import TOO_LONG


class WordsForm(forms.Form):
    """``edition`` is the one that stood on the page."""

    words = forms.CharField(
        label=_("Your own words"),
        help_text=_(
            "What do you make of it, and what will be different next time? Nobody by name."
        ),
        required=False,
        max_length=MOST_OF_WORDS,
        error_messages={"max_length": TOO_LONG},
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto", "maxlength": None}),
    )
    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=1_000_000)
