"""Pages of mentees and mentors."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from organizations.access import organization_view
from organizations.roles import Role
from participants.photos.keeping import has_photo
from partnerships import services
from partnerships.refusals import CannotAnswer
from portal import guides, queries
from portal.forms import DeclineForm
from portal.next_step import first_step
from portal.overview import pair_page
from portal.parts import parts_of


@require_safe
@organization_view(Role.PARTICIPANT)
def home(request):
    """One clear next step, then every part that the person has."""
    parts = parts_of(request.membership.person_id, request.organization)
    page = {
        "parts": parts,
        "step": parts[0].step if parts else first_step(request.organization.slug),
        "lead": parts[0] if parts else None,
    }
    return render(request, "portal/home.html", page)


@require_safe
@organization_view(Role.PARTICIPANT)
def match(request, partnership):
    """A match before both have accepted, the partner afterwards."""
    partnership = queries.partnership_or_404(partnership, request.membership.person_id)
    page = pair_page(partnership, request.membership.person_id, request.organization.slug)
    return render(request, "portal/match.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(Role.PARTICIPANT)
def accept(request, partnership):
    """Say what a yes means, and take it."""
    partnership = queries.partnership_or_404(partnership, request.membership.person_id)
    if request.method == "POST":
        return _answer(request, partnership, services.accept, _("You have accepted."))
    page = queries.match_page(partnership, request.membership.person_id)
    if not page["match"].may_answer:
        return _to_match(request, partnership)
    return render(request, "portal/accept.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(Role.PARTICIPANT)
def decline(request, partnership):
    """Say what a no means, and take it, with a reason or without."""
    partnership = queries.partnership_or_404(partnership, request.membership.person_id)
    form = DeclineForm(request.POST or None, initial={"reason": ""})
    if request.method == "POST" and form.is_valid():
        said = _("You have declined this match.")
        return _answer(request, partnership, services.decline, said, **form.cleaned_data)
    page = queries.match_page(partnership, request.membership.person_id)
    if not page["match"].may_answer:
        return _to_match(request, partnership)
    return render(request, "portal/decline.html", {**page, "form": form})


@require_safe
@organization_view(Role.PARTICIPANT)
def profile(request):
    """What others see of this person in each program, and what is missing."""
    person_id = request.membership.person_id
    page = {
        "profiles": queries.profiles_of(person_id),
        "person_id": person_id,
        "has_photo": has_photo(person_id),
    }
    return render(request, "portal/profile.html", page)


@require_safe
@organization_view(Role.PARTICIPANT)
def year(request):
    """The timetable of each of the person's programs."""
    return render(request, "portal/year.html", queries.year_of(request.membership.person_id))


@require_safe
@organization_view(Role.PARTICIPANT)
def guide(request, participant, code):
    """What helps in one stage of a partnership, for this person's side."""
    own = (request.membership.person_id, participant, code)
    return render(request, "portal/guide.html", guides.page_of(*own, request.organization.slug))


@require_safe
@organization_view(Role.PARTICIPANT)
def contact(request):
    """Whom to ask."""
    return render(request, "portal/contact.html", {"coordinators": queries.coordinators()})


def _answer(request, partnership, answer, said, **facts):
    """Give the answer, say how it went, and show the match as it stands now."""
    try:
        answer(partnership, by=request.membership, **facts)
    except CannotAnswer as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(request, said)
    return _to_match(request, partnership)


def _to_match(request, partnership):
    return redirect("portal:match", request.organization.slug, partnership.pk)
