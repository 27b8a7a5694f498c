"""HR's pages: the company's place in each program, and how far its own people are."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from company import queries
from organizations.access import organization_view
from organizations.roles import Role


@require_safe
@organization_view(Role.HR)
def home(request):
    numbers = queries.roster_numbers()
    page = {
        "company": queries.own_company(),
        "places": queries.places(numbers),
        "taking_part": queries.taking_part(numbers),
    }
    return render(request, "company/home.html", page)


@require_safe
@organization_view(Role.HR)
def people(request):
    numbers = queries.roster_numbers()
    places = queries.places(numbers)
    program = request.GET.get("program", "").strip()
    page = {
        "company": queries.own_company(),
        "places": places,
        "chosen": program,
        "found": queries.people(numbers, places, program, request.GET.get("page")),
    }
    return render(request, "company/people.html", page)
