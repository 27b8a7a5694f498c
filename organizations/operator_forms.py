"""Forms of the operator's pages."""

from zoneinfo import available_timezones

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import DjangoTemplates
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminEmailInputWidget, UnfoldAdminSelectWidget, UnfoldBooleanWidget

from organizations.models import Organization
from organizations.names import clean_name
from organizations.reserved import is_reserved

ZONES = [(name, name) for name in sorted(available_timezones())]


class OperatorForm(forms.ModelForm):
    """Drawn with the templates of the operator's site, which has styles of its own."""

    default_renderer = DjangoTemplates


class NewOrganizationForm(OperatorForm):
    """An organization with its first administrator."""

    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        choices=ZONES,
        initial="UTC",
        widget=UnfoldAdminSelectWidget,
    )
    administrator = forms.EmailField(
        label=gettext_lazy("First administrator"),
        help_text=gettext_lazy("Gets a mail with a link that works for 14 days."),
        widget=UnfoldAdminEmailInputWidget,
    )

    class Meta:
        model = Organization
        fields = ("name", "slug", "industry_digits", "time_zone")
        help_texts = {
            "slug": gettext_lazy("The first part of all its addresses. It never changes."),
        }

    def clean_name(self):
        return clean_name(self.cleaned_data["name"])

    def clean_slug(self):
        slug = self.cleaned_data["slug"]
        if is_reserved(slug):
            raise ValidationError(_("This address is taken by the product itself."))
        return slug


class OrganizationForm(OperatorForm):
    """What may change later: how it is called, where it works, and whether it does."""

    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"), choices=ZONES, widget=UnfoldAdminSelectWidget
    )
    administrator = forms.EmailField(
        label=gettext_lazy("Invite an administrator"),
        required=False,
        help_text=gettext_lazy(
            "Mails a link. Who was invited and has not answered gets a new one in its place."
        ),
        widget=UnfoldAdminEmailInputWidget,
    )
    has_ended = forms.BooleanField(
        label=gettext_lazy("Has ended"),
        required=False,
        help_text=gettext_lazy(
            "Nobody enters any more and nothing is sent. The rows stay, and all is as before when "
            "this is taken back."
        ),
        widget=UnfoldBooleanWidget,
    )

    class Meta:
        model = Organization
        fields = ("name", "time_zone")

    def __init__(self, *args, instance=None, **kwargs):
        initial = {"has_ended": bool(instance and instance.ended_at)} | kwargs.pop("initial", {})
        super().__init__(*args, instance=instance, initial=initial, **kwargs)

    def clean_name(self):
        return clean_name(self.cleaned_data["name"])
