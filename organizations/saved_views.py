"""Saved views of lists: which somebody sees, saving, sharing, and the one that opens by itself."""

import functools
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, Subquery
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from mentoring.tenancy.prepared import PreparedRead
from organizations.audit import record
from organizations.models import DefaultView, Membership, SavedView
from organizations.names import clean_name

MOST = 50  # of one person on one page


@dataclass(frozen=True)
class Menu:
    """The views of a page as its menu shows them; ``current`` is the one that is open."""

    views: list
    current: SavedView | None
    save_url: str
    change_url: str

    def mine(self):
        return [view for view in self.views if view.is_mine]

    def shared(self):
        return [view for view in self.views if not view.is_mine]


def views_for(membership, page):
    """Own and shared views of a page by name, each with ``is_mine``, ``is_default`` and ``owner``.

    One statement.
    """
    views = _seen_on(page)(membership.user_id)
    for view in views:
        view.is_mine = view.user_id == membership.user_id
    return sorted(views, key=lambda view: view.name.casefold())


@functools.cache
def _seen_on(page):
    """Every list asks for its views at every request: the SQL is made once for each page."""

    def build(user_id):
        chosen = DefaultView.objects.filter(user=user_id, view=OuterRef("pk"))
        owner = Membership.ever.filter(user=OuterRef("user")).order_by("role")
        views = SavedView.objects.filter(Q(user=user_id) | Q(is_shared=True), page=page)
        return views.annotate(
            is_default=Exists(chosen), owner=Subquery(owner.values("name")[:1])
        ).values("id", "user_id", "page", "name", "query", "is_shared", "is_default", "owner")

    return PreparedRead(build)


def opening_address(request, views):
    """``?…`` of the view with which this list opens, or nothing if the address says anything."""
    if request.GET:
        return ""
    default = next((view for view in views if view.is_default), None)
    return address_of(default) if default else ""


def address_of(view):
    """``?…`` that opens a view on its list."""
    opened = urlencode({"view": view.pk})
    return f"?{view.query}&{opened}" if view.query else f"?{opened}"


def menu_of(request, page, views, asked):
    """The ``Menu`` of a list; ``asked`` is its address as a view would keep it."""
    opened = request.GET.get("view", "")
    current = next((view for view in views if str(view.pk) == opened), None)
    for view in views:
        view.address = address_of(view)
    slug, here = request.organization.slug, request.get_full_path()
    new = urlencode({"page": page, "query": asked, "next": here})
    change = urlencode({"next": here})
    return Menu(
        views=views,
        current=current,
        save_url=f"{reverse('views:new', args=[slug])}?{new}",
        change_url=f"{reverse('views:change', args=[slug, current.pk])}?{change}"
        if current
        else "",
    )


def view_or_404(membership, view_id):
    """A view that this person sees, with ``is_mine`` and ``is_default``."""
    seen = Q(user=membership.user_id) | Q(is_shared=True)
    view = SavedView.objects.filter(seen, pk=view_id).first()
    if view is None:
        raise Http404
    view.is_mine = view.user_id == membership.user_id
    view.is_default = DefaultView.objects.filter(user=membership.user_id, view=view).exists()
    return view


@transaction.atomic
def save(page, name, query, *, by, is_shared=False, is_default=False):
    """Keep a list's address under a name; an own view of that name on the page is replaced.

    Answers the view. Raises ``ValidationError`` for a name that cannot be shown, or one view too
    many.
    """
    name = clean_name(name)
    mine = SavedView.objects.select_for_update().filter(user=by.user_id, page=page)
    view = mine.filter(name__iexact=name).first()
    if view is None:
        if mine.count() >= MOST:
            raise ValidationError(
                _("You keep %(most)d views of this page. Delete one first.") % {"most": MOST}
            )
        view = SavedView(user_id=by.user_id, page=page)
    view.name, view.query, view.is_shared = name, query, is_shared
    _write(view, by=by, is_default=is_default)
    return view


@transaction.atomic
def change(view, name, *, by, is_shared, is_default):
    """Rename an own view, share it or not; ``ValidationError`` if another has the name."""
    view.name, view.is_shared = clean_name(name), is_shared
    others = SavedView.objects.filter(user=by.user_id, page=view.page).exclude(pk=view.pk)
    if others.filter(name__iexact=view.name).exists():
        raise ValidationError(_("Another view of yours on this page has this name."))
    _write(view, by=by, is_default=is_default)
    if not is_shared:  # a colleague does not open with what they no longer see
        DefaultView.objects.filter(view=view).exclude(user=by.user_id).delete()


def _write(view, *, by, is_default):
    view.save()
    set_default(view, is_default, by=by)
    record("view.saved", view, by=by, page=view.page, is_shared=view.is_shared)


@transaction.atomic
def set_default(view, is_default, *, by):
    """Open the page with this view from now on, or no longer."""
    if is_default:
        DefaultView.objects.update_or_create(
            user_id=by.user_id, page=view.page, defaults={"view": view}
        )
    else:
        DefaultView.objects.filter(user=by.user_id, view=view).delete()


@transaction.atomic
def delete(view, *, by):
    """Forget an own view, for everybody who opened with it too."""
    record("view.deleted", view, by=by, page=view.page, is_shared=view.is_shared)
    view.delete()
