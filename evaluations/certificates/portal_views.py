"""Where people get their certificates."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from evaluations.certificates import queries
from evaluations.certificates.paper import paper
from evaluations.seen.models import What
from evaluations.seen.services import see
from organizations.access import organization_view
from organizations.audit import record
from organizations.roles import Role


@require_safe
@organization_view(Role.PARTICIPANT)
def mine(request):
    """One's own certificates, and what is missing where there is none yet."""
    page = {
        "lines": [(one, queries.holding(one)) for one in queries.own(request.membership.person_id)]
    }
    return render(request, "evaluations/certificates/mine.html", page)


@require_safe
@organization_view(Role.PARTICIPANT)
def download(request, participant):
    """The paper; the same bytes each time."""
    participant = queries.own_or_404(participant, request.membership.person_id)
    certificate = queries.holding(participant)
    secret = certificate and queries.secret_of(certificate)
    if secret is None:
        messages.warning(request, _("There is no certificate for this program now."))
        return redirect("portal:certificates:mine", request.organization.slug)
    if request.method == "GET":
        record("certificate.printed", certificate, by=request.membership)
        see(participant, What.CERTIFICATE)
    name = _("Certificate %(number)s.pdf") % {"number": certificate.said_number}
    headers = {
        "Content-Disposition": content_disposition_header(True, name),
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    printed = paper(certificate, secret)
    return HttpResponse(printed, content_type="application/pdf", headers=headers)
