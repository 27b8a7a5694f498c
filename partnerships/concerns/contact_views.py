"""Who hears in a program what the coordinators should not handle: named by administrators."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from organizations.access import organization_view
from organizations.roles import STAFF, Role
from partnerships.checks.pages import sections
from partnerships.concerns import queries, services
from partnerships.concerns.forms import ContactForm
from programs.queries import program_of

FIELDS = ("name", "email", "about")


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(*STAFF)
def contact(request, program):
    """Who it is; administrators name another one."""
    program = program_of(request, program)
    may_name = request.membership.role == Role.ADMINISTRATOR
    current = queries.contact_of(program)
    if request.method == "POST" and not may_name:
        raise PermissionDenied
    initial = {field: getattr(current, field) for field in FIELDS} if current else None
    form = ContactForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.name_contact(program, by=request.membership, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("The participants see from now on who it is."))
            return redirect(request.path)
    page = {
        "program": program,
        "contact": current,
        "before": queries.contacts_before(program),
        "form": form if may_name else None,
        "sections": sections(request, "checks:contact", program),
    }
    return render(request, "partnerships/concerns/contact.html", page)


@require_POST
@organization_view(Role.ADMINISTRATOR)
def end(request, program):
    program = program_of(request, program)
    services.end_contact(program, by=request.membership)
    messages.success(request, _("The program has no contact person any more."))
    return redirect("checks:contact", request.organization.slug, program.slug)
