"""Pages that set a program up: made from an earlier one, its stages, what a sponsor agreed."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from organizations.access import organization_view
from organizations.roles import STAFF
from programs import cloning, gates, queries, sponsoring
from programs.forms import CloneForm, DoorForm
from programs.sponsor_forms import AgreementForm


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(*STAFF)
def clone(request, program):
    source = queries.program_or_404(program)
    form = CloneForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            copy = cloning.clone_program(source, by=request.membership, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(
                request, _("%(name)s is set up. Check its timetable.") % {"name": copy.name}
            )
            return redirect("programs:timetable", request.organization.slug, copy.slug)
    page = {"program": source, "form": form, "sponsors": source.sponsorships.count()}
    return render(request, "programs/clone.html", page)


@require_POST
@organization_view(*STAFF)
def door(request, program, key):
    program = queries.program_or_404(program)
    form = DoorForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose one of the three buttons."))
    else:
        try:
            row = gates.set_door(program, key, form.cleaned_data["door"], by=request.membership)
        except KeyError as unknown:
            raise Http404 from unknown
        facts = {"stage": row.get_key_display(), "state": row.get_door_display()}
        messages.success(request, _("%(stage)s: %(state)s.") % facts)
    return redirect("programs:timetable", request.organization.slug, program.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(*STAFF)
def agreement(request, program, company_id):
    program = queries.program_or_404(program)
    row = sponsoring.sponsorship_or_404(program, company_id)
    form = AgreementForm(request.POST if request.method == "POST" else None, sponsorship=row)
    if form.is_valid():
        try:
            sponsoring.agree(row, by=request.membership, **form.agreed())
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("What you agreed with %(name)s is saved.") % _name(row))
            return redirect(
                "programs:agreement", request.organization.slug, program.slug, row.company_id
            )
    page = {"program": program, "sponsorship": row, "form": form}
    return render(request, "programs/agreement.html", page)


@require_POST
@organization_view(*STAFF)
def competitors_stated(request, program, company_id):
    """A coordinator was told the company's competitors, and has recorded them."""
    program = queries.program_or_404(program)
    row = sponsoring.sponsorship_or_404(program, company_id)
    sponsoring.state_competitors(row, by=request.membership)
    messages.success(request, _("%(name)s has stated its competitors.") % _name(row))
    return redirect("programs:agreement", request.organization.slug, program.slug, row.company_id)


@require_POST
@organization_view(*STAFF)
def withdrawal(request, program, company_id):
    """A coordinator notes that a company sponsors no longer, or that it does again (``back``)."""
    program = queries.program_or_404(program)
    row = sponsoring.sponsorship_or_404(program, company_id)
    if "back" in request.POST:
        sponsoring.come_back(row, by=request.membership)
        messages.success(request, _("%(name)s sponsors this program again.") % _name(row))
    else:
        sponsoring.withdraw(row, by=request.membership)
        said = _("%(name)s has withdrawn. Each of its running pairs becomes a case.") % _name(row)
        messages.success(request, said)
    return redirect("programs:agreement", request.organization.slug, program.slug, row.company_id)


def _name(sponsorship):
    return {"name": sponsorship.company.name}
