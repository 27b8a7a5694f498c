"""Competencies that participants added in their own words, for coordinators to look at."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from organizations.access import organization_view
from organizations.roles import STAFF
from participants.profiles.own import accept, listed, merge, own_or_404, rows
from programs.queries import program_of


@require_safe
@organization_view(*STAFF)
def own_competencies(request, program):
    """What nobody has looked at yet, then what was decided."""
    program = program_of(request, program)
    context = {
        "program": program,
        "rows": rows(),
        "competencies": listed(),
    }
    return render(request, "participants/profile_own.html", context)


@require_POST
@organization_view(*STAFF)
def decide(request, program, own_id):
    """Take it into the organization's list, or make it one that the list has."""
    program = program_of(request, program)
    own = own_or_404(own_id)
    try:
        if request.POST.get("do") == "accept":
            accept(own, by=request.membership)
            said = _("“%(label)s” is on your list now.") % {"label": own.label}
        else:
            count = merge(own, request.POST.get("into", ""), by=request.membership)
            said = ngettext(
                "“%(label)s” is merged; %(count)d profile has changed.",
                "“%(label)s” is merged; %(count)d profiles have changed.",
                count,
            ) % {"label": own.label, "count": count}
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, said)
    return redirect("participants:own-competencies", request.organization.slug, program.slug)
