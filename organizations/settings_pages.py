"""What an administrator sets for the whole organization."""

from zoneinfo import available_timezones

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from organizations import services
from organizations.access import organization_view
from organizations.names import clean_name
from organizations.roles import Role


class OrganizationForm(forms.Form):
    """Its name, where it works, how alike competitors are, and how long it keeps what failed."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        choices=lambda: [(zone, zone) for zone in sorted(available_timezones())],
        help_text=gettext_lazy("Coordinators and HR read times of this zone."),
    )
    industry_digits = forms.IntegerField(
        label=gettext_lazy("Digits of an industry code that make competitors"),
        min_value=2,
        max_value=6,
        help_text=gettext_lazy(
            "Two is a whole sector, six a single trade; four is usual. With fewer digits more "
            "companies compete. Pairs that are matched by then are shown to you, and none ends."
        ),
    )

    unanswered_kept_days = forms.IntegerField(
        label=gettext_lazy("Days that invitations and applications are kept which came to nothing"),
        min_value=30,
        max_value=731,
        help_text=gettext_lazy(
            "Counted from the end of an invitation, and from the answer to an application or, "
            "without one, from the day it came. Then names, addresses and words are erased."
        ),
    )

    def clean_name(self):
        return clean_name(self.cleaned_data["name"])


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(Role.ADMINISTRATOR)
def settings(request):
    organization = request.organization
    initial = {name: getattr(organization, name) for name in OrganizationForm.base_fields}
    form = OrganizationForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        services.change_organization(organization, by=request.membership, **form.cleaned_data)
        messages.success(request, _("The settings are saved."))
        return redirect("staff:settings", organization.slug)
    return render(request, "organizations/settings.html", {"form": form})
