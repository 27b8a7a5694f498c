"""Coordinators' pages of the text: read it, write its next version, choose what a program uses."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organizations.access import organization_view
from organizations.roles import STAFF
from partnerships.agreements import queries, reading, shipped, versions
from partnerships.agreements.forms import TextForm
from programs.queries import program_of


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(*STAFF)
def text(request, program):
    """Read the newest text, look at what one has typed, and save it as the next version."""
    program = program_of(request, program)
    newest = queries.newest_text()
    posted = request.POST if request.method == "POST" else None
    form = TextForm(posted, initial=_initial(newest))
    status = 200
    if form.is_valid() and "preview" not in posted:
        if _save(request, form):
            return redirect(_here(request, program))
        status = 409
    shown = form.text or (newest and queries.read_text(newest))
    page = {
        "program": program,
        "form": form,
        "newest": newest,
        "versions": queries.versions(),
        "uses": queries.uses(),
        "pinned": queries.text_of(program.pk),
        "kinds": reading.KINDS,
        "shown": shown,
        "is_typed": form.text is not None,
    }
    return render(request, "partnerships/agreements/text.html", page, status=status)


@require_safe
@organization_view(*STAFF)
def version(request, program, number):
    """One version as pairs read it."""
    program = program_of(request, program)
    text = queries.text_with(number)
    page = {
        "program": program,
        "text_row": text,
        "text": queries.read_text(text),
        "pinned": queries.text_of(program.pk),
    }
    return render(request, "partnerships/agreements/text_version.html", page)


@require_POST
@organization_view(*STAFF)
def use(request, program, number):
    """Give the pairs of this program that version from now on."""
    program = program_of(request, program)
    text = queries.text_with(number)
    versions.use_version(program, text, by=request.membership)
    said = _("From now on what pairs of this program propose has version %(n)s.")
    messages.success(request, said % {"n": text.number})
    return redirect(_here(request, program))


def _here(request, program):
    return reverse("partnerships:agreement-text", args=[request.organization.slug, program.slug])


def _initial(newest):
    if newest is None:
        return {"source": shipped.source(), "number": 0}
    return {"source": newest.source, "number": newest.number}


def _save(request, form):
    """Whether the version is saved, or nothing was changed; otherwise the form says why not."""
    source, number = form.cleaned_data["source"], form.cleaned_data["number"]
    try:
        saved = versions.save(source, number, by=request.membership)
    except versions.Outdated:
        newest = queries.newest_text()
        form.data = form.data.copy()
        form.data["number"] = newest.number if newest else 0
        said = _(
            "Somebody else saved a version meanwhile; it is the newest among the versions now. "
            "Save again to make yours the next one."
        )
        form.add_error(None, said)
        return False
    except ValidationError as refused:
        form.add_error("source", refused)
        return False
    if saved:
        said = _("Version %(n)s is saved. Programs use it when you choose it for them.")
        messages.success(request, said % {"n": saved.number})
    else:
        messages.info(request, _("Nothing was changed."))
    return True
