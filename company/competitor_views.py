"""HR's list of companies that its people must not meet, and what was agreed for each program."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from company import competitors as acts
from company import queries, sponsorship
from company.forms import CompetitorsForm
from organizations.access import organization_view
from organizations.roles import Role


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(Role.HR)
def competitors(request):
    form = CompetitorsForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            acts.name_all(form.cleaned_data["names"])
        except ValidationError as refused:
            form.add_error("names", refused)
        else:
            messages.success(request, _("Received. A coordinator looks at your list."))
            return redirect("company:competitors", request.organization.slug)
    page = {
        "company": queries.own_company(),
        "form": form,
        "named": acts.named(),
        "missing": acts.statements_missing(),
        "is_sponsor": acts.is_sponsor(),
    }
    return render(request, "company/competitors.html", page)


@require_POST
@organization_view(Role.HR)
def take_off(request, named_id):
    if not acts.take_off(named_id):
        raise Http404
    messages.success(request, _("Taken off your list."))
    return redirect("company:competitors", request.organization.slug)


@require_POST
@organization_view(Role.HR)
def state(request):
    number = acts.state_all()
    if number:
        text = ngettext(
            "Thank you. Your list is complete for one program.",
            "Thank you. Your list is complete for %(n)s programs.",
            number,
        )
        messages.success(request, text % {"n": number})
    return redirect("company:competitors", request.organization.slug)


@require_safe
@organization_view(Role.HR)
def agreements(request):
    numbers = queries.roster_numbers()
    page = {
        "company": queries.own_company(),
        "agreements": sponsorship.agreements(queries.places(numbers)),
    }
    return render(request, "company/sponsorship.html", page)
