"""What the two fill in about their meetings, in clock times of a zone that stands beside them."""

from datetime import UTC, datetime, timedelta

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentoring import clock
from mentoring.tenancy.keys import uuid7
from mentoring.ui.formats import written_time
from mentoring.ui.forms import CheckboxSelectMultiple, DateInput, RadioSelect, TimeInput
from partnerships.meetings.kinds import MOST_OPTIONS, USUAL_LENGTH, Form, Unit, Words
from partnerships.meetings.rules import LONGEST_WORDS, NO_TIME, TOO_MANY_TIMES
from partnerships.meetings.timing import Skipped, moment

LENGTHS = (30, 45, 60, 90, 120)
TYPED = range(1, MOST_OPTIONS + 1)
YEARS = range(1990, 2200)
EVERY = {
    f"{Unit.WEEK}:1": gettext_lazy("Every week"),
    f"{Unit.WEEK}:2": gettext_lazy("Every two weeks"),
    f"{Unit.WEEK}:3": gettext_lazy("Every three weeks"),
    f"{Unit.WEEK}:4": gettext_lazy("Every four weeks"),
    f"{Unit.MONTH}:1": gettext_lazy("Every month, on the same weekday"),
}


class Zoned(forms.Form):
    """A form with clock times in the zone of one of the two, ``sides`` as the page shows them."""

    zone = forms.ChoiceField(label=gettext_lazy("Times are as clocks show them in"))

    def __init__(self, data=None, *, sides, initial=None):
        self.sides = sides
        zones = {str(side.zone): side.city for side in sides}
        super().__init__(data, initial={"zone": str(sides[0].zone), **(initial or {})})
        self.fields["zone"].choices = list(zones.items())
        self.fields["zone"].widget = forms.HiddenInput() if len(zones) == 1 else RadioSelect()
        if len(zones) > 1:
            self.fields["zone"].widget.choices = self.fields["zone"].choices
        self.comes_twice = []

    def moment_of(self, day, at, name):
        """The moment, or None with an error at the field ``name`` that names the nearest times."""
        zone = self.cleaned_data.get("zone")
        if not zone:
            return None
        if day.year not in YEARS:
            self.add_error(name, _("Choose a day that is nearer."))
            return None
        try:
            found = moment(day, at, zone)
        except Skipped as skipped:
            said = _("Clocks are put forward over this time. Choose %(before)s or %(after)s.")
            near = {"before": f"{skipped.before:%H:%M}", "after": f"{skipped.after:%H:%M}"}
            self.add_error(name, said % near)
            return None
        if found.is_twice:
            self.comes_twice.append(at)
        return found.at


class TimesForm(Zoned):
    """Up to three times: of those that suit both, or typed."""

    slots = forms.MultipleChoiceField(
        label=gettext_lazy("Times that suit both of you"),
        required=False,
        widget=CheckboxSelectMultiple,
    )
    anyway = forms.BooleanField(label=gettext_lazy("I know, propose it anyway"), required=False)
    item = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, data=None, *, sides, slots=(), initial=None):
        chosen = [_value(slot.at) for slot in slots]
        initial = {"slots": chosen, "item": uuid7(), **(initial or {})}
        super().__init__(data, sides=sides, initial=initial)
        self._offer(slots, data)
        for number in TYPED:
            self.fields[f"day_{number}"] = forms.DateField(
                label=_("Day"), required=False, widget=DateInput
            )
            self.fields[f"time_{number}"] = forms.TimeField(
                label=_("Time"), required=False, widget=TimeInput
            )
        self.may_clash = False

    def _offer(self, slots, data):
        """The slots of this page, and those that an older page offered and somebody took."""
        moments = [slot.at for slot in slots]
        sent = data.getlist("slots")[: 2 * MOST_OPTIONS] if hasattr(data, "getlist") else []
        moments += [at for at in map(_moment_of, sent) if at and at not in moments]
        own, partner = self.sides
        said = {_value(at): written_time(at, own.zone) for at in moments}
        hints = {
            _value(at): _("%(time)s for %(name)s")
            % {"time": written_time(at, partner.zone), "name": partner.name}
            for at in moments
        }
        self.fields["slots"].choices = list(said.items())
        self.fields["slots"].widget = CheckboxSelectMultiple(hints=hints)
        self.fields["slots"].widget.choices = self.fields["slots"].choices

    @property
    def typed_rows(self):
        return [(self[f"day_{number}"], self[f"time_{number}"]) for number in TYPED]

    @property
    def has_typed(self):
        return any(field.value() for row in self.typed_rows for field in row) or not (
            self.fields["slots"].choices
        )

    def clean(self):
        values = self.cleaned_data
        times = [_moment_of(value) for value in values.get("slots", [])]
        for number in TYPED:
            day, at = values.get(f"day_{number}"), values.get(f"time_{number}")
            if day and at is not None:
                times.append(self.moment_of(day, at, f"time_{number}"))
            elif day and f"time_{number}" not in self.errors:
                self.add_error(f"time_{number}", _("Say at what time."))
            elif at is not None and f"day_{number}" not in self.errors:
                self.add_error(f"day_{number}", _("Say on which day."))
        times = sorted({at for at in times if at})
        if not self.errors and not times:
            self.add_error(None, NO_TIME)
        if len(times) > MOST_OPTIONS:
            self.add_error(None, TOO_MANY_TIMES)
        values["times"] = times
        return values

    def refuse_clashes(self, clashes):
        """Say which times lie over another meeting of the reader, unless they know."""
        if not clashes or self.cleaned_data.get("anyway"):
            return False
        own = self.sides[0]
        told = ", ".join(written_time(at, own.zone) for at in sorted(clashes))
        self.add_error(None, _("You have another meeting at that time: %(when)s.") % {"when": told})
        self.may_clash = True
        return True


def shape_fields(form, *, length=USUAL_LENGTH, how=Form.VIRTUAL):
    """What a new meeting has besides its times."""
    form.fields["minutes"] = forms.TypedChoiceField(
        label=_("How long"),
        choices=[(n, _("%(n)s minutes") % {"n": n}) for n in sorted({*LENGTHS, length})],
        coerce=int,
        initial=length,
    )
    form.fields["form"] = forms.ChoiceField(
        label=_("How you meet"), choices=Form.choices, widget=RadioSelect, initial=how
    )
    form.fields["place"] = forms.CharField(
        label=_("Place or link"),
        required=False,
        max_length=LONGEST_WORDS[Words.PLACE],
        widget=forms.TextInput({"dir": "auto", "autocomplete": "off"}),
    )


class ProposeForm(TimesForm):
    """A new meeting."""

    def __init__(self, *args, length=USUAL_LENGTH, how=Form.VIRTUAL, **kwargs):
        super().__init__(*args, **kwargs)
        shape_fields(self, length=length, how=how)


class SeriesForm(Zoned):
    """Meetings that come again."""

    item = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    first_on = forms.DateField(label=gettext_lazy("First on"), widget=DateInput)
    at = forms.TimeField(label=gettext_lazy("At"), widget=TimeInput)
    every = forms.ChoiceField(label=gettext_lazy("How often"), choices=list(EVERY.items()))
    until = forms.DateField(label=gettext_lazy("Last day"), widget=DateInput)

    def __init__(self, data=None, *, sides, initial=None, length=USUAL_LENGTH, how=Form.VIRTUAL):
        super().__init__(data, sides=sides, initial={"item": uuid7(), **(initial or {})})
        shape_fields(self, length=length, how=how)

    def clean(self):
        values = self.cleaned_data
        if values.get("first_on") and values.get("at") is not None:
            values["first_at"] = self.moment_of(values["first_on"], values["at"], "at")
        if values.get("every"):
            values["unit"], _colon, every = values["every"].partition(":")
            values["every"] = int(every)
        return values


class LogForm(Zoned):
    """A meeting that was held elsewhere."""

    item = forms.UUIDField(widget=forms.HiddenInput)
    day = forms.DateField(label=gettext_lazy("Day"), widget=DateInput)
    at = forms.TimeField(label=gettext_lazy("From"), widget=TimeInput)

    def __init__(self, data=None, *, sides, length=USUAL_LENGTH, how=Form.IN_PERSON):
        start = (clock.now() - timedelta(minutes=length)).astimezone(sides[0].zone)
        start = start.replace(minute=start.minute // 15 * 15, second=0, microsecond=0)
        initial = {"item": uuid7(), "day": start.date(), "at": start.time()}
        super().__init__(data, sides=sides, initial=initial)
        shape_fields(self, length=length, how=how)
        del self.fields["place"]

    def clean(self):
        values = self.cleaned_data
        if values.get("day") and values.get("at") is not None:
            values["starts_at"] = self.moment_of(values["day"], values["at"], "at")
        return values


class WordsForm(forms.Form):
    """A place or an agenda; ``seen`` is the revision that was on the page."""

    text = forms.CharField(required=False, strip=False)
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, data=None, *, kind, text="", seen=0):
        super().__init__(data, initial={"text": text, "seen": seen})
        attrs = {"dir": "auto", "rows": 6}
        if kind == Words.PLACE:
            self.fields["text"].label = _("Place or link")
            self.fields["text"].widget = forms.TextInput({"dir": "auto", "autocomplete": "off"})
        else:
            self.fields["text"].label = _("Agenda")
            self.fields["text"].widget = forms.Textarea(attrs)


class CancelForm(forms.Form):
    """How much of a series goes."""

    ONE, FOLLOWING, ALL = "one", "following", "all"

    scope = forms.ChoiceField(
        label=gettext_lazy("What do you want to cancel?"),
        choices=[
            (ONE, gettext_lazy("This meeting alone")),
            (FOLLOWING, gettext_lazy("This meeting and all after it")),
            (ALL, gettext_lazy("All that still lie ahead")),
        ],
        widget=RadioSelect,
        initial=ONE,
    )
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class AnswerForm(forms.Form):
    """One of the moments that wait, or no."""

    TAKE, NO = "take", "no"

    go = forms.ChoiceField(choices=[(TAKE, TAKE), (NO, NO)])
    at = forms.CharField(required=False)
    seen = forms.IntegerField(min_value=0)

    def clean_at(self):
        return _moment_of(self.cleaned_data["at"])


def _value(at):
    """A moment as a form carries it."""
    return at.astimezone(UTC).isoformat()


def _moment_of(value):
    """The moment of such a value; None for anything else."""
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo and found.year in YEARS else None
