"""Forms about programs: shape of input; the rules are in ``services``."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentoring.ui.forms import DateInput, RangeInput
from organizations.models import Company
from programs.models import WEIGHTS, Door
from programs.services import LIMITS, LONGEST_TEXT

MOST_SEATS = 500


class ProgramForm(forms.Form):
    """A new program: the timetable follows from the start."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=120,
        help_text=gettext_lazy("People read it everywhere, such as “Bridge Winter 2027”."),
    )
    purpose = forms.CharField(
        label=gettext_lazy("Purpose"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("What the sponsors want from it, in a sentence or two."),
    )
    starts_on = forms.DateField(
        label=gettext_lazy("Starts on"),
        widget=DateInput,
        help_text=gettext_lazy("The day mentors and mentees begin. Preparation takes 16 weeks."),
    )


class CloneForm(forms.Form):
    """A program made from an earlier one."""

    name = ProgramForm.base_fields["name"]
    starts_on = ProgramForm.base_fields["starts_on"]
    with_sponsors = forms.BooleanField(
        label=gettext_lazy("Take the sponsors along"),
        help_text=gettext_lazy(
            "With their seats, aims and contacts. Each states its competitors anew."
        ),
        required=False,
        initial=True,
    )


class DoorForm(forms.Form):
    """A stage that is opened or closed by hand, or follows its dates."""

    door = forms.ChoiceField(choices=Door.choices, required=False)


class StartForm(forms.Form):
    """The day a program starts; every other day moves with it."""

    starts_on = forms.DateField(label=gettext_lazy("Starts on"), widget=DateInput)


class TimetableForm(forms.Form):
    """Two days for each row; a row that the program does not have may stay empty."""

    def __init__(self, *args, timetable, **kwargs):
        super().__init__(*args, **kwargs)
        self.timetable = timetable
        for entry, row in timetable:
            for side, label in (("opens", _("Opens")), ("closes", _("Closes"))):
                self.fields[f"{side}_{entry.key}"] = forms.DateField(
                    label=f"{entry.label}: {label}",
                    required=row is not None,
                    widget=DateInput,
                    initial=getattr(row, f"{side}_on", None),
                )

    def rows(self):
        """``[(Entry, opens, closes)]`` for the page, bound fields."""
        return [
            (entry, self[f"opens_{entry.key}"], self[f"closes_{entry.key}"])
            for entry, _row in self.timetable
        ]

    def clean(self):
        for entry, _row in self.timetable:
            opens, closes = f"opens_{entry.key}", f"closes_{entry.key}"
            span = [self.cleaned_data.get(opens), self.cleaned_data.get(closes)]
            if self.has_error(opens) or self.has_error(closes) or span == [None, None]:
                continue
            if None in span:
                self.add_error(closes if span[0] else opens, _("Enter both days or neither."))
            elif span[1] < span[0]:
                self.add_error(closes, _("This is before it opens."))
        return self.cleaned_data

    def spans(self):
        """``{key: (opens_on, closes_on)}`` of rows that are not empty."""
        spans = {
            entry.key: (
                self.cleaned_data[f"opens_{entry.key}"],
                self.cleaned_data[f"closes_{entry.key}"],
            )
            for entry, _row in self.timetable
        }
        return {key: span for key, span in spans.items() if None not in span}

    def refuse(self, errors):
        """Show what the service said at the row it said it about."""
        for key, texts in errors.message_dict.items():
            self.add_error(f"opens_{key}" if f"opens_{key}" in self.fields else None, texts)


def _number(key, label, help_text="", widget=forms.NumberInput):
    least, most = LIMITS[key]
    return forms.IntegerField(
        label=label, help_text=help_text, min_value=least, max_value=most, widget=widget
    )


def _text(label, help_text):
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class SettingsForm(forms.Form):
    """The name, what people read, and the numbers that matching, answers and reports follow."""

    name = ProgramForm.base_fields["name"]
    purpose = ProgramForm.base_fields["purpose"]
    success_measures = _text(
        gettext_lazy("Success measures"),
        gettext_lazy("How you and the sponsors will know that it worked, one to a line."),
    )
    eligibility = _text(
        gettext_lazy("Who can take part"),
        gettext_lazy("Roles, levels and years that sponsors choose by, and who cannot take part."),
    )
    benefits = _text(
        gettext_lazy("What people get"),
        gettext_lazy("Everybody who is asked to take part reads this before they consent."),
    )
    demands = _text(
        gettext_lazy("What it asks of people"),
        gettext_lazy("Hours, months and forms; read before they consent, so leave nothing out."),
    )
    default_capacity = _number(
        "default_capacity",
        gettext_lazy("Mentees a mentor takes"),
        gettext_lazy("Suggested to mentors; each gives their own number."),
    )
    report_minimum = _number(
        "report_minimum",
        gettext_lazy("Fewest people behind a number"),
        gettext_lazy("Reports say nothing about fewer. Five is the least."),
    )
    needs_two_approvers = forms.BooleanField(
        label=gettext_lazy("Two pairs of eyes"),
        help_text=gettext_lazy("Nobody announces matches that they approved themselves."),
        required=False,
    )
    needs_baseline = forms.BooleanField(
        label=gettext_lazy("Baseline before any match"),
        help_text=gettext_lazy("No match is announced before the baseline has closed."),
        required=False,
    )
    answer_days = _number(
        "answer_days",
        gettext_lazy("Days to answer a match"),
        gettext_lazy("After them the next approved alternate is announced."),
    )
    default_zone_gap_hours = _number(
        "default_zone_gap_hours",
        gettext_lazy("Widest time zone gap, in hours"),
        gettext_lazy("For people who gave none themselves."),
    )
    former_employer_months = _number(
        "former_employer_months",
        gettext_lazy("Months since a former employer"),
        gettext_lazy("Nobody meets somebody from a company they left less than this ago."),
    )
    meeting_every_days = _number("meeting_every_days", gettext_lazy("Days from meeting to meeting"))
    pause_days = _number(
        "pause_days",
        gettext_lazy("Most days of pause"),
        gettext_lazy("How far pauses may move the end of a partnership in all."),
    )
    extension_days = _number(
        "extension_days",
        gettext_lazy("Most days longer"),
        gettext_lazy("How far two may agree to go on. 0 lets every partnership end as planned."),
    )
    closing_days = _number(
        "closing_days",
        gettext_lazy("Days to close"),
        gettext_lazy("From its last day until a partnership is completed."),
    )
    grace_days = _number(
        "grace_days",
        gettext_lazy("Days of grace"),
        gettext_lazy("For sending a questionnaire that was begun before it closed."),
    )
    weight_needs = _number("weight_needs", gettext_lazy("Needs covered"), widget=RangeInput)
    weight_path = _number("weight_path", gettext_lazy("Walked the same step"), widget=RangeInput)
    weight_ways = _number("weight_ways", gettext_lazy("Ways of working"), widget=RangeInput)
    weight_wishes = _number("weight_wishes", gettext_lazy("Wishes of both"), widget=RangeInput)
    weight_logistics = _number("weight_logistics", gettext_lazy("Logistics"), widget=RangeInput)
    weight_perspective = _number(
        "weight_perspective", gettext_lazy("Another perspective"), widget=RangeInput
    )
    story_share = _number(
        "story_share",
        gettext_lazy("Stories, as a share of the needs"),
        gettext_lazy(
            "Percent of the needs covered that compares, by meaning and across languages, what a "
            "mentee writes that they want with what a mentor writes that they have lived. "
            "0 leaves all of it to needs and offers."
        ),
        widget=RangeInput,
    )

    def __init__(self, *args, program, **kwargs):
        kwargs.setdefault("initial", {name: getattr(program, name) for name in self.base_fields})
        super().__init__(*args, **kwargs)

    def weights(self):
        return [self[name] for name in WEIGHTS]

    def weight_sum(self):
        """What the sliders add up to as they stand, or None while one is unreadable."""
        try:
            return sum(int(self[name].value()) for name in WEIGHTS)
        except (TypeError, ValueError):
            return None

    def clean(self):
        weights = [self.cleaned_data.get(name) for name in WEIGHTS]
        if None not in weights and sum(weights) != 100:
            raise forms.ValidationError(
                _("The six weights add up to %(sum)s. They must add up to 100.")
                % {"sum": sum(weights)}
            )
        return self.cleaned_data


def _seats(label):
    return forms.IntegerField(label=label, min_value=0, max_value=MOST_SEATS, initial=0)


class SponsorForm(forms.Form):
    """One more sponsor."""

    company = forms.ModelChoiceField(queryset=None, label=gettext_lazy("Company"))
    mentee_seats = _seats(gettext_lazy("Mentee seats"))
    mentors_owed = _seats(gettext_lazy("Mentors owed"))

    def __init__(self, *args, program, **kwargs):
        super().__init__(*args, **kwargs)
        free = Company.objects.exclude(sponsorships__program=program)
        self.fields["company"].queryset = free
        self.fields["company"].empty_label = _("Choose a company")


class SeatsForm(forms.Form):
    """The seats of all sponsors of a program."""

    def __init__(self, *args, sponsors, **kwargs):
        super().__init__(*args, **kwargs)
        self.sponsors = sponsors
        for sponsor in sponsors:
            for name, label in (
                ("mentee_seats", _("Mentee seats")),
                ("mentors_owed", _("Mentors owed")),
            ):
                field = _seats(f"{label}, {sponsor.company.name}")
                field.initial = getattr(sponsor.row, name)
                self.fields[f"{name}_{sponsor.company.pk}"] = field

    def rows(self):
        """``[(Sponsor, seats, owed)]`` for the page, bound fields."""
        return [
            (
                sponsor,
                self[f"mentee_seats_{sponsor.company.pk}"],
                self[f"mentors_owed_{sponsor.company.pk}"],
            )
            for sponsor in self.sponsors
        ]

    def seats(self):
        """``{company: (mentee_seats, mentors_owed)}``."""
        return {
            sponsor.company: (
                self.cleaned_data[f"mentee_seats_{sponsor.company.pk}"],
                self.cleaned_data[f"mentors_owed_{sponsor.company.pk}"],
            )
            for sponsor in self.sponsors
        }
