"""When somebody wants to be written to."""

from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from mentoring.ui.forms import RadioSelect, TimeInput
from notifications.models import Pace, Reader


class HoursForm(forms.ModelForm):
    """Quiet hours, pace, a zone where no profile gives one, a language where there are several."""

    class Meta:
        model = Reader
        fields = (
            "pace",
            "quiet_from",
            "quiet_until",
            "is_quiet_on_weekends",
            "time_zone",
            "language",
        )
        labels = {
            "pace": _("Mails that you may do without"),
            "quiet_from": _("Quiet from"),
            "quiet_until": _("Quiet until"),
            "is_quiet_on_weekends": _("No mails on Saturdays and Sundays"),
        }
        widgets = {
            "pace": RadioSelect(
                hints={
                    Pace.NOW: _("Outside your quiet hours."),
                    Pace.DAILY: _("At eight in the morning, when something is new."),
                    Pace.WEEKLY: _("On Monday at eight, when something is new."),
                }
            ),
            "quiet_from": TimeInput(),
            "quiet_until": TimeInput(),
        }

    def __init__(self, *args, with_zone, **kwargs):
        super().__init__(*args, **kwargs)
        if with_zone:
            zones = [
                ("", _("As the organization")),
                *((one, one) for one in sorted(available_timezones())),
            ]
            self.fields["time_zone"] = forms.ChoiceField(
                label=_("Your time zone"), choices=zones, required=False
            )
        else:
            del self.fields["time_zone"]
        if len(settings.LANGUAGES) > 1:
            self.fields["language"] = forms.ChoiceField(
                label=_("Language of your mails"),
                choices=[("", _("As the organization")), *settings.LANGUAGES],
                required=False,
            )
        else:
            del self.fields["language"]
