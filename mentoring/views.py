"""Pages of the installation itself."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentoring.jobs import progress
from organizations.access import memberships_of
from organizations.navigation import role_links


@require_safe
@login_not_required
def home(request):
    """What this is; for somebody signed in, where to go: straight on when there is one way."""
    roles = _ways_in(request.user) if request.user.is_authenticated else []
    if len(roles) == 1:
        return redirect(roles[0]["url"])
    return render(request, "public/home.html", {"roles": roles})


def _ways_in(user):
    """A link for each of the login's roles; an operator's is a role of the installation."""
    roles = role_links(memberships_of(user))
    if user.is_operator:
        label, here = _("Operator"), _("This installation")
        roles.append({"label": label, "organization": here, "url": reverse("operator:index")})
    return roles


@require_safe
@login_not_required
def healthz(request):
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@login_not_required
def readyz(request):
    """Database and broker answer; the balancer sends requests here only then."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    up = progress.broker_is_up()
    return HttpResponse("ready" if up else "broker", status=200 if up else 503)
