"""What is typed: one text, the item that it is or will be, and what was on the page."""

from django import forms

from mentoring.tenancy.keys import uuid7
from partnerships.writing.services import CannotWrite, checked


class WritingForm(forms.Form):
    """``revision`` is that of the item on the page, or None for a new one."""

    text = forms.CharField(required=False, strip=False)
    item = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, data=None, *, surface, text="", item_id=None, revision=None):
        initial = {"text": text, "item": item_id or uuid7(), "seen": revision}
        super().__init__(data, initial=initial)
        self.surface = surface
        self.fields["text"].label = surface.label
        # No limit for the browser: it would cut off what is pasted, and say nothing.
        attrs = {"rows": surface.rows, "dir": "auto"}
        self.fields["text"].widget = forms.Textarea(attrs=attrs)

    def clean_text(self):
        try:
            return checked(self.surface.kind, self.cleaned_data["text"])
        except CannotWrite as refusal:
            raise forms.ValidationError(refusal.message) from None
