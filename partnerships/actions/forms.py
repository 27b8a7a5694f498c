"""What is typed about something to do."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mentoring.ui.forms import DateInput, RadioSelect
from partnerships.goals.forms import WordsForm


class ActionForm(WordsForm):
    label = _("What is to be done?")
    hint = _("Begin with a verb: ask, write, read, meet.")
    owner = forms.UUIDField(
        label=_("Who does it?"), widget=RadioSelect(attrs={"class": "choices--inline"})
    )
    due_on = forms.DateField(
        required=False,
        label=_("By when?"),
        widget=DateInput,
    )

    def __init__(self, data=None, *, owners, initial=None, may_word=True):
        """``may_word=False`` for somebody who gives it another day and nothing else."""
        super().__init__(data, initial=initial)
        self.fields["text"].disabled = self.fields["owner"].disabled = not may_word
        self.fields["owner"].widget.choices = owners
        self.order_fields(("text", "owner", "due_on"))
