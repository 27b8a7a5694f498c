"""What people read of the results of their programs."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from evaluations.seen.models import What
from evaluations.seen.services import see
from evaluations.sharing import queries
from organizations.access import organization_view
from organizations.roles import Role


@require_safe
@organization_view(Role.PARTICIPANT)
def mine(request):
    """The programs of which results are published."""
    page = {"shared": queries.own(request.membership.person_id)}
    return render(request, "evaluations/sharing/mine.html", page)


@require_safe
@organization_view(Role.PARTICIPANT)
def results(request, participant):
    """One page, as it was published."""
    participant, row = queries.own_or_404(participant, request.membership.person_id)
    if row is None:
        messages.warning(request, _("The results of this program are not published yet."))
        return redirect("portal:shared:mine", request.organization.slug)
    if request.method == "GET":
        see(participant, What.SHARED)
    page = {"participant": participant, "row": row, "content": queries.published(row)}
    return render(request, "evaluations/sharing/results.html", page)
