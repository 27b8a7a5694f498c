"""The page behind the link of a concern. Looking at it changes nothing, whoever looks."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from mentoring.links import behind_link
from organizations.accounts import masked
from partnerships.concerns import links, reading
from partnerships.concerns.forms import CodeForm
from partnerships.concerns.reading import CannotRead


@behind_link
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def concern(request, token):
    """A code is mailed to the contact person; whoever types it reads, this once."""
    organization_id = links.organization_of(token)
    if organization_id is None:
        return _page(request, {}, 410)
    with links.behind(organization_id, token):
        found = reading.find()
        if found is None:
            return _page(request, {}, 410)
        page = {"concern": found, "address": masked(found.contact.email), "form": CodeForm()}
        if request.method != "POST":
            return _page(request, page)
        if request.POST.get("go") == "code":
            return _ask_code(request, found)
        return _read(request, found, page)


def _ask_code(request, found):
    try:
        reading.ask_code(found)
    except CannotRead as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(request, _("A code is on its way. It works for ten minutes."))
    return redirect(request.path)


def _read(request, found, page):
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _page(request, {**page, "form": form})
    try:
        words = reading.read(found, form.cleaned_data["code"])
    except CannotRead as refusal:
        form.add_error("code", refusal.message)
        return _page(request, {**page, "form": form}, 403)
    return _page(request, {**page, "is_read": True, "words": words})


def _page(request, page, status=200):
    answer = render(request, "partnerships/concerns/behind_link.html", page, status=status)
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
