"""What coordinators fill in about sessions and briefings, and managers about themselves."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentoring.ui.forms import (
    CheckboxSelectMultiple,
    DateInput,
    RadioSelect,
    TimeInput,
)
from participants import reference
from programs.services import EARLIEST, LATEST
from training.models import LONGEST_DESCRIPTION, LONGEST_TEXT
from training.roles import Attendance, Kind
from training.zones import moment, zone_or_utc

GROUPS = {
    "mentees": (
        gettext_lazy("All mentees"),
        gettext_lazy("Who joins the program later is invited as well."),
    ),
    "mentors": (
        gettext_lazy("All mentors"),
        gettext_lazy("Who joins the program later is invited as well."),
    ),
    "contacts": (
        gettext_lazy("HR of the sponsors"),
        gettext_lazy("For sponsor briefings. They answer on their company’s pages."),
    ),
}


class SessionForm(forms.Form):
    """One session, in the clock times of its own zone."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=160)
    kind = forms.ChoiceField(
        label=gettext_lazy("What it is"), choices=Kind.choices, widget=RadioSelect
    )
    day = forms.DateField(label=gettext_lazy("Day"), widget=DateInput)
    starts = forms.TimeField(label=gettext_lazy("From"), widget=TimeInput)
    ends = forms.TimeField(label=gettext_lazy("To"), widget=TimeInput)
    time_zone = forms.CharField(
        label=gettext_lazy("Time zone"),
        help_text=gettext_lazy("Where it takes place. Everybody reads their own time beside it."),
        max_length=64,
        widget=forms.TextInput({"list": "time-zones", "autocomplete": "off"}),
    )
    place = forms.CharField(label=gettext_lazy("Place"), max_length=200, required=False)
    link = forms.CharField(
        label=gettext_lazy("Link"),
        help_text=gettext_lazy("For a session online. It begins with https://."),
        max_length=500,
        required=False,
        widget=forms.URLInput,
    )
    capacity = forms.IntegerField(
        label=gettext_lazy("Places"),
        help_text=gettext_lazy("Leave it empty if there is room for everybody."),
        min_value=1,
        max_value=100_000,
        required=False,
    )
    description = forms.CharField(
        label=gettext_lazy("What to expect"),
        help_text=gettext_lazy("Stands in the invitation’s calendar entry, and in the portal."),
        max_length=LONGEST_DESCRIPTION,
        required=False,
        widget=forms.Textarea({"rows": 4}),
    )
    invites = forms.MultipleChoiceField(
        label=gettext_lazy("Who is invited"),
        help_text=gettext_lazy("You can invite single people on the page of the session."),
        choices=[(name, label) for name, (label, _hint) in GROUPS.items()],
        required=False,
        widget=CheckboxSelectMultiple(hints={name: hint for name, (_l, hint) in GROUPS.items()}),
    )
    edition = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, session=None, **kwargs):
        if session is not None:
            kwargs["initial"] = _values_of(session) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)

    def clean_time_zone(self):
        entry = reference.time_zones().find(self.cleaned_data["time_zone"])
        if entry is None:
            near = ", ".join(reference.time_zones().nearest(self.cleaned_data["time_zone"]))
            hint = _(" Did you mean %(near)s?") % {"near": near} if near else ""
            raise ValidationError(
                _("This is no time zone we know. Write it like Europe/Copenhagen.") + hint
            )
        return entry.code

    def clean_link(self):
        link = self.cleaned_data["link"].strip()
        if link and not link.lower().startswith("https://"):
            raise ValidationError(_("Enter a link that begins with https://."))
        return link

    def clean_day(self):
        day = self.cleaned_data["day"]
        if not EARLIEST <= day <= LATEST:
            raise ValidationError(_("Enter a day between 1990 and 2200."))
        return day

    def clean(self):
        values = self.cleaned_data
        for name in ("starts", "ends"):
            if {"day", name, "time_zone"} <= values.keys():
                try:
                    values[f"{name}_at"] = moment(values["day"], values[name], values["time_zone"])
                except ValidationError as refused:
                    self.add_error(name, refused)
        if {"starts_at", "ends_at"} <= values.keys() and values["ends_at"] <= values["starts_at"]:
            self.add_error("ends", _("The session must end after it starts, on the same day."))
        return values

    def facts(self):
        """The facts of the session, as the services take them."""
        names = ("title", "kind", "time_zone", "place", "link", "capacity", "description")
        invited = self.cleaned_data["invites"]
        return {
            **{name: self.cleaned_data[name] for name in (*names, "starts_at", "ends_at")},
            **{f"invites_{group}": group in invited for group in GROUPS},
        }

    def refuse(self, refused):
        """Show what a service said at the field it said it about."""
        if not hasattr(refused, "error_dict"):
            self.add_error(None, refused)
            return
        for name, texts in refused.message_dict.items():
            self.add_error(name if name in self.fields else None, texts)


def _values_of(session):
    zone = zone_or_utc(session.time_zone)
    start, end = session.starts_at.astimezone(zone), session.ends_at.astimezone(zone)
    names = ("title", "kind", "place", "link", "capacity", "description", "edition")
    return {
        **{name: getattr(session, name) for name in names},
        "time_zone": str(zone),
        "day": start.date(),
        "starts": start.time(),
        "ends": end.time(),
        "invites": [group for group in GROUPS if getattr(session, f"invites_{group}")],
    }


class AttendanceForm(forms.Form):
    """Attendance of one page of invitations; a field each, named by the invitation."""

    def __init__(self, *args, invitations, **kwargs):
        super().__init__(*args, **kwargs)
        self.invitations = invitations
        choices = [("", _("Not noted")), *Attendance.choices]
        for one in invitations:
            self.fields[f"i{one.pk}"] = forms.ChoiceField(
                label=_("Attendance of %(name)s") % {"name": one.name},
                choices=choices,
                required=False,
                initial=one.attendance,
            )

    def rows(self):
        """``[(invitation, bound field)]``."""
        return [(one, self[f"i{one.pk}"]) for one in self.invitations]

    def marks(self):
        """``{invitation id: attendance}`` of the fields that were sent."""
        return {
            one.pk: self.cleaned_data[f"i{one.pk}"]
            for one in self.invitations
            if f"i{one.pk}" in self.data
        }


class TextForm(forms.Form):
    """A briefing's text, edited from version ``number``."""

    body = forms.CharField(
        label=gettext_lazy("Text"),
        help_text=gettext_lazy(
            "A line that begins with # is a heading, lines that begin with - are a list."
        ),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 28}),
    )
    number = forms.IntegerField(widget=forms.HiddenInput)


class AgreeForm(forms.Form):
    """A manager's name under what they read."""

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=160,
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    number = forms.IntegerField(widget=forms.HiddenInput)
