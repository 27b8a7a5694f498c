"""The coordinators' page on which attendance is taken."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from mentoring.tenancy.keys import as_id
from mentoring.ui.messages import undoable
from organizations.access import organization_view
from organizations.roles import STAFF
from programs.queries import program_of
from training import attendance, queries
from training.forms import AttendanceForm
from training.pages import page_of


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(*STAFF)
def take(request, program, session_id):
    """One page of invitations, a choice for each."""
    program = program_of(request, program)
    session = queries.session_or_404(program, session_id)
    page = page_of(request, queries.ordered(queries.invitations_of(session)))
    posted = request.POST if request.method == "POST" else None
    form = AttendanceForm(posted, invitations=list(page))
    if form.is_valid() and _noted(request, program, session, attendance.note, form.marks()):
        return _to_page(request, program, session)
    counts = queries.counts_of([session])[session.pk]
    found = {"program": program, "session": session, "page": page, "form": form, "counts": counts}
    return render(request, "training/attendance.html", found)


@require_POST
@organization_view(*STAFF)
def take_rest(request, program, session_id):
    """Everybody else attended."""
    program = program_of(request, program)
    session = queries.session_or_404(program, session_id)
    _noted(request, program, session, attendance.note_rest)
    return _to_page(request, program, session)


@require_POST
@organization_view(*STAFF)
def undo(request, program, session_id):
    """Take back the batch that the address names."""
    program = program_of(request, program)
    session = queries.session_or_404(program, session_id)
    batch = as_id(request.GET.get("batch", ""))
    undone = batch and attendance.undo(session, batch, by=request.membership)
    if undone:
        said = ngettext("%(n)d entry is as it was.", "%(n)d entries are as they were.", undone)
        messages.success(request, said % {"n": undone})
    else:
        messages.warning(request, _("There was nothing left to undo."))
    return _to_page(request, program, session)


def _noted(request, program, session, note, *marks):
    """Note it and offer to undo; False when it was refused."""
    try:
        batch = note(session, *marks, by=request.membership)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
        return False
    if batch is None:
        messages.info(request, _("Nothing was changed."))
        return True
    where = [request.organization.slug, program.slug, session.pk]
    address = reverse("training:undo-attendance", args=where, query={"batch": batch})
    undoable(request, _("Attendance is saved."), address)
    return True


def _to_page(request, program, session):
    address = reverse(
        "training:attendance", args=[request.organization.slug, program.slug, session.pk]
    )
    number = request.GET.get("page", "")
    return redirect(f"{address}?page={number}" if number.isdigit() else address)
