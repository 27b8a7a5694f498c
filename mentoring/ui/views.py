"""Pages for those who build: every part in every state, and the mails that would have been sent."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from mentoring.ui import mailbox as folder_of_mails
from mentoring.ui import samples

PER_PAGE = 50
ERRORS = (400, 403, 404, 500)
# A mail's HTML is made of inline styles: this one answer allows them and nothing that runs.
MAIL_CSP = {
    "default-src": ["'none'"],
    "style-src": ["'unsafe-inline'"],
    "img-src": ["data:"],
    "frame-ancestors": ["'self'"],
    "sandbox": ["allow-top-navigation-by-user-activation"],
}


@require_safe
@login_not_required
def gallery(request):
    """Every part of the interface in every state."""
    return render(request, "ui/gallery.html", samples.gallery(request))


@require_safe
@login_not_required
def surface(request, surface):
    """The frame of one surface around a sample page."""
    if surface not in samples.SURFACES:
        raise Http404
    return render(request, f"ui/surface_{surface}.html", samples.surface(surface))


@require_safe
@login_not_required
def error(request, status):
    """An error page as a requester sees it."""
    if status not in ERRORS:
        raise Http404
    return render(request, f"{status}.html")


@require_safe
@login_not_required
def mailbox(request):
    """Captured mails, the newest first; `?to=` keeps those to one address."""
    every = folder_of_mails.mails(settings.MAILBOX_FOLDER)
    recipient = request.GET.get("to", "")
    chosen = [mail for mail in every if not recipient or recipient in mail.recipients]
    context = {
        "page": Paginator(chosen, PER_PAGE).get_page(request.GET.get("page")),
        "recipient": recipient,
        "recipients": sorted({address for mail in every for address in mail.recipients}),
        "is_on": settings.MAILBOX_FOLDER is not None,
    }
    return render(request, "mailbox/list.html", context)


def _mail_or_404(name):
    try:
        return folder_of_mails.read(settings.MAILBOX_FOLDER, name)
    except folder_of_mails.MailMissing:
        raise Http404 from None


@require_safe
@login_not_required
def mail(request, name):
    """One captured mail: text, HTML, attachments and headers."""
    found = _mail_or_404(name)
    files = [
        (file_name, len(content), reverse("ui:attachment", args=[name, number]))
        for number, (file_name, _, content) in enumerate(found.attachments)
    ]
    return render(request, "mailbox/mail.html", {"mail": found, "files": files})


@require_safe
@login_not_required
@xframe_options_sameorigin
@csp_override(MAIL_CSP)
def mail_html(request, name):
    """The HTML of a mail, for the frame inside its page; links open in the whole window."""
    html = _mail_or_404(name).html
    if not html:
        raise Http404
    base = '<base target="_top">'
    head = "<head>"
    return HttpResponse(html.replace(head, head + base, 1) if head in html else base + html)


@require_safe
@login_not_required
def attachment(request, name, number):
    """One attachment of a mail, always as a download."""
    attachments = _mail_or_404(name).attachments
    if number >= len(attachments):
        raise Http404
    file_name, media_type, content = attachments[number]
    response = HttpResponse(content, content_type=media_type)
    safe = "".join(c if c.isalnum() or c in ".-_" else "_" for c in file_name)
    response["Content-Disposition"] = (
        f'attachment; filename="{safe.encode("ascii", "replace").decode()}"'
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response
