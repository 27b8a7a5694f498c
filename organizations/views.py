"""Pages of companies: who they are, and whom their people may not meet."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organizations import companies as acts
from organizations import queries
from organizations.access import organization_view
from organizations.forms import CompanyForm, WaiverForm, competitor_options, industry_options
from organizations.roles import STAFF


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(*STAFF)
def create_company(request):
    return _edit(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(*STAFF)
def edit_company(request, company_id):
    return _edit(request, queries.company_or_404(company_id))


def _edit(request, company):
    if "find" in request.POST:  # the way without scripts: show what was searched for, save nothing
        return _company_form(request, CompanyForm.looking(request.POST, company))
    form = CompanyForm(_posted(request), company=company)
    saved = form.save(by=request.membership)
    if saved is None:
        return _company_form(request, form)
    messages.success(request, _("%(name)s is saved.") % {"name": saved.name})
    return redirect("organizations:company", request.organization.slug, saved.pk)


def _company_form(request, form):
    slug, company = request.organization.slug, form.company
    competitors = reverse("organizations:competitors", args=[slug])
    form.search_at(
        industry_search=reverse("organizations:industries", args=[slug]),
        competitor_search=f"{competitors}?company={company.pk}" if company else competitors,
    )
    page = {
        "form": form,
        "company": company,
        "groups": queries.group_names(),
        "industries": form.industry_options(),
        "competitors": form.competitor_options(),
        "declared_by": form.declared_by,
    }
    return render(request, "organizations/company_form.html", page)


@require_safe
@organization_view(*STAFF)
def industries(request):
    """The list of industries as the search finds it, what is ticked first."""
    text = _text(request, "industry_search")
    options = industry_options(request.GET.getlist("industries"), text)
    return render(request, "organizations/company_form.html#industries", {"industries": options})


@require_safe
@organization_view(*STAFF)
def competitors(request):
    """The list of companies to declare a competitor, what is ticked first."""
    company = queries.company_with_id(request.GET.get("company", ""))
    ids = request.GET.getlist("competitors")
    options = competitor_options(company, ids, _text(request, "competitor_search"))
    return render(request, "organizations/company_form.html#competitors", {"competitors": options})


def _text(request, name):
    return request.GET.get(name, "").replace("\0", "").strip()[:200]


@require_safe
@organization_view(*STAFF)
def company(request, company_id):
    return _company(request, queries.company_or_404(company_id))


def _company(request, company, refusal=""):
    page = {
        "company": company,
        "industries": queries.industries_of(company),
        "aliases": company.aliases.all(),
        "conflicts": queries.conflicts_in_words(company),
        "waivers": queries.waivers_of(company),
        "refusal": refusal,
    }
    return render(request, "organizations/company.html", page)


@require_POST
@organization_view(*STAFF)
def remove_company(request, company_id):
    company = queries.company_or_404(company_id)
    try:
        acts.remove_company(company, by=request.membership)
    except ValidationError as refused:
        return _company(request, company, refusal=" ".join(refused.messages))
    messages.success(request, _("%(name)s is removed.") % {"name": company.name})
    return redirect("companies:list", request.organization.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(*STAFF)
def waive(request, company_id, other_id):
    company, other = queries.company_or_404(company_id), queries.company_or_404(other_id)
    form = WaiverForm(_posted(request))
    if form.is_valid():
        try:
            acts.waive_industry(company, other, by=request.membership, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(
                request, _("The industry rule no longer keeps these two companies apart.")
            )
            return redirect("organizations:company", request.organization.slug, company.pk)
    conflict = queries.conflict_between(company, other)
    page = {"form": form, "company": company, "other": other, "conflict": conflict}
    return render(request, "organizations/waive.html", page)


@require_POST
@organization_view(*STAFF)
def end_waiver(request, company_id, waiver_id):
    company = queries.company_or_404(company_id)
    acts.end_waiver(queries.waiver_or_404(company, waiver_id), by=request.membership)
    messages.success(request, _("The industry rule holds again between these two companies."))
    return redirect("organizations:company", request.organization.slug, company.pk)


def _posted(request):
    """What was sent, even if it is nothing; None for a page that is only looked at."""
    return request.POST if request.method == "POST" else None
