"""Coordinators end a partnership early."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from organizations.access import organization_view
from organizations.roles import STAFF
from partnerships import queries
from partnerships.endings import services
from partnerships.endings.forms import CoordinatorsEndForm
from programs.queries import program_of


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(*STAFF)
def end(request, program, partnership):
    """Say what ending does, and do it."""
    program = program_of(request, program)
    line = queries.line_or_404(program, partnership)
    form = CoordinatorsEndForm(request.POST or None, initial={"reason": ""})
    here = ("partnerships:detail", request.organization.slug, program.slug, line.partnership.pk)
    if request.method == "POST" and form.is_valid():
        try:
            services.end(line.partnership, by=request.membership, **form.cleaned_data)
        except services.CannotEnd as refusal:
            messages.warning(request, refusal.message)
        else:
            messages.success(request, _("The partnership has ended. Both get a mail."))
        return redirect(*here)
    if not line.may_be_ended:
        return redirect(*here)
    page = {"program": program, "line": line, "partnership": line.partnership, "form": form}
    return render(request, "partnerships/endings/end.html", page)
