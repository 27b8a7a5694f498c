"""The profile as mentees and mentors write it themselves."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentoring import clock
from organizations.access import organization_view
from organizations.roles import Role
from participants.profiles.reuse import earlier_profile, start_from
from participants.profiles.saving import CannotChange
from portal.profiles import pages
from portal.profiles.hours import elsewhere
from portal.profiles.search import find as find_competencies


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(Role.PARTICIPANT)
def section(request, participant, section):
    """One section; without scripts its buttons save all of it."""
    participant = pages.own_profile_or_404(participant, request.membership.person_id)
    section = pages.section_or_404(section)
    typed, errors = {}, {}
    if request.method == "POST":
        fields = section.of(participant.side)
        try:
            typed, errors = pages.save(participant, fields, request.POST, by=request.membership)
        except CannotChange as refusal:
            messages.warning(request, refusal.message)
            return redirect("portal:profile", request.organization.slug)
        if not errors:
            return _after_saving(request, participant, section)
        participant = pages.own_profile_or_404(participant.pk, request.membership.person_id)
    context = {"page": pages.page_of(participant, section, typed=typed, errors=errors)}
    context["found"] = find_competencies(request.GET.get("find", ""))
    context["place"] = request.GET.get("in", "")[:100]
    if context["place"]:
        context["elsewhere"] = elsewhere(participant, context["place"])
    return render(request, "portal/profile_section.html", context)


def _after_saving(request, participant, section):
    slug, going = request.organization.slug, request.POST.get("go", "")
    if going == "next":
        following = pages.page_of(participant, section).following
        if following:
            return redirect("portal:profile-section", slug, participant.pk, following)
        messages.success(request, _("Your profile is saved."))
        return redirect("portal:profile", slug)
    messages.success(request, _("Saved."))
    return redirect("portal:profile-section", slug, participant.pk, section.key)


@require_POST
@organization_view(Role.PARTICIPANT)
def save_field(request, participant, section, field):
    """One field as it is written; answers how it stands now."""
    participant = pages.own_profile_or_404(participant, request.membership.person_id)
    section = pages.section_or_404(section)
    field = pages.field_or_404(section, participant, field)
    context = {"at": timezone.localtime(clock.now()), "is_part": True}
    typed, errors = {}, {}
    try:
        typed, errors = pages.save(participant, [field], request.POST, by=request.membership)
    except CannotChange as refusal:
        errors = {field.holds[0]: [refusal.message]}
    participant = pages.own_profile_or_404(participant.pk, request.membership.person_id)
    page = pages.page_of(participant, section, typed=typed, errors=errors, fields=[field])
    return render(
        request, "portal/profile_saved.html", {**context, "page": page, "shown": page.fields[0]}
    )


@require_safe
@organization_view(Role.PARTICIPANT)
def find(request, participant, field):
    """Competencies that fit what is typed, to be added to needs or offers."""
    participant = pages.own_profile_or_404(participant, request.membership.person_id)
    if field not in ("needs", "offers"):
        raise Http404
    context = {
        "found": find_competencies(request.GET.get("find", "")),
        "name": field,
        "participant": participant,
    }
    return render(request, "portal/profile_found.html", context)


@require_POST
@organization_view(Role.PARTICIPANT)
def start(request, participant):
    """Begin with what the person wrote for another program."""
    participant = pages.own_profile_or_404(participant, request.membership.person_id)
    slug = request.organization.slug
    earlier = earlier_profile(participant)
    if earlier is None:
        messages.warning(request, _("This profile has been begun already."))
        return redirect("portal:profile", slug)
    try:
        start_from(participant, earlier, by=request.membership)
    except CannotChange as refusal:
        messages.warning(request, refusal.message)
        return redirect("portal:profile", slug)
    messages.success(request, _("Taken over. Check on each page that it is still right."))
    return redirect("portal:profile-section", slug, participant.pk, "topics")
