"""What an author types and chooses, and what a coordinator says when words come back."""

from django import forms
from django.utils.translation import gettext_lazy as _

from evaluations.quotes.consenting import HINTS
from evaluations.quotes.models import MOST_CHARACTERS, Audience
from evaluations.quotes.services import (
    EMPTY,
    MOST_OF_REASON,
    NO_AUDIENCE,
    NO_REASON,
    REASON_TOO_LONG,
    TOO_LONG,
)
from mentoring.tenancy.keys import uuid7
from mentoring.ui.forms import CheckboxSelectMultiple


class QuoteForm(forms.Form):
    """``quote`` makes the same form sent twice one quote; ``edition`` is what stood on the page."""

    words = forms.CharField(
        label=_("Your words"),
        help_text=_("Up to 500 characters. Leave out names of people and companies."),
        error_messages={"required": EMPTY, "max_length": TOO_LONG},
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto", "maxlength": None}),
    )
    audiences = forms.MultipleChoiceField(
        label=_("Who may read it?"),
        choices=Audience.choices,
        error_messages={"required": NO_AUDIENCE},
        widget=CheckboxSelectMultiple(hints=HINTS),
    )
    quote = forms.UUIDField(widget=forms.HiddenInput)
    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=30000)

    def __init__(self, data=None, *, words="", found=None):
        initial = {"words": words, "quote": uuid7(), "edition": 1}
        if found:
            initial |= {"words": found.words, "audiences": found.audiences}
            initial |= {"quote": found.row.pk, "edition": found.row.edition}
        super().__init__(data, initial=initial)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("What should be different?"),
        help_text=_("The author reads this. Name what gives somebody away, not the person."),
        error_messages={"required": NO_REASON, "max_length": REASON_TOO_LONG},
        max_length=MOST_OF_REASON,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto", "maxlength": None}),
    )
    edition = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=30000)
