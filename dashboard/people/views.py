"""Coordinators' pages of one person: jobs, programs, notes and trail."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from dashboard.people import queries
from mentoring.ui.formats import written_day
from notifications.bounces import services as bounces
from organizations import people as jobs
from organizations import people_notes as notes
from organizations import planned
from organizations.access import organization_view
from organizations.people_forms import EmployerForm, LeaveForm, NoteForm
from organizations.roles import STAFF
from participants import seats
from participants.photos.keeping import has_photo


@require_safe
@organization_view(*STAFF)
def person(request, person_id):
    page = queries.person_page_or_404(person_id)
    reached = queries.reached(person_id)
    context = {"page": page, "person": page.person, "planned": page.planned}
    context |= {"reached": reached, "has_photo": reached.has_photo}
    return render(request, "dashboard/people/person.html", context)


@require_safe
@organization_view(*STAFF)
def job(request, person_id):
    return _job(request, jobs.person_or_404(person_id))


def _job(request, person, **forms):
    """The forms about where a person works, with what was refused in ``forms``."""
    page = {
        "person": person,
        "job": jobs.job_of(person),
        "planned": planned.planned_for(person),
        "employer_form": forms.get("employer") or EmployerForm(),
        "leave_form": forms.get("leave") or LeaveForm(),
        "names": queries.company_names(),
    }
    return render(request, "dashboard/people/job.html", page)


@require_POST
@organization_view(*STAFF)
def employer(request, person_id):
    """Join a company, leaving the one of today if there is one."""
    person, form = jobs.person_or_404(person_id), EmployerForm(request.POST)
    if form.is_valid():
        try:
            to_come = planned.new_employer(person, by=request.membership, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            return _changed(request, person, to_come)
    return _job(request, person, employer=form)


@require_POST
@organization_view(*STAFF)
def leave(request, person_id):
    person, form = jobs.person_or_404(person_id), LeaveForm(request.POST)
    if form.is_valid():
        try:
            to_come = planned.leaving(person, by=request.membership, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            return _changed(request, person, to_come)
    return _job(request, person, leave=form)


@require_POST
@organization_view(*STAFF)
def unplan(request, person_id, planned_id):
    person = jobs.person_or_404(person_id)
    planned.take_back(planned.planned_or_404(person, planned_id), by=request.membership)
    messages.success(request, _("Taken back. Nothing happens on that day."))
    return redirect("people:person", request.organization.slug, person.pk)


def _changed(request, person, to_come):
    """Say when it takes effect, and what else it touches: nothing ends or moves by itself."""
    if to_come is not None:
        text = _("Noted. It takes effect on %(day)s.")
        messages.success(request, text % {"day": written_day(to_come.takes_effect_on)})
        return redirect("people:person", request.organization.slug, person.pk)
    page = queries.person_page_or_404(person.pk)
    messages.success(request, _("Saved."))
    if page.to_look_at:
        text = ngettext(
            "%(n)s partnership needs a look.", "%(n)s partnerships need a look.", page.to_look_at
        )
        messages.warning(request, text % {"n": page.to_look_at})
    return redirect("people:person", request.organization.slug, person.pk)


@require_POST
@organization_view(*STAFF)
def mail_works(request, person_id):
    """Mail reaches the person's address again; nothing else changes."""
    person = jobs.person_or_404(person_id)
    bounces.confirm(person.email, by=request.membership)
    messages.success(request, _("Noted. Mail goes to this address again as before."))
    return redirect("people:person", request.organization.slug, person.pk)


@require_POST
@organization_view(*STAFF)
def move_seat(request, person_id, participant_id):
    person = jobs.person_or_404(person_id)
    participant = queries.participation_or_404(person, participant_id)
    try:
        moved = seats.move_seat(participant, by=request.membership)
    except ValidationError as refused:
        messages.warning(request, " ".join(refused.messages))
    else:
        messages.success(
            request, _("The seat is one of %(company)s now.") % {"company": moved.company.name}
        )
    return redirect("people:person", request.organization.slug, person.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(*STAFF)
def intake_notes(request, person_id):
    person = jobs.person_or_404(person_id)
    form = NoteForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            notes.write_note(person, form.cleaned_data["text"], by=request.membership)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("The note is saved."))
            return redirect("people:notes", request.organization.slug, person.pk)
    found = notes.notes_of(person, reader=request.membership)
    page = {"person": person, "form": form, "notes": found, "has_photo": has_photo(person_id)}
    return render(request, "dashboard/people/notes.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(*STAFF)
def edit_note(request, person_id, note_id):
    person = jobs.person_or_404(person_id)
    note = notes.note_or_404(person, note_id)
    posted = request.POST if request.method == "POST" else None
    form = NoteForm(posted, initial={"text": notes.text_of(note)})
    if form.is_valid():
        try:
            notes.edit_note(note, form.cleaned_data["text"], by=request.membership)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("The note is saved."))
            return redirect("people:notes", request.organization.slug, person.pk)
    page = {"person": person, "form": form, "note": note}
    return render(request, "dashboard/people/edit_note.html", page)


@require_POST
@organization_view(*STAFF)
def remove_note(request, person_id, note_id):
    person = jobs.person_or_404(person_id)
    notes.remove_note(notes.note_or_404(person, note_id), by=request.membership)
    messages.success(request, _("The note is removed."))
    return redirect("people:notes", request.organization.slug, person.pk)


@require_safe
@organization_view(*STAFF)
def trail(request, person_id):
    person = jobs.person_or_404(person_id)
    events = queries.trail_of(person)
    page = {"person": person, "events": events, "has_photo": has_photo(person_id)}
    return render(request, "dashboard/people/trail.html", page)
