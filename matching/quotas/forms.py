"""The quotas of a run: two numbers for each side of each sponsor."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext as _

from matching.quotas.limits import HIGHEST, Limit, refusals
from participants.roles import Side

ENDS = ("least", "most")


@dataclass(frozen=True)
class Line:
    """One sponsor in the form: who there is, and its four fields."""

    name: str
    mentees: int
    places: int
    fields: list


class QuotasForm(forms.Form):
    """``sponsors`` are ``(company id, name)``, ``supply`` whom each could match.

    ``limits`` of a valid form are the ``Limit`` that were asked for; empty fields ask nothing.
    """

    prefix = "quota"
    is_folded = is_wanted = False
    # Other buttons start a run as well, and say nothing of quotas.
    asked = forms.BooleanField(required=False, initial=True, widget=forms.HiddenInput)

    def __init__(self, *args, sponsors, supply, before=(), **kwargs):
        kwargs["initial"] = {"asked": True} | {
            f"{limit.company_id}-{limit.side}-{end}": getattr(limit, end) or ""
            for limit in before
            for end in ENDS
        }
        super().__init__(*args, **kwargs)
        self.sponsors, self.supply = sponsors, supply
        self.before = before
        for company, name in sponsors:
            for side in Side.values:
                for end in ENDS:
                    self.fields[f"{company}-{side}-{end}"] = _number(name, side, end)

    @property
    def is_asked(self):
        """Whether quotas, or that there are none, were part of what was sent."""
        return self.cleaned_data["asked"]

    @property
    def is_open(self):
        """Whether there is something to see: numbers that were kept, or something refused."""
        return self.is_wanted or bool(self.before) or bool(self.errors)

    @property
    def lines(self):
        return [
            Line(
                name,
                self.supply.mentees.get(company, 0),
                self.supply.places.get(company, 0),
                [self[f"{company}-{side}-{end}"] for side in Side.values for end in ENDS],
            )
            for company, name in self.sponsors
        ]

    @property
    def limits(self):
        found = []
        for company, _name in self.sponsors:
            for side in Side.values:
                least, most = (self.cleaned_data.get(f"{company}-{side}-{end}") for end in ENDS)
                if least or most is not None:
                    found.append(Limit(company, side, least or 0, most))
        return found

    def clean(self):
        names = dict(self.sponsors)
        if not self.errors:
            for sentence in refusals(self.limits, self.supply, names):
                self.add_error(None, sentence)
        return self.cleaned_data


def _number(company, side, end):
    labels = {
        (Side.MENTEE, "least"): _("%(company)s: at least so many mentees matched"),
        (Side.MENTEE, "most"): _("%(company)s: at most so many mentees matched"),
        (Side.MENTOR, "least"): _("%(company)s: at least so many matches at its mentors"),
        (Side.MENTOR, "most"): _("%(company)s: at most so many matches at its mentors"),
    }
    label = labels[side, end] % {"company": company}
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=HIGHEST,
        required=False,
        widget=forms.NumberInput(attrs={"aria-label": label, "class": "input input--number"}),
    )
