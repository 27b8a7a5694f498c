"""HR's pages: the reports of its company, one of them, and what it counts after the end."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from organizations.access import organization_view
from organizations.roles import Role
from reports import company_queries, queries, services
from reports.forms import CountsForm, read_out
from reports.pages import file_of, kind_or_404, page_of

A_PAGE = 25


@require_safe
@organization_view(Role.HR)
def reports(request):
    found = Paginator(queries.snapshots(), A_PAGE).get_page(request.GET.get("page"))
    page = {
        "snapshots": found.object_list,
        "page_obj": found,
        "follow_ups": company_queries.follow_ups(request.organization),
    }
    return render(request, "reports/company_list.html", page)


@require_safe
@organization_view(Role.HR)
def report(request, snapshot_id):
    snapshot = queries.snapshot_or_404(snapshot_id)
    services.trace_as_hr(snapshot, "page")
    page = {"snapshot": snapshot, **page_of(queries.published(snapshot))}
    return render(request, "reports/company_report.html", page)


@require_safe
@organization_view(Role.HR)
def download(request, snapshot_id, form):
    kind_or_404(form)
    snapshot = queries.snapshot_or_404(snapshot_id)
    services.trace_as_hr(snapshot, form)
    return file_of(queries.published(snapshot), form)


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(Role.HR)
def counts(request, program, occasion):
    follow_up = company_queries.follow_up_or_404(request.organization, program, occasion)
    form = CountsForm(request.POST or None, initial=follow_up.initial)
    page, status = {"form": form, "follow_up": follow_up}, 200
    if request.method == "POST" and follow_up.is_due and form.is_valid():
        company, seen = request.membership.company_id, form.cleaned_data["seen"]
        try:
            services.count(follow_up.program, company, occasion, form.numbers, seen=seen)
        except services.CountedMeanwhile as other:
            form.show_beside(other.newest)
            page["meanwhile"], status = read_out(other.newest), 409
        else:
            messages.success(request, _("Thank you. Your counts are kept."))
            return redirect("company-reports:list", request.organization.slug)
    return render(request, "reports/counts.html", page, status=status)
