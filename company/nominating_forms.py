"""What HR types or uploads to nominate; what a value may be is decided where files are read."""

import json

from django import forms
from django.utils.translation import gettext_lazy as _

from mentoring.ui.forms import RadioSelect
from participants.nominating.reading import COLUMNS, MOST_ROWS, read
from participants.roles import Side


def _text(label, **attrs):
    return forms.CharField(
        label=label, required=False, strip=False, widget=forms.TextInput(attrs=attrs)
    )


class NominateForm(forms.Form):
    """One person."""

    side = forms.CharField(
        label=_("Takes part as"),
        required=False,
        widget=RadioSelect(choices=Side.choices, attrs={"class": "choices--inline"}),
    )
    email = forms.CharField(
        label=_("Mail address"), required=False, strip=False, widget=forms.EmailInput
    )
    given_name = _text(_("Given name"))
    family_name = _text(_("Family name"))
    title = _text(_("Title"))

    def clean(self):
        self.line = read(1, self.cleaned_data)
        for name, messages in self.line.problems.items():
            self.add_error(name, messages)
        return self.cleaned_data


class FileForm(forms.Form):
    """A file of people of both sides."""

    file = forms.FileField(
        label=_("The file"),
        help_text=_("CSV with one row a person, up to 500 rows."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"}),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("The file is empty. Start from a template file."),
        },
    )


def packed(lines):
    """Checked rows as one text, for the form that confirms them."""
    return json.dumps([[line.values[name] for name in COLUMNS] for line in lines])


def unpacked(text):
    """``[Line]`` of what ``packed`` wrote, checked anew; None if it is something else."""
    try:
        rows = json.loads(text)
        good = isinstance(rows, list) and 0 < len(rows) <= MOST_ROWS
        good = good and all(_is_row(row) for row in rows)
    except (ValueError, RecursionError):
        return None
    if not good:
        return None
    lines = [
        read(number, dict(zip(COLUMNS, row, strict=True))) for number, row in enumerate(rows, 1)
    ]
    return None if any(line.problems for line in lines) else lines


def _is_row(row):
    return (
        isinstance(row, list)
        and len(row) == len(COLUMNS)
        and all(isinstance(cell, str) for cell in row)
    )
