"""What HR counts: numbers that have to fit each other."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentoring.tenancy.keys import as_id
from reports.company_queries import NUMBERS
from reports.models import MOST_PEOPLE

LABELS = {
    "counted": gettext_lazy("How many people you count"),
    "stayed": gettext_lazy("Still at your company"),
    "promoted": gettext_lazy("Promoted"),
    "larger_role": gettext_lazy("With a larger role"),
    "moved": gettext_lazy("Moved inside your company"),
}


def _number(name, required):
    least = 1 if name.endswith("counted") else 0
    label = LABELS[name.removeprefix("group_")]
    return forms.IntegerField(
        label=label, min_value=least, max_value=MOST_PEOPLE, required=required
    )


def read_out(counts):
    """``[(label, number)]`` of kept ``SponsorCounts``, without their comparison group."""
    return [(LABELS[name], getattr(counts, name)) for name in NUMBERS]


class CountsForm(forms.Form):
    """Own people, and a comparison group counted in the same way, or none at all."""

    group_words = forms.CharField(
        label=gettext_lazy("Whom you compare them with"),
        max_length=300,
        required=False,
        strip=True,
    )

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in NUMBERS:
            self.fields[name] = _number(name, required=True)
            self.fields[f"group_{name}"] = _number(f"group_{name}", required=False)

    def clean(self):
        given = super().clean()
        self._fit(given, "")
        names = [f"group_{name}" for name in NUMBERS]
        if given.get("group_words") or any(given.get(name) is not None for name in names):
            self._needs_group(given, names)
            self._fit(given, "group_")
        return given

    def _fit(self, given, prefix):
        whole = given.get(f"{prefix}counted")
        for name in NUMBERS[1:]:
            number = given.get(f"{prefix}{name}")
            if whole is not None and number is not None and number > whole:
                self.add_error(f"{prefix}{name}", _("More than the people you count."))

    def _needs_group(self, given, names):
        if not given.get("group_words") and "group_words" not in self.errors:
            self.add_error("group_words", _("Say who these people are."))
        for name in names:
            if given.get(name) is None and name not in self.errors:
                self.add_error(
                    name, _("Count the group in the same way, or leave all of it empty.")
                )

    @property
    def numbers(self):
        """Fields of ``SponsorCounts``."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}

    def clean_seen(self):
        """The id of the counts that stood on the page; None for none, or for what is no id."""
        return as_id(self.cleaned_data["seen"])

    def show_beside(self, newest):
        """What was typed stays; sent once more it replaces what a colleague has counted since."""
        self.data = self.data.copy()
        self.data["seen"] = str(newest.pk)

    @property
    def own(self):
        return [self[name] for name in NUMBERS]

    @property
    def group(self):
        return [self[f"group_{name}"] for name in NUMBERS]
