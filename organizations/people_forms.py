"""Forms about people: where they work, and notes."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentoring.ui.forms import DateInput
from organizations.named import company_called
from organizations.names import tidy_name
from organizations.people_notes import LONGEST


class EmployerForm(forms.Form):
    """A company by its name, and since when."""

    company = forms.CharField(
        label=gettext_lazy("Company"),
        max_length=160,
        widget=forms.TextInput(attrs={"list": "company-names", "autocomplete": "off"}),
        help_text=gettext_lazy("By its name, or an earlier one. A new company is added first."),
    )
    started_on = forms.DateField(
        label=gettext_lazy("Since"),
        widget=DateInput,
        help_text=gettext_lazy("A day to come is noted, and takes effect on that day."),
    )

    def clean_company(self):
        found = company_called(tidy_name(self.cleaned_data["company"]))
        if found is None:
            raise forms.ValidationError(_("No company has this name."))
        return found


class LeaveForm(forms.Form):
    """From which day on somebody does not work there."""

    ended_on = forms.DateField(
        label=gettext_lazy("Left on"),
        widget=DateInput,
        help_text=gettext_lazy(
            "The first day on which they do not work there any more; it may be still to come."
        ),
    )


class NoteForm(forms.Form):
    """What a coordinator writes down about a person."""

    text = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        help_text=gettext_lazy("Coordinators read this, nobody else."),
        error_messages={"required": gettext_lazy("Write something first.")},
    )
