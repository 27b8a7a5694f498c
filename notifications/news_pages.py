"""What stands behind the bell."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from mentoring.ui.formats import isolated
from notifications import notices
from notifications.oneself import as_oneself
from notifications.surfaces import NAMESPACES, surface_of
from organizations.navigation import SURFACES

A_PAGE = 25


@require_safe
def news(request):
    """All of ninety days, newest first, or what was not opened yet."""
    only_unread = request.GET.get("show") == "unread"
    with as_oneself():
        rows = _mine(request)
        page = Paginator(notices.unread_of(rows) if only_unread else rows, A_PAGE)
        page_obj = page.get_page(request.GET.get("page"))
        rows = list(page_obj)
    for row in rows:
        row.title = isolated(row.title)
    shown = {"page_obj": page_obj, "rows": rows, "only_unread": only_unread}
    shown["layout"] = f"layouts/{surface_of(request.membership)}.html"
    shown["names"] = _names(request)
    return render(request, "notifications/news.html", shown)


@require_POST
def open_notice(request, notice):
    """It is read from now on; on to what it is about."""
    with as_oneself():
        rows = _mine(request).filter(pk=notice)
        row = rows.first()
        if row is None:
            raise Http404
        notices.read(rows)
    home = reverse(SURFACES[request.membership.role], args=[request.organization.slug])
    return redirect(row.path or home)


@require_POST
def read_all(request):
    """Everything that stood there when the page was drawn is read."""
    with as_oneself():
        notices.read(notices.until(_mine(request), request.POST.get("newest", "")))
    return redirect(_names(request)["news"])


def _mine(request):
    return notices.of(request.membership.user_id, surface_of(request.membership))


def _names(request):
    """Addresses of these pages on this surface."""
    space = NAMESPACES[surface_of(request.membership)]
    pages = {"news": "news", "choices": "choices", "read_all": "read-all"}
    slug = request.organization.slug
    return {key: reverse(f"{space}:{name}", args=[slug]) for key, name in pages.items()} | {
        "open": f"{space}:open"
    }
