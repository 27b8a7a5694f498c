"""The pages on which a pair writes: messages and notes for both, a journal for oneself."""

from django.contrib import messages
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from organizations.access import organization_view
from organizations.roles import Role
from partnerships.writing import pages, queries, services, sharing
from partnerships.writing.forms import WritingForm
from partnerships.writing.keys import Keyring
from partnerships.writing.services import CannotWrite


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(Role.PARTICIPANT)
def board(request, partnership, surface):
    """What is there of this kind, the newest first, and a form for more."""
    page = pages.Desk(request, partnership, surface, looks=True)
    if request.method != "POST":
        return page.show_board(page.new_form())
    if request.POST.get("go") == "discard":
        return page.discard(is_new=True)
    form = WritingForm(request.POST, surface=surface)
    if not form.is_valid():
        return page.show_board(form)
    try:
        services.write(page.pair.partnership, surface.kind, **page.typed(form))
    except CannotWrite as refusal:
        form.add_error(None, refusal.message)
        return page.show_board(form, status=409)
    messages.success(request, surface.said)
    return page.to_board()


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(Role.PARTICIPANT)
def change(request, partnership, item, surface):
    """Change a note or journal entry of one's own."""
    page = pages.Desk(request, partnership, surface)
    if request.method == "POST" and request.POST.get("go") == "discard":
        return page.discard(is_new=False, item_id=item)
    form = WritingForm(request.POST or None, surface=surface)
    if request.method != "POST" or not form.is_valid():
        return page.show_change(page.own(item), form if form.is_bound else None)
    try:
        services.change(page.pair.partnership, surface.kind, item, **page.typed(form, seen=True))
    except CannotWrite as refusal:
        return page.show_refused_change(item, form, refusal)
    messages.success(request, surface.said)
    return page.to_board()


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(Role.PARTICIPANT)
def remove(request, partnership, item, surface):
    """Say what removing does, and do it."""
    page = pages.Desk(request, partnership, surface)
    shown = page.own(item)
    if request.method != "POST":
        return page.show("remove", item=shown)
    services.remove(surface.kind, item, by=request.membership)
    messages.success(request, surface.removed)
    return page.to_board()


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(Role.PARTICIPANT)
def share(request, partnership, item, surface):
    """Say what sharing with the coordinators does, and do it."""
    page = pages.Desk(request, partnership, surface)
    shown = page.item(item)
    if request.method != "POST":
        return page.show("share", item=shown)
    try:
        sharing.share(shown, by=request.membership)
    except CannotWrite as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(request, _("The coordinators can read a copy of it now."))
    return page.to_board()


@require_POST
@organization_view(Role.PARTICIPANT)
def take_back(request, partnership, item, surface):
    """End the sharing of an item; also when everything else is closed."""
    page = pages.Desk(request, partnership, surface)
    if sharing.take_back(item, by=request.membership):
        messages.success(request, _("The coordinators can no longer read it."))
    else:
        page.item(item)
    return page.to_board()


@require_POST
@organization_view(Role.PARTICIPANT)
def draft(request, partnership, surface):
    """Keep what is being typed; says in a line that it is kept, or why not."""
    pair = queries.pair_or_404(partnership, request.membership.person_id)
    form = WritingForm(request.POST, surface=surface)
    form.is_valid()
    said = {}
    if "item" in form.cleaned_data:
        is_new = form.cleaned_data.get("seen") is None
        if not is_new:
            keys = Keyring(pair.partnership.pk)
            own = (pair, form.cleaned_data["item"], request.membership.person_id, keys)
            queries.own_item_or_404(surface.model, *own)
        facts = {"item_id": form.cleaned_data["item"], "is_new": is_new, "by": request.membership}
        said = pages.kept(pair, surface, request.POST.get("text", ""), **facts)
    return render(request, "partnerships/writing/_kept.html", {**said, "zone": pair.zone})
