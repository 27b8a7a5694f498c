"""Pages of a company under more than one name: merging two records, and its other names."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from dashboard.merging import services
from organizations import aliases
from organizations.access import organization_view
from organizations.named import company_called
from organizations.names import tidy_name
from organizations.queries import company_or_404, company_with_id, names_of_companies
from organizations.roles import STAFF


class IntoForm(forms.Form):
    """The record that stays, by its name."""

    into = forms.CharField(
        label=gettext_lazy("The record that stays"),
        max_length=160,
        widget=forms.TextInput(attrs={"list": "company-names", "autocomplete": "off"}),
        help_text=gettext_lazy("Everything goes over to it, and it goes by both names."),
    )

    def clean_into(self):
        found = company_called(tidy_name(self.cleaned_data["into"]))
        if found is None:
            raise forms.ValidationError(_("No company has this name."))
        return found


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(*STAFF)
def merge(request, company_id):
    """Choose the record that stays, see what would move, and do it."""
    gone = company_or_404(company_id)
    if request.method == "POST":
        return _merge(request, gone)
    form = IntoForm(request.GET if "into" in request.GET else None)
    preview = services.preview(gone, form.cleaned_data["into"]) if form.is_valid() else None
    return _page(request, gone, form, preview)


def _merge(request, gone):
    kept = company_with_id(request.POST.get("kept", ""))
    if kept is None:
        messages.warning(request, _("The record that was to stay is gone. Choose again."))
        return redirect("companies:merge", request.organization.slug, gone.pk)
    try:
        services.merge(gone, kept, by=request.membership)
    except (ValidationError, IntegrityError) as refused:
        words = getattr(refused, "messages", [_("Somebody changed them at the same moment.")])
        messages.warning(request, " ".join(words))
        return redirect("companies:merge", request.organization.slug, gone.pk)
    names = {"gone": gone.name, "kept": kept.name}
    messages.success(request, _("%(gone)s is part of %(kept)s now.") % names)
    return redirect("organizations:company", request.organization.slug, kept.pk)


def _page(request, gone, form, preview):
    names = [] if preview else sorted({n for pk, n in names_of_companies() if pk != gone.pk})
    page = {"company": gone, "form": form, "preview": preview, "names": names}
    return render(request, "dashboard/company_merge.html", page)


@require_POST
@organization_view(*STAFF)
def forget_alias(request, company_id, alias_id):
    company = company_or_404(company_id)
    alias = aliases.alias_or_404(company, alias_id)
    aliases.forget(alias, by=request.membership)
    messages.success(request, _("It does not go by this name any more."))
    return redirect("organizations:company", request.organization.slug, company.pk)
