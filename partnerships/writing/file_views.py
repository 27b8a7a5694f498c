"""The page of a pair's files: what is there, one more, and each as a download."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from organizations.access import organization_view
from organizations.roles import Role
from partnerships.writing import files, queries, surfaces
from partnerships.writing.checking import MEGA, MOST_BYTES
from partnerships.writing.keys import Keyring
from partnerships.writing.services import CannotWrite

# Whatever it holds, no browser opens it in the pages of the product.
DOWNLOAD = "application/octet-stream"
KEPT = 302


class FileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Choose a file"),
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.png,.jpg,.jpeg"}),
        error_messages={"required": gettext_lazy("Choose a file first.")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(Role.PARTICIPANT)
def board(request, partnership):
    """The files of the two, the newest first, and a form for one more."""
    pair, keys = _desk(request, partnership)
    form, status = FileForm(), 200
    if request.method == "POST":
        form = FileForm(request.POST, request.FILES)
        status = _put(request, pair, keys, form)
        if status == KEPT:
            messages.success(request, _("Your file is here. The two of you can take it out."))
            return _to_board(request, pair)
    found = files.files_of(pair, request.membership.person_id, keys)
    page = {"form": form, "files": found, "most": MOST_BYTES // MEGA, "limit": files.MOST}
    return _show(request, pair, "files", status, **page)


def _put(request, pair, keys, form):
    """Keep the form's file, or note in the form what stands against it; the status to answer."""
    if not form.is_valid():
        return 200
    try:
        sent = form.cleaned_data["file"]
        files.put(pair.partnership, sent, by=request.membership, keys=keys)
    except ValidationError as refused:
        form.add_error("file", refused)
        return 200
    except CannotWrite as refusal:
        form.add_error(None, refusal.message)
        return 409
    return KEPT


@require_safe
@organization_view(Role.PARTICIPANT)
def download(request, partnership, item):
    """One file, as something to keep and nothing to look at here."""
    pair, keys = _desk(request, partnership)
    file = files.file_or_404(pair, item, request.membership.person_id, keys)
    content = files.content_or_404(file, keys)
    headers = {
        "Content-Disposition": content_disposition_header(True, file.name),
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    return HttpResponse(content, content_type=DOWNLOAD, headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(Role.PARTICIPANT)
def remove(request, partnership, item):
    """Say what removing does, and do it."""
    pair, keys = _desk(request, partnership)
    file = files.file_or_404(pair, item, request.membership.person_id, keys)
    if not file.is_mine:
        raise Http404
    if request.method == "POST":
        files.remove(file, by=request.membership)
        messages.success(request, _("Your file is removed."))
        return _to_board(request, pair)
    return _show(request, pair, "remove_file", file=file)


def _desk(request, partnership):
    pair = queries.pair_or_404(partnership, request.membership.person_id)
    return pair, Keyring(pair.partnership.pk)


def _to_board(request, pair):
    return redirect("portal:writing:files", request.organization.slug, pair.partnership.pk)


def _show(request, pair, template, status=200, **page):
    page |= {
        "pair": pair,
        "surface": surfaces.FILES,
        "readers": surfaces.readers(surfaces.FILES, pair),
        "tabs": surfaces.tabs(surfaces.FILES, pair.partnership.pk, request.organization.slug),
    }
    return render(request, f"partnerships/writing/{template}.html", page, status=status)
