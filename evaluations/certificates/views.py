"""Coordinators' pages: who has completed a program, and their certificates."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evaluations import navigation
from evaluations.certificates import queries, services
from evaluations.certificates.forms import RevokeForm
from evaluations.certificates.services import CannotCertify
from organizations.access import organization_view
from organizations.roles import STAFF
from programs.queries import program_of

PER_PAGE = 50


@require_safe
@organization_view(*STAFF)
def overview(request, program):
    """Everybody who has completed, each with the certificate that holds or what became of it."""
    program = program_of(request, program)
    rows = Paginator(queries.people_of(program), PER_PAGE).get_page(request.GET.get("page"))
    page = {
        "program": program,
        "page_obj": rows,
        "lines": [(one, queries.holding(one)) for one in rows],
        "sections": navigation.tabs(request.organization, program, "certificates"),
    }
    return render(request, "evaluations/certificates/overview.html", page)


@require_POST
@organization_view(*STAFF)
def issue(request, program, participant):
    """By hand, for whoever has completed without the final evaluation, or anew."""
    program = program_of(request, program)
    participant = queries.participant_or_404(program, participant)
    try:
        certificate = services.issue(participant, by=request.membership)
    except CannotCertify as refusal:
        messages.warning(request, refusal.message)
    else:
        said = {"number": certificate.said_number}
        messages.success(request, _("Certificate %(number)s is issued; they get a mail.") % said)
    return redirect("certificates:overview", request.organization.slug, program.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(*STAFF)
def revoke(request, program, participant):
    """Void from now on, with a reason."""
    program = program_of(request, program)
    participant = queries.participant_or_404(program, participant)
    certificate = queries.holding(participant)
    if certificate is None and request.method != "POST":
        messages.warning(request, services.NONE_HOLDS)
        return redirect("certificates:overview", request.organization.slug, program.slug)
    form, status = RevokeForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            services.revoke(participant, form.cleaned_data["reason"], by=request.membership)
        except CannotCertify as refusal:
            form.add_error(None, refusal.message)
            status = 409
        else:
            messages.success(request, _("It is revoked. Its code confirms nothing any more."))
            return redirect("certificates:overview", request.organization.slug, program.slug)
    page = {"program": program, "participant": participant, "form": form}
    page |= {"certificate": certificate}
    return render(request, "evaluations/certificates/revoke.html", page, status=status)
