"""What coordinators decide about people on their way into a program, and what applicants write."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentoring import clock
from mentoring.ui.forms import DateInput, RadioSelect
from organizations.models import Company
from participants.nominating.asking import Who, person_of
from participants.nominating.models import Application
from participants.nominating.reading import read
from participants.nominating.settling import Decision
from participants.roles import Side

MOST_INVITED = 100
_LINE = re.compile(r"(?P<name>[^<>,;\t]*?)[\s,;<]*(?P<email>[^\s<>,;]+@[^\s<>,;]+)>?")


def _company_field():
    return forms.ModelChoiceField(
        label=gettext_lazy("Company"),
        queryset=Company.objects.none(),
        empty_label=gettext_lazy("Choose a company"),
        error_messages={"required": gettext_lazy("Choose the company they work for.")},
    )


class InviteForm(forms.Form):
    """Several people of one company and side, one a line."""

    side = forms.ChoiceField(
        label=gettext_lazy("They take part as"),
        choices=[(Side.MENTEE.value, _("Mentees")), (Side.MENTOR.value, _("Mentors"))],
        widget=RadioSelect(attrs={"class": "choices--inline"}),
        error_messages={"required": gettext_lazy("Say whether they are mentees or mentors.")},
    )
    company = _company_field()
    people = forms.CharField(
        label=gettext_lazy("Who"),
        help_text=gettext_lazy(
            "One a line: name and mail address, such as Nora Lind <nora@company.example>. The "
            "address alone is enough for people whom you know already."
        ),
        max_length=40_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": gettext_lazy("Write at least one mail address.")},
    )

    def __init__(self, data=None, *, companies):
        super().__init__(data)
        self.fields["company"].queryset = companies

    def clean_people(self):
        """``[Who]``, or one message for each line that cannot be read."""
        lines = [line.strip() for line in self.cleaned_data["people"].splitlines() if line.strip()]
        if len(lines) > MOST_INVITED:
            raise ValidationError(_("Invite at most %(n)d people at once.") % {"n": MOST_INVITED})
        found, problems = [], []
        for number, line in enumerate(lines, start=1):
            try:
                found.append(_who(line))
            except ValidationError as wrong:
                told = _("Line %(number)d: %(why)s")
                problems += [told % {"number": number, "why": why} for why in wrong.messages]
        if problems:
            raise ValidationError(problems)
        return list({who.email: who for who in found}.values())


def _who(line):
    match = _LINE.fullmatch(line)
    if match is None:
        raise ValidationError(_("this is no name and mail address."))
    given, _space, family = match["name"].strip(" \"'").partition(" ")
    texts = {"email": match["email"], "given_name": given, "family_name": family or given}
    row = read(1, texts | {"side": Side.MENTEE.value})
    problems = dict(row.problems)
    if not given:
        known = person_of(match["email"])
        if known is None and "email" not in problems:
            raise ValidationError(_("write the name too, as this address is new."))
        problems.pop("given_name", None)
        problems.pop("family_name", None)
    if problems:
        raise ValidationError([text for texts in problems.values() for text in texts])
    return Who(
        row.values["email"], row.values.get("given_name", ""), row.values.get("family_name", "")
    )


class SettleForm(forms.Form):
    """A decision about a nomination; the day is that of a new job."""

    decision = forms.ChoiceField(choices=Decision)
    day = forms.DateField(required=False, widget=DateInput)

    def clean_day(self):
        return self.cleaned_data["day"] or clock.today()


class AcceptForm(forms.Form):
    """The company that an applicant is of."""

    company = _company_field()

    def __init__(self, data=None, *, companies):
        super().__init__(data)
        self.fields["company"].queryset = companies


class ApplyForm(forms.ModelForm):
    """What an applicant writes; the same rules for cells as in files."""

    why = forms.CharField(
        label=gettext_lazy("Why you want to take part"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    class Meta:
        model = Application
        fields = ("side", "given_name", "family_name", "email", "company_name", "title")
        widgets = {"side": RadioSelect(attrs={"class": "choices--inline"})}
        error_messages = {
            "side": {"required": gettext_lazy("Say whether you would be a mentee or a mentor.")}
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["side"].choices = Side.choices
        self.fields["company_name"].help_text = _("Where you work now.")

    def clean(self):
        data = super().clean()
        texts = {name: data.get(name) or "" for name in ("email", "given_name", "family_name")}
        row = read(1, texts | {"title": data.get("title") or "", "side": Side.MENTEE.value})
        for name, problems in row.problems.items():
            if name not in self.errors:
                self.add_error(name, problems)
        return data | row.values | {"side": data.get("side")}
