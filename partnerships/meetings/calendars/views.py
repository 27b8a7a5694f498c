"""A person's private calendar address: the page where it is made, and what it opens."""

from hashlib import sha256

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from mentoring.links import behind_link
from mentoring.tenancy import context
from notifications import feeds
from organizations.access import organization_view
from organizations.roles import Role
from partnerships.meetings.calendars import queries
from partnerships.meetings.calendars.feed import content


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(Role.PARTICIPANT)
def page(request):
    """Make the address, renew it, switch it off. A new one stands in this one answer alone."""
    asked = request.POST.get("do") if request.method == "POST" else None
    if asked == "stop":
        if feeds.stop(by=request.membership):
            messages.success(request, _("Your calendar address is switched off."))
        return redirect("portal:calendar", request.organization.slug)
    shown = {}
    if asked == "renew":
        path = reverse("calendar-feed", args=[feeds.renew(by=request.membership)])
        shown["address"] = settings.BASE_URL + path
        shown["webcal"] = f"webcal://{shown['address'].partition('://')[2]}"
    shown["feed"] = feeds.feed_of(request.membership.user_id)
    status = 200 if asked in (None, "renew") else 400
    return render(request, "partnerships/calendars/page.html", shown, status=status)


@behind_link
@login_not_required
@require_safe
def feed(request, token):
    """The calendar behind an address, for whoever has it; no cookie is read or set.

    One that opens nothing answers in the same way whether it was ever somebody's or not.
    """
    token_hash = feeds.hash_of(token)
    if not feeds.may_ask(token_hash):
        return HttpResponse(status=429, headers={"Retry-After": "3600"})
    place = feeds.place_of(token_hash)
    if place is None:
        return _gone()
    organization_id, user_id = place
    actor = context.Actor.PARTICIPANT
    with context.enter(context.Context(organization_id, user_id, actor), savepoint=False):
        file = content(queries.person_of(user_id))
        feeds.note_fetched(user_id)
    return _conditionally(request, file)


def _gone():
    said = _(
        "This calendar address opens nothing (any more). In your portal you can make a new one."
    )
    headers = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
    return HttpResponse(said, status=410, content_type="text/plain; charset=utf-8", headers=headers)


def _conditionally(request, file):
    """The file, or word that the one which the program has is still right."""
    headers = {
        "Cache-Control": "private, no-cache",
        "Content-Disposition": 'inline; filename="mentoring.ics"',
        "ETag": f'"{sha256(file).hexdigest()[:32]}"',
        "X-Robots-Tag": "noindex",
    }
    answer = HttpResponse(file, content_type="text/calendar; charset=utf-8", headers=headers)
    return get_conditional_response(request, etag=headers["ETag"], response=answer)
