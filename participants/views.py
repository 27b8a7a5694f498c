"""Pages about one person of a program: their data, adding, editing, standing."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organizations.access import organization_view
from organizations.queries import other_companies
from organizations.roles import STAFF
from participants import queries, reference, services
from participants.forms import PersonForm
from participants.pages import standing_choices, standing_tone
from participants.photos.keeping import has_photo
from participants.profiles.saving import Meanwhile, save_edited
from participants.roles import Side
from programs.queries import program_of


@require_safe
@organization_view(*STAFF)
def detail(request, program, participant_id):
    participant = queries.participant_or_404(program_of(request, program), participant_id)
    context = {
        "program": participant.program,
        "participant": participant,
        "profile": queries.profile_of(participant),
        "history": queries.history_of(participant),
        "tone": standing_tone(participant.standing),
        "choices": standing_choices(participant),
        "has_photo": has_photo(participant.person_id),
    }
    return render(request, "participants/detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(*STAFF)
def add(request, program, side):
    program = program_of(request, program)
    if side not in Side:
        raise Http404
    form = _person_form(request, side)
    outcome = _save(request, program, side, form)
    if outcome is None:
        return _form_page(request, program, form)
    said = {
        "created": _("%(name)s is added."),
        "changed": _("%(name)s was in this program already and has been changed."),
        "": _("%(name)s was in this program already; nothing has changed."),
    }
    messages.success(request, said[outcome] % {"name": _name(form)})
    return redirect("participants:list", request.organization.slug, program.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(*STAFF)
def edit(request, program, participant_id):
    program = program_of(request, program)
    participant = queries.participant_or_404(program, participant_id)
    form = _person_form(request, participant.side, queries.texts_of(participant))
    outcome = _save(request, program, participant.side, form, participant)
    if outcome is None:
        return _form_page(request, program, form, participant)
    said = _("%(name)s is saved.") if outcome else _("Nothing was changed for %(name)s.")
    messages.success(request, said % {"name": _name(form)})
    return redirect("participants:detail", request.organization.slug, program.slug, participant.pk)


@require_POST
@organization_view(*STAFF)
def change_standing(request, program, participant_id):
    program = program_of(request, program)
    participant = queries.participant_or_404(program, participant_id)
    try:
        services.change_standing(
            participant, request.POST.get("standing", ""), by=request.membership
        )
    except services.IllegalStanding as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, _("The standing of %(name)s is changed.") % {"name": participant.person.name}
        )
    return redirect("participants:detail", request.organization.slug, program.slug, participant.pk)


def _person_form(request, side, texts=None):
    companies = other_companies()
    return PersonForm(request.POST or None, side=side, companies=companies, texts=texts)


def _save(request, program, side, form, participant=None):
    """What happened to the person, or None while there is nothing to save."""
    if not form.is_bound:
        return None
    agreed = form.is_valid()
    try:
        if not agreed:  # say everything at once
            services.check_participant(program, side, form.cells())
            return None
        outcome, _differences = _write(request, program, side, form, participant)
    except Meanwhile as meanwhile:
        form.show_changes(meanwhile.messages(side), meanwhile.now)
        return None
    except ValidationError as refused:
        form.refuse(refused)
        return None
    return outcome


def _write(request, program, side, form, participant):
    if participant is None:
        return services.save_participant(program, side, form.cells(), by=request.membership)
    return save_edited(participant, form.cells(), by=request.membership, shown=form.fingerprints())


def _name(form):
    return f"{form.cleaned_data['given_name']} {form.cleaned_data['family_name']}".strip()


def _form_page(request, program, form, participant=None):
    context = {
        "program": program,
        "form": form,
        "side": form.side,
        "participant": participant,
        "competencies": reference.competencies(),
        "time_zones": reference.time_zones(),
    }
    return render(request, "participants/form.html", context)
