"""The page of a pair's files: what is there, one more, and each as a download."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from organizations.access import organization_view
from organizations.roles import Role
from partnerships.desk import PairDesk
from partnerships.writing import files
from partnerships.writing.checking import MEGA, MOST_BYTES
from partnerships.writing.services import CannotWrite
from partnerships.writing.surfaces import FILES

# Whatever it holds, no browser opens it in the pages of the product.
DOWNLOAD = "application/octet-stream"
KEPT = 302


class FileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Choose a file"),
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.png,.jpg,.jpeg"}),
        error_messages={"required": gettext_lazy("Choose a file first.")},
    )


class FileDesk(PairDesk):
    folder = "writing"


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(Role.PARTICIPANT)
def board(request, partnership):
    """The files of the two, the newest first, and a form for one more."""
    desk = FileDesk(request, partnership, FILES, looks=True)
    form, status = FileForm(), 200
    if request.method == "POST":
        form = FileForm(request.POST, request.FILES)
        status = _put(desk, form)
        if status == KEPT:
            messages.success(request, _("Your file is here. The two of you can take it out."))
            return desk.to_board()
    found = files.files_of(desk.pair, desk.person_id, desk.keys)
    page = {"form": form, "files": found, "most": MOST_BYTES // MEGA, "limit": files.MOST}
    return desk.show("files", status, **page)


def _put(desk, form):
    """Keep the form's file, or note in the form what stands against it; the status to answer."""
    if not form.is_valid():
        return 200
    try:
        sent = form.cleaned_data["file"]
        files.put(desk.partnership, sent, by=desk.by, keys=desk.keys)
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
    desk = FileDesk(request, partnership, FILES)
    file = files.file_or_404(desk.pair, item, desk.person_id, desk.keys)
    content = files.content_or_404(file, desk.keys)
    headers = {
        "Content-Disposition": content_disposition_header(True, file.name),
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    return HttpResponse(content, content_type=DOWNLOAD, headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(Role.PARTICIPANT)
def remove(request, partnership, item):
    """Say what removing does, and do it."""
    desk = FileDesk(request, partnership, FILES)
    file = files.file_or_404(desk.pair, item, desk.person_id, desk.keys)
    if not file.is_mine:
        raise Http404
    if request.method == "POST":
        files.remove(file, by=request.membership)
        messages.success(request, _("Your file is removed."))
        return desk.to_board()
    return desk.show("remove_file", file=file)
