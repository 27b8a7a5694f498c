"""Forms about the people of a program. What a value may be is decided in ``profile`` alone."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentoring.ui.forms import RadioSelect, TimeInput
from participants import reference
from participants.columns import columns
from participants.lists import MOST_NEEDS, MOST_OFFERS
from participants.profiles.saving import fingerprints
from participants.roles import MeetingForm, Side

FIRSTS = {"needs": "need_1", "offers": "offer_1", "ways_of_working": "way_1"}
AGREED = gettext_lazy("These people agreed to take part")


def _text(label, hint="", widget=None):
    """A field that passes on what was typed, as it was typed."""
    return forms.CharField(
        label=label, help_text=hint, required=False, strip=False, widget=widget or forms.TextInput
    )


class PersonForm(forms.Form):
    """One person's data, as texts by column: the form's part is to collect them.

    Lists are several controls each: ``need_1`` … ``need_5``, ``offer_1`` with ``level_of_1`` …,
    ``way_1`` … ``way_8``. ``texts`` are the stored ones of somebody who is being changed.
    """

    def __init__(self, data=None, *, side, companies, texts=None):
        super().__init__(data, initial=_spread(side, texts or {}))
        self.side, self.address = Side(side), (texts or {}).get("email")
        for column in columns(side):
            maker = getattr(self, f"_add_{column.name}", self._add_plain)
            maker(column)
        self.fields["company"].widget.choices = [("", _("Choose a company"))] + [
            (company.name, company.name) for company in companies
        ]
        if self.address:
            del self.fields["email"]
            self._add_fingerprints(texts)
        else:
            self.fields["agreed"] = forms.BooleanField(
                label=_("This person agreed to take part"),
                error_messages={
                    "required": _("Nobody is added who has not agreed. Ask the person first.")
                },
            )

    def cells(self):
        """``{column: text}`` of what was sent, for ``services.save_participant``."""
        texts = {name: self.cleaned_data.get(name, "") for name in self._simple()}
        texts |= {
            name: texts[name].replace("\n", ";") for name in ("former_employers", "please_not")
        }
        if self.address:
            texts["email"] = self.address
        texts["ways_of_working"] = "".join(
            self.cleaned_data.get(f"way_{way.position}") or "-"
            for way in reference.ways_of_working()
        )
        if self.side == Side.MENTEE:
            texts["needs"] = "; ".join(filter(None, self._typed("need", MOST_NEEDS)))
        else:
            texts["transitions_lived"] = "; ".join(self.cleaned_data.get("transitions_lived", []))
            levels = self._typed("level_of", MOST_OFFERS)
            pairs = zip(self._typed("offer", MOST_OFFERS), levels, strict=True)
            texts["offers"] = "; ".join(f"{name}:{level}" for name, level in pairs if name or level)
        return texts

    def fingerprints(self):
        """``{column: fingerprint}`` of what the page showed; what cannot be read is left out."""
        pairs = (pair.partition("=") for pair in self.cleaned_data.get("shown", "").split())
        return {name: print for name, _sign, print in pairs}

    def show_changes(self, messages, now):
        """Say what somebody else changed; saved once more, the form replaces it knowingly."""
        shown = {**self.fingerprints(), **fingerprints(now)}
        for name, told in messages.items():
            field = FIRSTS.get(name, name)
            self.add_error(field if field in self.fields else None, told)
        self.data = self.data.copy()
        self.data["shown"] = _prints(shown)

    def _add_fingerprints(self, texts):
        self.fields["shown"] = forms.CharField(
            required=False, max_length=4000, widget=forms.HiddenInput
        )
        self.initial["shown"] = _prints(fingerprints(texts))

    def refuse(self, errors):
        """Show the service's messages at the controls of their columns."""
        for name, messages in errors.message_dict.items():
            field = FIRSTS.get(name, name)
            self.add_error(field if field in self.fields else None, messages)

    def needs(self):
        return [self[f"need_{number}"] for number in range(1, MOST_NEEDS + 1)]

    def offers(self):
        numbers = range(1, MOST_OFFERS + 1)
        return [(self[f"offer_{number}"], self[f"level_of_{number}"]) for number in numbers]

    def ways(self):
        return [self[f"way_{way.position}"] for way in reference.ways_of_working()]

    def _simple(self):
        spread = ("needs", "offers", "ways_of_working", "transitions_lived")
        return [column.name for column in columns(self.side) if column.name not in spread]

    def _typed(self, prefix, most):
        return [
            " ".join(self.cleaned_data.get(f"{prefix}_{number}", "").split())
            for number in range(1, most + 1)
        ]

    def _add_plain(self, column):
        self.fields[column.name] = _text(column.label, column.help)

    def _add_email(self, column):
        self.fields["email"] = _text(column.label, column.help, forms.EmailInput)

    def _add_company(self, column):
        self.fields["company"] = _text(column.label, "", forms.Select)

    def _add_level(self, column):
        self._add_number(column, 1, 6)

    def _add_years_experience(self, column):
        self._add_number(column, 0, 70)

    def _add_capacity(self, column):
        self._add_number(column, 1, 5)

    def _add_max_time_zone_gap(self, column):
        self._add_number(column, 0, 12)

    def _add_number(self, column, lowest, highest):
        widget = forms.NumberInput(attrs={"min": lowest, "max": highest})
        self.fields[column.name] = _text(column.label, column.help, widget)

    def _add_hours_from(self, column):
        self.fields[column.name] = _text(column.label, widget=TimeInput)

    _add_hours_to = _add_hours_from

    def _add_time_zone(self, column):
        widget = forms.TextInput(attrs={"list": "time-zones", "autocomplete": "off"})
        self.fields[column.name] = _text(column.label, column.help, widget)

    def _add_meeting_form(self, column):
        widget = RadioSelect(choices=MeetingForm.choices, attrs={"class": "choices--inline"})
        self.fields[column.name] = _text(column.label, widget=widget)

    def _add_transition_wanted(self, column):
        labels = [(entry.label, entry.label) for entry in reference.transitions()]
        widget = forms.Select(choices=[("", _("Choose one")), *labels])
        self.fields[column.name] = _text(column.label, _("The one step ahead."), widget)

    def _add_transitions_lived(self, column):
        labels = [(entry.label, entry.label) for entry in reference.transitions()]
        self.fields[column.name] = forms.MultipleChoiceField(
            label=column.label,
            required=False,
            choices=labels,
            widget=forms.CheckboxSelectMultiple,
        )

    def _add_story(self, column):
        self.fields[column.name] = _text(
            column.label, column.help, forms.Textarea(attrs={"rows": 5})
        )

    def _add_former_employers(self, column):
        hint = _("One a line, with the last day: Name (2024-01-31).")
        self.fields[column.name] = _text(column.label, hint, forms.Textarea(attrs={"rows": 3}))

    def _add_please_not(self, column):
        hint = _("One a line: a mail address or one of your companies.")
        self.fields[column.name] = _text(column.label, hint, forms.Textarea(attrs={"rows": 3}))

    def _add_needs(self, column):
        for number in range(1, MOST_NEEDS + 1):
            self.fields[f"need_{number}"] = _competency(_("Need %(n)d") % {"n": number})

    def _add_offers(self, column):
        levels = [("", _("Level")), *((str(level), str(level)) for level in range(1, 6))]
        for number in range(1, MOST_OFFERS + 1):
            self.fields[f"offer_{number}"] = _competency(_("Offer %(n)d") % {"n": number})
            self.fields[f"level_of_{number}"] = _text(
                _("Level of offer %(n)d") % {"n": number}, widget=forms.Select(choices=levels)
            )

    def _add_ways_of_working(self, column):
        count = len(reference.ways_of_working())
        for way in reference.ways_of_working():
            choices = [("A", way.a), ("B", way.b), ("", _("Open"))]
            self.fields[f"way_{way.position}"] = _text(
                _("%(n)d of %(count)d") % {"n": way.position, "count": count},
                widget=RadioSelect(choices=choices),
            )


def _prints(prints):
    return " ".join(f"{name}={print}" for name, print in prints.items())


def _competency(label):
    widget = forms.TextInput(attrs={"list": "competencies", "autocomplete": "off"})
    return _text(label, widget=widget)


def _spread(side, texts):
    """Initial values of the controls from the texts of columns."""
    spread = dict(texts)
    for name in ("former_employers", "please_not"):
        spread[name] = texts.get(name, "").replace("; ", "\n")
    ways = texts.get("ways_of_working") or "-" * len(reference.ways_of_working())
    spread |= {
        f"way_{number}": answer.replace("-", "") for number, answer in enumerate(ways, start=1)
    }
    spread.setdefault("meeting_form", MeetingForm.EITHER.value)
    for number, need in enumerate(filter(None, texts.get("needs", "").split("; ")), start=1):
        spread[f"need_{number}"] = need
    for number, offer in enumerate(filter(None, texts.get("offers", "").split("; ")), start=1):
        spread[f"offer_{number}"], _colon, spread[f"level_of_{number}"] = offer.partition(":")
    if side == Side.MENTOR:
        spread["transitions_lived"] = texts.get("transitions_lived", "").split("; ")
    return spread


class UploadForm(forms.Form):
    """A file of people, and of which side they are."""

    side = forms.ChoiceField(
        label=gettext_lazy("Who is in the file?"),
        choices=[(Side.MENTEE.value, _("Mentees")), (Side.MENTOR.value, _("Mentors"))],
        widget=RadioSelect(attrs={"class": "choices--inline"}),
        error_messages={"required": gettext_lazy("Say whether these are mentees or mentors.")},
    )
    file = forms.FileField(
        label=gettext_lazy("The file"),
        help_text=gettext_lazy("CSV with one row a person, up to 10 MB and 20,000 rows."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"}),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("The file is empty. Start from a template file."),
        },
    )


class ConfirmForm(forms.Form):
    """The decision about a preview."""

    agreed = forms.BooleanField(
        label=AGREED,
        help_text=gettext_lazy(
            "Who is new takes part from now on and can sign in. No mail is sent."
        ),
        error_messages={
            "required": gettext_lazy("Nobody is added who has not agreed. Confirm it first.")
        },
    )
    leave_out = forms.BooleanField(required=False, widget=forms.HiddenInput)
