"""What one of a pair proposes, and the text that coordinators write."""

from django import forms
from django.utils.translation import gettext_lazy as _

from mentoring.ui.forms import RadioSelect
from participants.roles import MeetingForm
from partnerships.agreements import reading
from partnerships.agreements.models import LONGEST_SOURCE
from partnerships.agreements.refusals import CannotAgree
from partnerships.agreements.services import MOST, checked_clauses
from training.modules.parsing import Mistake
from training.modules.versions import tidied

WEEKS = [
    (1, _("Every week")),
    (2, _("Every second week")),
    (3, _("Every third week")),
    (4, _("Every fourth week")),
]
MINUTES = [
    (60, _("1 hour")),
    (75, _("1 hour 15 minutes")),
    (90, _("1½ hours")),
    (105, _("1 hour 45 minutes")),
    (120, _("2 hours")),
]
FORMS = [
    (MeetingForm.VIRTUAL, _("By video or phone")),
    (MeetingForm.IN_PERSON, _("In person")),
    (MeetingForm.EITHER, _("Now one, now the other")),
]


class ProposalForm(forms.Form):
    """A cadence and clauses of one's own; ``seen`` is the newest agreement on the page."""

    weeks = forms.TypedChoiceField(
        label=_("How often do you meet?"), choices=WEEKS, coerce=int, widget=RadioSelect
    )
    minutes = forms.TypedChoiceField(label=_("How long is a meeting?"), choices=MINUTES, coerce=int)
    form = forms.ChoiceField(label=_("How do you meet?"), choices=FORMS, widget=RadioSelect)
    clauses = forms.CharField(
        label=_("What else do you agree on?"),
        help_text=_(
            "In your own words, if you like: what you do when one of you is late, which topics you "
            "leave out, how you give each other feedback."
        ),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 7, "spellcheck": "true", "dir": "auto"}),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=MOST)

    def clean_clauses(self):
        try:
            return checked_clauses(self.cleaned_data["clauses"])
        except CannotAgree as refusal:
            raise forms.ValidationError(refusal.message) from refusal


class TextForm(forms.Form):
    """A text, edited from version ``number``; read into its sections while it is checked."""

    source = forms.CharField(
        label=_("Text"),
        help_text=_(
            "Title and summary come first. Lines that begin with == open the sections; the marks "
            "are explained beside."
        ),
        max_length=LONGEST_SOURCE,
        strip=False,
        widget=forms.Textarea({"rows": 32, "spellcheck": "true"}),
    )
    number = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10_000)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.text = None

    def clean_source(self):
        source = tidied(self.cleaned_data["source"])
        try:
            self.text = reading.read(source)
        except Mistake as mistake:
            raise forms.ValidationError(str(mistake)) from mistake
        return source
