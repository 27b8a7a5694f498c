"""Pages of saved views: naming one, changing it, deleting it."""

from urllib.parse import urlsplit

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from organizations import saved_views
from organizations.access import organization_view
from organizations.models.saved_views import ListPage
from organizations.roles import STAFF


class ViewForm(forms.Form):
    """A view's name, and who opens it."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    is_shared = forms.BooleanField(
        label=gettext_lazy("Colleagues see it too"),
        help_text=gettext_lazy("All coordinators of the organization can open it."),
        required=False,
    )
    is_default = forms.BooleanField(
        label=gettext_lazy("Open the page with this view"),
        help_text=gettext_lazy("For you alone, whenever you come to the list without a filter."),
        required=False,
    )


class PlaceForm(forms.Form):
    """The list that a view is of, as the list's own link says it."""

    page = forms.ChoiceField(choices=ListPage)
    query = forms.CharField(max_length=2000, required=False)


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(*STAFF)
def new(request):
    said = request.POST if request.method == "POST" else request.GET
    place = PlaceForm(said)
    if not place.is_valid():
        place = PlaceForm({"page": ListPage.PARTICIPANTS})
        place.is_valid()
    place = place.cleaned_data
    form = ViewForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _saved(form, lambda: _save(request, place, form)):
        return redirect(_back(request, said))
    context = {"form": form, "place": place, "page_label": ListPage(place["page"]).label}
    return render(
        request, "organizations/saved_view.html", context | {"next": _back(request, said)}
    )


def _save(request, place, form):
    view = saved_views.save(
        place["page"], query=place["query"], by=request.membership, **form.cleaned_data
    )
    messages.success(request, _("The view “%(name)s” is saved.") % {"name": view.name})


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(*STAFF)
def change(request, view_id):
    view = saved_views.view_or_404(request.membership, view_id)
    said = request.POST if request.method == "POST" else request.GET
    form = ViewForm(request.POST if request.method == "POST" else None, initial=vars(view))
    if not view.is_mine:  # of a colleague's view one decides nothing but this
        del form.fields["name"], form.fields["is_shared"]
    if form.is_valid() and _saved(form, lambda: _change(request, view, form)):
        return redirect(_back(request, said))
    context = {"form": form, "view": view, "page_label": view.get_page_display()}
    return render(
        request, "organizations/saved_view.html", context | {"next": _back(request, said)}
    )


def _change(request, view, form):
    if view.is_mine:
        saved_views.change(view, by=request.membership, **form.cleaned_data)
    else:
        saved_views.set_default(view, form.cleaned_data["is_default"], by=request.membership)
    messages.success(request, _("The view “%(name)s” is saved.") % {"name": view.name})


@require_POST
@organization_view(*STAFF)
def delete(request, view_id):
    view = saved_views.view_or_404(request.membership, view_id)
    if not view.is_mine:
        raise Http404
    saved_views.delete(view, by=request.membership)
    messages.success(request, _("The view “%(name)s” is deleted.") % {"name": view.name})
    return redirect(_back(request, request.POST).partition("?")[0] + "?view=")


def _saved(form, act):
    """Whether the act went through; if not, the form says why."""
    try:
        act()
    except ValidationError as refused:
        form.add_error("name", refused.messages)
        return False
    except IntegrityError:
        form.add_error(None, _("You saved this name at the same moment. Save again."))
        return False
    return True


def _back(request, said):
    """The list that somebody came from, if it is a page of this organization's dashboard."""
    home = reverse("dashboard:home", args=[request.organization.slug])
    address = said.get("next", "")
    parts = urlsplit(address)
    is_ours = not parts.scheme and not parts.netloc and parts.path.startswith(home)
    return address if is_ours and "\\" not in address else home
