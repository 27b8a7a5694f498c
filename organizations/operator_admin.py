"""The operator's pages: organizations and logins, and nothing that an organization owns.

No organization is entered here, so tenant tables are empty to whatever these pages ask.
"""

from functools import update_wrapper

from django.contrib import messages
from django.contrib.admin import register
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import PAGE_VAR
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.urls import include, path, re_path
from django.utils.csp import CSP
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csp import csp_override
from unfold.admin import ModelAdmin
from unfold.decorators import display
from unfold.sites import UnfoldAdminSite

from organizations import operator as acts
from organizations.invitations import Operator
from organizations.models import Organization, User
from organizations.operator_forms import NewOrganizationForm, OrganizationForm

A_PAGE = 100
# The admin's menus are expressions that a script evaluates, and its colors a style element: looser
# than anywhere else, for operators alone, and still from this address alone.
POLICY = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF, CSP.UNSAFE_EVAL],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "form-action": [CSP.SELF],
}


class OperatorSite(UnfoldAdminSite):
    """Open to operators with a second factor; sign-in is everybody's."""

    site_title = site_header = gettext_lazy("Operator")
    index_title = gettext_lazy("Organizations and logins")
    enable_nav_sidebar = True

    def has_permission(self, request):
        return request.user.is_active and request.user.is_operator

    def admin_view(self, view, cacheable=False):
        def inner(request, *args, **kwargs):
            if not self.has_permission(request):
                raise PermissionDenied
            if acts.lacks_second_factor(request):
                return render(request, "operator/second_factor.html", status=403)
            response = opened(request, *args, **kwargs)
            response.headers["X-Frame-Options"] = "DENY"  # the admin would let itself frame it
            return response

        opened = csp_override(POLICY)(view)
        return update_wrapper(never_cache(inner), view)

    def get_urls(self):
        models = [
            path(f"{model._meta.model_name}s/", include(admin.urls))
            for model, admin in self._registry.items()
        ]
        door = self.admin_view
        return [
            path("", door(self.index), name="index"),
            path("search/", door(self.search), name="search"),
            path("jsi18n/", door(self.i18n_javascript), name="jsi18n"),
            path("logout/", door(_sign_out), name="logout"),
            path("password/", door(_password), name="password_change"),
            *models,
            re_path("^(?P<app_label>organizations)/$", door(self.app_index), name="app_list"),
        ]


def _sign_out(request):
    return redirect("account_logout")


def _password(request):
    return redirect("account_change_password")


site = OperatorSite(name="operator")


class OperatorAdmin(ModelAdmin):
    """A table without deletion; who may enter the site may do what is left."""

    actions = None
    warn_unsaved_form = True

    def has_module_permission(self, request):
        return self.admin_site.has_permission(request)

    has_view_permission = has_change_permission = has_add_permission = (
        lambda self, request, obj=None: self.admin_site.has_permission(request)
    )

    def has_delete_permission(self, request, obj=None):
        return False

    def lookup_allowed(self, lookup, value, request=None):
        """The filters shown, no other question: one about a column tells what is in it."""
        return lookup.partition("__")[0] in self.list_filter

    def get_urls(self):
        """Those with a name, but for deletion: an address that nobody may use is none."""
        kept = ("_changelist", "_add", "_change", "_history")
        return [one for one in super().get_urls() if (one.name or "").endswith(kept)]


@register(Organization, site=site)
class OrganizationAdmin(OperatorAdmin):
    list_display = ("name", "slug", "time_zone", "created_at", "is_open")
    search_fields = ("name", "slug")
    ordering = ("name",)

    @display(description=gettext_lazy("Open"), boolean=True)
    def is_open(self, organization):
        return organization.ended_at is None

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = OrganizationForm if obj else NewOrganizationForm
        return super().get_form(request, obj, change, form=form, **kwargs)

    def get_fields(self, request, obj=None):
        if obj is None:
            return ("name", "slug", "industry_digits", "time_zone", "administrator")
        return (
            "name", "slug", "industry_digits", "time_zone", "administrator", "has_ended",
            "created_at",
        )  # fmt: skip

    def get_readonly_fields(self, request, obj=None):
        return ("slug", "industry_digits", "created_at") if obj else ()

    def save_model(self, request, obj, form, change):
        by, facts = Operator(request.user.pk), form.cleaned_data
        if not change:
            made = acts.found_organization(**facts, by=by)
            obj.pk, obj._state.adding = made.pk, False
            return
        acts.rename_organization(obj, name=obj.name, time_zone=obj.time_zone, by=by)
        if facts["has_ended"]:
            acts.end_organization(obj, by=by)
        else:
            acts.reopen_organization(obj, by=by)
        if facts["administrator"]:
            self._invite(request, obj, facts["administrator"], by)

    def history_view(self, request, object_id, extra_context=None):
        """What operators did in it, from its own trail."""
        organization = self.get_object(request, unquote(object_id))
        if organization is None:
            return super().history_view(request, object_id, extra_context)
        pages = self.get_paginator(request, acts.acts_in(organization), A_PAGE)
        shown = pages.get_page(request.GET.get(PAGE_VAR, 1))
        trail = {
            "action_list": shown,
            "page_range": pages.get_elided_page_range(shown.number),
            "pagination_required": pages.num_pages > 1,
        }
        return super().history_view(request, object_id, trail | (extra_context or {}))

    def _invite(self, request, organization, email, by):
        try:
            acts.invite_administrator(organization, email, by=by)
        except ValidationError as refused:
            messages.error(request, " ".join(refused.messages))
        else:
            messages.success(request, _("%(email)s is invited.") % {"email": email})


@register(User, site=site)
class LoginAdmin(OperatorAdmin):
    """Which addresses have a login, since when, and whether it is shut out."""

    list_display = ("email", "is_active", "date_joined", "last_login")
    list_filter = ("is_active", "is_operator")
    search_fields = ("email",)
    ordering = ("email",)
    fields = ("email", "is_active", "is_operator", "date_joined", "last_login")
    readonly_fields = ("email", "is_operator", "date_joined", "last_login")

    def has_add_permission(self, request):
        return False

    def get_urls(self):
        return [one for one in super().get_urls() if not one.name.endswith("_add")]
