"""The coordinators' pages of a program's sessions: the list, one session, planning, inviting."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentoring.tenancy.keys import as_ids
from organizations.access import organization_view
from organizations.roles import STAFF
from participants import reference
from programs.queries import program_of
from training import calendars, queries, services
from training.forms import SessionForm
from training.pages import NEW_SESSION, kind_in, page_of, tabs


@require_safe
@organization_view(*STAFF)
def sessions(request, program):
    program = program_of(request, program)
    ahead, past = queries.sessions_of(program)
    page = {"program": program, "tabs": tabs(request, program), "ahead": ahead, "past": past}
    return render(request, "training/list.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(*STAFF)
def create(request, program):
    program = program_of(request, program)
    initial = NEW_SESSION | {"time_zone": request.organization.time_zone}
    initial |= kind_in(request.GET.get("kind"))
    form = SessionForm(_posted(request), initial=initial)
    if form.is_valid():
        try:
            session = services.plan_session(program, by=request.membership, **form.facts())
        except ValidationError as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The session is planned. Everybody invited gets a mail."))
            return _to_session(request, program, session)
    return _form_page(request, program, form)


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(*STAFF)
def edit(request, program, session_id):
    program = program_of(request, program)
    session = queries.session_or_404(program, session_id)
    form = SessionForm(_posted(request), session=session)
    if form.is_valid() and _change(request, session, form):
        messages.success(request, _("The session is saved. Whoever it concerns gets a mail."))
        return _to_session(request, program, session)
    return _form_page(request, program, form, session)


@require_safe
@organization_view(*STAFF)
def detail(request, program, session_id):
    program = program_of(request, program)
    session = queries.session_or_404(program, session_id)
    page = page_of(request, queries.ordered(queries.invitations_of(session)))
    counts = queries.counts_of([session])[session.pk]
    found = {"program": program, "session": session, "page": page, "counts": counts}
    return render(request, "training/detail.html", found)


@require_POST
@organization_view(*STAFF)
def cancel(request, program, session_id):
    program = program_of(request, program)
    session = queries.session_or_404(program, session_id)
    try:
        services.cancel_session(session, _edition(request), by=request.membership)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    except services.ChangedMeanwhile:
        messages.error(
            request, _("Somebody else changed this session meanwhile. Look at it again first.")
        )
    else:
        messages.success(request, _("The session is cancelled. Everybody invited gets a mail."))
    return _to_session(request, program, session)


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(*STAFF)
def invite(request, program, session_id):
    program = program_of(request, program)
    session = queries.session_or_404(program, session_id)
    text = request.GET.get("q", "")[:200]
    if request.method == "POST" and _invite(request, session):
        return _to_session(request, program, session)
    found = queries.can_be_invited(session, text)
    page = {"program": program, "session": session, "text": text, "found": found}
    return render(request, "training/invite.html", page | {"most": queries.MOST_FOUND})


@require_POST
@organization_view(*STAFF)
def withdraw(request, program, session_id, invited_id):
    program = program_of(request, program)
    session = queries.session_or_404(program, session_id)
    invitation = queries.invitation_or_404(session, invited_id)
    services.withdraw_invitation(invitation, by=request.membership)
    messages.success(request, _("%(name)s is no longer on the list.") % {"name": invitation.name})
    return _to_session(request, program, session)


@require_safe
@organization_view(*STAFF)
def calendar(request, program, session_id):
    session = queries.session_or_404(program_of(request, program), session_id)
    return calendar_response(calendars.appointment(session))


def calendar_response(entry):
    """A calendar file to take away."""
    return HttpResponse(
        calendars.taken(entry),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{calendars.FILE_NAME}"'},
    )


def _change(request, session, form):
    """Whether the change was made; otherwise the form says why not."""
    edition = form.cleaned_data["edition"] or 0
    try:
        services.change_session(session, edition, by=request.membership, **form.facts())
    except ValidationError as refused:
        form.refuse(refused)
    except services.ChangedMeanwhile as refused:
        form.add_error(None, str(refused))
        form.data = form.data.copy()
        form.data["edition"] = queries.session_or_404(session.program, session.pk).edition
    else:
        return True
    return False


def _invite(request, session):
    """Whether somebody was invited; otherwise a message says why not."""
    chosen = as_ids(request.POST.getlist("participant"))
    if not chosen:
        messages.error(request, _("Choose at least one person."))
        return False
    try:
        number = services.invite_people(session, chosen, by=request.membership)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return False
    said = ngettext("%(n)d person is invited.", "%(n)d people are invited.", number)
    messages.success(request, said % {"n": number})
    return True


def _edition(request):
    text = request.POST.get("edition", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _form_page(request, program, form, session=None):
    page = {
        "program": program,
        "form": form,
        "session": session,
        "time_zones": reference.time_zones(),
    }
    return render(request, "training/form.html", page)


def _to_session(request, program, session):
    return redirect("training:detail", request.organization.slug, program.slug, session.pk)


def _posted(request):
    return request.POST if request.method == "POST" else None
