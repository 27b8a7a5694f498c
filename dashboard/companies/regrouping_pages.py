"""Pages of putting many companies into a group or taking them out."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from dashboard.companies import queries, regrouping
from dashboard.companies.pages import listing_in
from mentoring.tenancy.keys import as_ids
from mentoring.ui.messages import undoable
from organizations.access import organization_view
from organizations.roles import STAFF


@require_POST
@organization_view(*STAFF)
def regroup(request):
    """Ask which group; with one that exists, do it."""
    listing, act = listing_in(request), request.POST.get("act", "")
    back = _list(request, listing)
    ids = _picked(request, listing)
    if act not in (regrouping.PUT, regrouping.TAKE) or not ids:
        messages.warning(request, _("No company is picked. Tick the boxes of those you mean."))
        return redirect(back)
    if len(ids) > regrouping.MOST_AT_ONCE:
        text = _("That are %(n)d companies. At most %(most)d can be changed at once.")
        messages.warning(request, text % {"n": len(ids), "most": regrouping.MOST_AT_ONCE})
        return redirect(back)
    refused = ""
    if "group" in request.POST:
        try:
            group = regrouping.chosen_group(request.POST["group"])
            outcome = regrouping.regroup(act, group, ids, by=request.membership)
        except ValidationError:
            refused = _("Choose a group of the list.")
        else:
            _say(request, act, group, outcome)
            return redirect(back)
    groups = queries.groups()
    context = {
        "act": act,
        "companies": queries.chosen(ids),
        "groups": groups,
        "has_groups": any(rows for _kind, rows in groups),
        "refused": refused,
        "back_url": back,
        "listing": listing,
    }
    return render(request, "dashboard/companies/regroup.html", context)


def _say(request, act, group, outcome):
    facts = {"n": outcome.changed, "group": group.name}
    if outcome.event is None:
        is_put = act == regrouping.PUT
        text = _("All of them are in %(group)s.") if is_put else _("None of them is in %(group)s.")
        messages.warning(request, text % facts)
        return
    if act == regrouping.PUT:
        text = ngettext(
            "%(n)d company is in %(group)s now.",
            "%(n)d companies are in %(group)s now.",
            facts["n"],
        )
    else:
        text = ngettext(
            "%(n)d company is taken out of %(group)s.",
            "%(n)d companies are taken out of %(group)s.",
            facts["n"],
        )
    slug = request.organization.slug
    undoable(request, text % facts, reverse("companies:take-back", args=[slug, outcome.event.pk]))


@require_POST
@organization_view(*STAFF)
def take_back(request, event_id):
    event = regrouping.regrouping_or_404(event_id)
    try:
        undone, left = regrouping.take_back(event, by=request.membership)
    except regrouping.Overtaken:
        messages.warning(request, _("This cannot be taken back (any more)."))
        return redirect(_list(request))
    except ValidationError as refused:
        messages.warning(request, " ".join(refused.messages))
        return redirect(_list(request))
    text = ngettext("Taken back for %(n)d company.", "Taken back for %(n)d companies.", undone)
    text %= {"n": undone}
    if left:
        others = ngettext(
            "%(n)d was changed again since and stays.",
            "%(n)d were changed again since and stay.",
            left,
        )
        messages.warning(request, f"{text} {others % {'n': left}}")
    else:
        messages.success(request, text)
    return redirect(_list(request))


def _picked(request, listing):
    if "all" in request.POST:
        return list(queries.found(listing).values_list("pk", flat=True))
    return as_ids(request.POST.getlist("ids"))


def _list(request, listing=None):
    address = reverse("companies:list", args=[request.organization.slug])
    return f"{address}?{listing.asked if listing and listing.asked else 'view='}"
