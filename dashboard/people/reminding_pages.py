"""Pages of reminding many people: whom it would reach, doing it, taking it back."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from dashboard.people import reminding
from dashboard.people.listed import queries
from dashboard.people.listed.pages import listing_in
from mentoring.tenancy.keys import as_ids
from mentoring.ui.messages import undoable
from organizations.access import organization_view
from organizations.roles import STAFF

NAMES_SHOWN = 100


@require_POST
@organization_view(*STAFF)
def remind(request):
    """Say whom a reminder would reach; with ``confirmed`` send it."""
    listing = listing_in(request)
    ids = _picked(request, listing)
    back = _list(request, listing)
    if not ids:
        messages.warning(request, _("Nobody is picked. Tick the boxes of the people you mean."))
        return redirect(back)
    if "confirmed" not in request.POST:
        plan = reminding.plan_of(ids)
        context = {"plan": plan, "ids": ids, "back_url": back, "most": NAMES_SHOWN}
        return render(request, "dashboard/people/remind.html", context | {"listing": listing})
    event = reminding.remind(request.organization, ids, by=request.membership)
    if event is None:
        messages.warning(request, _("None of them has anything to answer, or not again today."))
        return redirect(back)
    number = len(event.facts["messages"])
    text = ngettext("%(n)d reminder is sent.", "%(n)d reminders are sent.", number)
    undo = reverse("people:take-back", args=[request.organization.slug, event.pk])
    undoable(request, text % {"n": number}, undo)
    return redirect(back)


@require_POST
@organization_view(*STAFF)
def take_back(request, event_id):
    event = reminding.reminder_or_404(event_id)
    try:
        taken, kept = reminding.take_back(request.organization, event, by=request.membership)
    except reminding.Overtaken:
        messages.warning(request, _("This cannot be taken back (any more)."))
        return redirect(_list(request))
    text = ngettext("%(n)d mail is not sent.", "%(n)d mails are not sent.", taken) % {"n": taken}
    if kept:
        late = ngettext("%(n)d was on its way.", "%(n)d were on their way.", kept) % {"n": kept}
        messages.warning(request, f"{text} {late}")
    else:
        messages.success(request, text)
    return redirect(_list(request))


def _picked(request, listing):
    if "all" in request.POST:
        return list(queries.found(listing).values_list("pk", flat=True))
    return as_ids(request.POST.getlist("ids"))


def _list(request, listing=None):
    address = reverse("people:list", args=[request.organization.slug])
    return f"{address}?{listing.asked if listing and listing.asked else 'view='}"
