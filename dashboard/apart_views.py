"""The coordinators' page of who may not meet whom."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dashboard import apart_queries as queries
from organizations.access import organization_view
from organizations.named import company_called
from organizations.names import tidy_name
from organizations.roles import STAFF
from programs.queries import program_menu

A_PAGE = 100
LONGEST = 160


@require_safe
@organization_view(*STAFF)
def apart(request):
    programs = program_menu(request)
    slug, rule = request.GET.get("of", ""), request.GET.get("rule", "")
    typed = tidy_name(request.GET.get("company", ""))[:LONGEST]
    program = next((one for one in programs if one.slug == slug), None)
    company = company_called(typed)
    is_unknown = bool(typed) and company is None
    rows = (
        []
        if is_unknown
        else queries.apart(program=program, company_id=company.pk if company else None, rule=rule)
    )
    is_whole = "print" in request.GET
    found = Paginator(rows, max(len(rows), 1) if is_whole else A_PAGE)
    page = {
        "found": found.get_page(request.GET.get("page")),
        "choices": programs,
        "chosen": program,
        "rules": queries.RULES.items(),
        "rule": rule if rule in queries.RULES else "",
        "typed": typed,
        "is_unknown": is_unknown,
        "is_whole": is_whole,
    }
    return render(request, "dashboard/apart.html", page)
