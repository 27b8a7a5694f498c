"""Who looks after how much, and handing all of it over."""

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from organizations.access import organization_view
from organizations.models import Membership
from organizations.roles import STAFF
from partnerships.cases import services
from partnerships.cases.keeping import CannotWorkOn
from partnerships.cases.queries import numbers
from partnerships.cases.queries import workload as read_workload

NOBODY = "nobody"


class HandOverForm(forms.Form):
    """Everything open of one goes to another, or to nobody."""

    whose = forms.ChoiceField(label=gettext_lazy("All open cases of"))
    to = forms.ChoiceField(label=gettext_lazy("go to"))

    def __init__(self, *args, staff, **kwargs):
        super().__init__(*args, **kwargs)
        people = [(str(one.pk), one.name) for one in staff]
        self.fields["whose"].choices = [("", _("Choose")), *people]
        nobody = (NOBODY, _("Nobody, so that anybody takes them"))
        self.fields["to"].choices = [("", _("Choose")), *people, nobody]

    def clean(self):
        said = super().clean()
        if said.get("whose") and said.get("whose") == said.get("to"):
            self.add_error("to", _("Choose somebody else."))
        return said


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(*STAFF)
def workload(request):
    """Open, overdue, taken and closed this week, by coordinator."""
    staff = read_workload()
    form = HandOverForm(request.POST if request.method == "POST" else None, staff=staff)
    if request.method == "POST" and form.is_valid() and _handed_over(request, form):
        return redirect("cases:workload", request.organization.slug)
    page = {
        "staff": staff,
        "form": form,
        "numbers": numbers(request.membership),
        "most": max((one.open_cases for one in staff), default=0),
    }
    return render(request, "partnerships/cases/workload.html", page)


def _handed_over(request, form):
    said = form.cleaned_data
    by_id = {str(one.pk): one for one in Membership.objects.filter(role__in=STAFF)}
    try:
        moved = services.hand_over(
            by_id[said["whose"]], by_id.get(said["to"]), by=request.membership
        )
    except CannotWorkOn as refusal:
        form.add_error(None, refusal.message)
        return False
    words = ngettext("%(n)s case was handed over.", "%(n)s cases were handed over.", moved)
    messages.success(request, words % {"n": moved})
    return True
