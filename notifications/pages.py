"""Which mails somebody gets: chosen by the link in a mail, or on the page of those signed in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from mentoring.links import behind_link
from mentoring.tenancy import context
from notifications import optional
from organizations.access import organization_view
from organizations.roles import STAFF


@behind_link
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def stop_mail(request, kind, token):
    """Looking changes nothing, as mail programs look too; the button stops this kind of mail."""
    place = optional.place_of(kind, token)
    if place is None:
        return _stop_page(request, {}, 410)
    organization_id, user_id = place
    with context.enter(context.Context(organization_id, user_id, context.Actor.GUEST)):
        membership = optional.staff_behind(user_id)
        if membership is None:
            return _stop_page(request, {}, 410)
        if request.method == "POST":
            optional.stop(user_id, kind, by=membership)
            return redirect(request.path)
        name, _description = optional.kinds()[kind]
        page = {"organization_name": membership.organization.name, "name": name}
        page["is_stopped"] = kind in optional.stopped_kinds(user_id)
        page["settings_url"] = optional.settings_url(membership.organization)
        return _stop_page(request, page)


def _stop_page(request, page, status=200):
    answer = render(request, "notifications/stop.html", page, status=status)
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(*STAFF)
def choices(request):
    """Every kind of mail that one may do without, each with its switch."""
    membership = request.membership
    if request.method == "POST":
        return _choose(request, membership)
    return _choices_page(request, membership)


def _choices_page(request, membership, status=200):
    stopped = optional.stopped_kinds(membership.user_id)
    rows = [
        {"kind": kind, "name": name, "description": description, "is_on": kind not in stopped}
        for kind, (name, description) in optional.kinds().items()
    ]
    page = {"rows": rows, "address": request.user.email}
    return render(request, "notifications/choices.html", page, status=status)


def _choose(request, membership):
    kind = request.POST.get("kind", "")
    if kind not in optional.kinds():
        return _choices_page(request, membership, 400)
    if request.POST.get("wanted") == "yes":
        optional.start(membership.user_id, kind, by=membership)
        messages.success(request, _("You get this mail again, about what is new from now on."))
    else:
        optional.stop(membership.user_id, kind, by=membership)
        messages.success(request, _("You do not get this mail any more."))
    return redirect("mail:choices", request.organization.slug)
