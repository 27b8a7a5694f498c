"""Which messages somebody gets: chosen by the link in a mail, or on the page of those signed in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from mentoring.links import behind_link
from mentoring.tenancy import context
from mentoring.ui.formats import city
from notifications import catalog, optional, readers
from notifications.forms import HoursForm
from notifications.models import Surface
from notifications.oneself import as_oneself
from notifications.surfaces import surface_of

# What mail programs post when their own button is pressed (RFC 8058, 3.1).
ONE_CLICK = ("List-Unsubscribe", "One-Click")


# The address is the secret, and mail programs send no cookie.
@csrf_exempt
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
        reader = optional.reader_behind(user_id, kind)
        if reader is None:
            return _stop_page(request, {}, 410)
        membership, surface = reader
        if request.method == "POST":
            optional.stop(user_id, kind, by=membership)
            if request.POST.get(ONE_CLICK[0]) != ONE_CLICK[1]:
                return redirect(request.path)
        page = {
            "organization_name": membership.organization.name,
            "name": catalog.kind_of(kind).name,
            "is_stopped": kind in optional.stopped_kinds(user_id),
            "is_staff": surface == Surface.DASHBOARD,
            "settings_url": optional.settings_url(membership.organization, surface),
        }
        return _stop_page(request, page)


def _stop_page(request, page, status=200):
    answer = render(request, "notifications/stop.html", page, status=status)
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def choices(request):
    """Every kind of message with its two switches, and when mails come."""
    surface = surface_of(request.membership)
    with as_oneself():
        row = readers.chosen(request.membership.user_id)
        data = request.POST if request.method == "POST" else None
        form = HoursForm(data, instance=row, with_zone=surface != Surface.PORTAL)
        if data is not None and form.is_valid():
            optional.choose_hours(by=request.membership, **form.cleaned_data)
            optional.choose_kinds(
                *(set(data.getlist(name)) for name in ("shown", "mail", "bell")),
                by=request.membership,
            )
            messages.success(request, _("Your choices are saved."))
            return redirect(request.path)
        rows = _rows(request, surface, data)
        zone = readers.zone_for(row, request.membership.person_id, request.organization)
    page = {
        "form": form,
        "rows": rows,
        "owed": [one for one in _kinds(surface).values() if not one.is_optional],
        "address": request.user.email,
        "zone": city(zone),
        "layout": f"layouts/{surface}.html",
    }
    return render(request, "notifications/choices.html", page, status=400 if form.errors else 200)


def _kinds(surface):
    return catalog.kinds_for(*readers.AUDIENCES[surface])


def _rows(request, surface, data):
    """What readers of this surface may choose, each with its two switches."""
    stopped = optional.stopped_kinds(request.membership.user_id)
    hidden = optional.stopped_kinds(request.membership.user_id, optional.BELL)
    return [
        {
            "kind": kind,
            "about": about,
            "by_mail": kind in data.getlist("mail") if data else kind not in stopped,
            "by_bell": kind in data.getlist("bell") if data else kind not in hidden,
        }
        for kind, about in _kinds(surface).items()
        if about.is_optional
    ]
