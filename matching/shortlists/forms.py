"""Forms of a shortlist round: how long the lists may be, and until when they are open."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from matching.shortlists.models import MOST_CANDIDATES, MOST_LISTS
from matching.shortlists.services import LONGEST
from mentoring import clock
from mentoring.ui.forms import DateInput

DAYS = timedelta(days=7)
LAST_MINUTE = time(23, 59)


class RoundForm(forms.Form):
    most = forms.TypedChoiceField(
        label=_("Candidates for each mentee"),
        help_text=_("Fewer for those to whom rules and places leave fewer."),
        choices=[(3, _("Three")), (2, _("Two")), (1, _("One"))],
        coerce=int,
        initial=MOST_CANDIDATES,
    )
    lists = forms.IntegerField(
        label=_("A mentor stands on at most so many lists"),
        help_text=_("So many profiles of mentees is a mentor asked to read."),
        min_value=1,
        max_value=MOST_LISTS,
        initial=6,
    )


class UntilForm(forms.Form):
    """``closes_at`` is the last minute of the chosen day in ``zone``; the form starts with its own
    day of a round that has one."""

    last_day = forms.DateField(label=_("Open until the end of"), widget=DateInput)

    def __init__(self, *args, zone, closes_at=None, **kwargs):
        today = clock.today(ZoneInfo(zone))
        last = timezone.localdate(closes_at, ZoneInfo(zone)) if closes_at else today + DAYS
        kwargs["initial"] = {"last_day": max(last, today)}
        super().__init__(*args, **kwargs)
        self.zone, self.today = ZoneInfo(zone), today
        widget = self.fields["last_day"].widget
        widget.attrs |= {"min": today.isoformat(), "max": (today + LONGEST).isoformat()}

    def clean_last_day(self):
        day = self.cleaned_data["last_day"]
        if not self.today <= day < self.today + LONGEST:
            raise forms.ValidationError(_("Choose a day from today on, within 60 days."))
        return day

    @property
    def closes_at(self):
        return datetime.combine(self.cleaned_data["last_day"], LAST_MINUTE, tzinfo=self.zone)
