"""HR's pages of nominations: who is nominated, one more, a file of them, and taking back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from company import nominating, queries
from company.nominating_forms import FileForm, NominateForm, packed, unpacked
from mentoring.jobs.running import Refused
from organizations.access import organization_view
from organizations.roles import Role
from participants.importing.reading import MOST_BYTES
from participants.nominating.reading import TEMPLATE, read_file
from participants.roles import Side


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(Role.HR)
def nominations(request, program):
    """The company's nominations in a program; a POST adds one."""
    program = nominating.program_or_404(program)
    form = NominateForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _nominate(request, program, form):
        return _back(request, program)
    page = {
        "company": queries.own_company(),
        "stand": nominating.stand_of(program),
        "rows": nominating.nominations_of(program),
        "form": form,
    }
    return render(request, "company/nominations.html", page)


def _nominate(request, program, form):
    try:
        nominating.nominate(program, [form.line], by=request.membership)
    except nominating.CannotNominate as refused:
        form.add_error(None, str(refused))
        return False
    said = _("%(name)s is nominated. They get a mail and answer for themselves.")
    messages.success(request, said % {"name": form.line.name})
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(Role.HR)
def nominate_file(request, program):
    """A file is looked at first; what was looked at comes back to be confirmed."""
    program = nominating.program_or_404(program)
    if "rows" in request.POST:
        return _confirm(request, program)
    form = FileForm(request.POST or None, request.FILES or None)
    preview = _preview(program, form) if form.is_valid() else None
    page = {
        "company": queries.own_company(),
        "stand": nominating.stand_of(program),
        "form": form,
        "preview": preview,
    }
    return render(request, "company/nominate_file.html", page)


def _preview(program, form):
    """What the file says: rows with problems, who is new, who stands there already."""
    try:
        lines = read_file(form.cleaned_data["file"].read(MOST_BYTES + 1))
    except Refused as refusal:
        form.add_error("file", str(refusal))
        return None
    known = nominating.addresses_of(program)
    good = [line for line in lines if not line.problems]
    new = [line for line in good if line.values["email"] not in known]
    sides = [line.values["side"] for line in new]
    return {
        "faulty": [line for line in lines if line.problems],
        "known": [line for line in good if line.values["email"] in known],
        "new": new,
        "mentees": sides.count(Side.MENTEE),
        "mentors": sides.count(Side.MENTOR),
        "packed": packed(new),
    }


def _confirm(request, program):
    lines = unpacked(request.POST["rows"])
    if lines is None:
        messages.error(request, _("That was no checked file. Upload it again."))
        return redirect("company:nominate-file", request.organization.slug, program.slug)
    try:
        nominating.nominate(program, lines, by=request.membership)
    except nominating.CannotNominate as refused:
        messages.error(request, str(refused))
        return redirect("company:nominate-file", request.organization.slug, program.slug)
    said = ngettext(
        "One person is nominated. They get a mail and answer for themselves.",
        "%(count)d people are nominated. Each gets a mail and answers for themselves.",
        len(lines),
    )
    messages.success(request, said % {"count": len(lines)})
    return _back(request, program)


@require_safe
@organization_view(Role.HR)
def template(request, program):
    """The file to start from."""
    nominating.program_or_404(program)
    content = TEMPLATE.encode("utf-8-sig")
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="nominations.csv"'
    return response


@require_POST
@organization_view(Role.HR)
def take_back(request, program, nomination):
    """Undo a nomination as long as it has no answer."""
    program = nominating.program_or_404(program)
    if nominating.take_back(program, nomination, by=request.membership):
        messages.success(request, _("The nomination is taken back."))
    else:
        messages.warning(request, _("There is an answer already, so nothing has changed."))
    return _back(request, program)


def _back(request, program):
    return redirect("company:nominations", request.organization.slug, program.slug)
