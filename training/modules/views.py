"""The coordinators' pages of modules: what a program uses, the texts, and how far people are."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organizations.access import organization_view
from organizations.roles import STAFF
from participants.roles import Side
from programs.queries import program_of
from training.briefing import Outdated
from training.modules import overview, queries, reader, uses, versions
from training.modules.forms import SourceForm
from training.pages import page_of, tabs
from training.roles import TextKind


@require_safe
@organization_view(*STAFF)
def modules(request, program):
    """What each side takes, and how many have finished it."""
    program = program_of(request, program)
    people, finished = overview.counts(program)
    page = {
        "program": program,
        "tabs": tabs(request, program),
        "sides": overview.uses_of(program).items(),
        "people": people,
        "finished": finished,
        "guides": queries.newest_guides(),
    }
    return render(request, "training/modules/list.html", page)


@require_POST
@organization_view(*STAFF)
def change(request, program, module_id):
    """Require a module or not, take another version of it, or move it."""
    program = program_of(request, program)
    module = overview.module_or_404(program, module_id)
    by, posted = request.membership, request.POST
    try:
        if "version" in posted:
            uses.use_version(module, _newest(module), by=by)
            said = _("From now on everybody who begins reads the newer version.")
        elif "move" in posted:
            uses.move(module, up=posted["move"] == "up", by=by)
            said = _("The order is changed.")
        else:
            uses.set_need(module, posted.get("need", ""), by=by)
            said = _("Saved.")
    except uses.CannotChange as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return _to_modules(request, program)


@require_POST
@organization_view(*STAFF)
def add(request, program, side, code):
    """One more module for a side of the program."""
    program = program_of(request, program)
    version = queries.newest(TextKind.MODULE, side, code)
    uses.add(program, version, by=request.membership)
    messages.success(request, _("The module is added. It is voluntary until you require it."))
    return _to_modules(request, program)


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(*STAFF)
def text(request, program, kind, side, code):
    """Read a text, look at what one has typed, and save it as the next version."""
    program = program_of(request, program)
    newest = queries.newest(_kind_or_404(kind), side, code)
    posted = request.POST if request.method == "POST" else None
    form = SourceForm(posted, kind=kind, initial={"source": newest.source, "number": newest.number})
    if form.is_valid() and "preview" not in posted and _save(request, form, newest):
        return _to_modules(request, program)
    page = _text_page(program, form, newest) | {
        "versions": overview.versions_of(kind, side, code),
        "uses": overview.uses_of_text(side, code) if kind == TextKind.MODULE else [],
    }
    return render(request, "training/modules/text.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(*STAFF)
def create(request, program, side):
    """Write a module of one's own for a side of this program."""
    program = program_of(request, program)
    if side not in Side.values:
        raise Http404
    posted = request.POST if request.method == "POST" else None
    form = SourceForm(posted, initial={"source": reader.example(), "number": 0})
    if form.is_valid() and "preview" not in posted:
        version = versions.create(side, form.cleaned_data["source"], by=request.membership)
        uses.add(program, version, by=request.membership)
        messages.success(request, _("The module is saved and added to this program."))
        return _to_modules(request, program)
    page = _text_page(program, form, None) | {"side": Side(side)}
    return render(request, "training/modules/text.html", page)


@require_safe
@organization_view(*STAFF)
def progress(request, program):
    """How far everybody is: that, when, how long and how many right answers."""
    program = program_of(request, program)
    due, is_late = overview.due_on(program)
    narrow = {name: request.GET.get(name, "")[:200] for name in ("side", "state", "text")}
    people, finished = overview.counts(program)
    page = {
        "program": program,
        "tabs": tabs(request, program),
        "page": page_of(request, overview.learners(program, is_late=is_late, **narrow)),
        "due": due,
        "is_late": is_late,
        "people": people,
        "finished": finished,
        **narrow,
    }
    return render(request, "training/modules/progress.html", page)


def _kind_or_404(kind):
    if kind not in TextKind.values:
        raise Http404
    return kind


def _newest(module):
    return queries.newest(TextKind.MODULE, module.side, module.code)


def _text_page(program, form, newest):
    """The text as it will be read: what was typed once it can be read, else the newest version."""
    shown = form.text
    if shown is None and newest is not None:
        shown = reader.read(newest.kind, newest.source)
    return {
        "program": program,
        "form": form,
        "newest": newest,
        "shown": shown,
        "is_typed": form.text is not None,
    }


def _save(request, form, newest):
    """Whether the version is saved, or nothing was changed; otherwise the form says why not."""
    source, number = form.cleaned_data["source"], form.cleaned_data["number"]
    what = (newest.kind, newest.side, newest.code)
    try:
        saved = versions.save(*what, source, number, by=request.membership)
    except Outdated:
        form.data = form.data.copy()
        form.data["number"] = newest.number
        message = _(
            "Somebody else saved a version meanwhile; it stands below. Save again to make yours "
            "the next one."
        )
        form.add_error(None, message)
        form.text = None
        return False
    except ValidationError as refused:
        form.add_error("source", refused)
        return False
    if saved:
        messages.success(request, _("Version %(n)d is saved.") % {"n": saved.number})
    else:
        messages.info(request, _("Nothing was changed."))
    return True


def _to_modules(request, program):
    return redirect("training:modules", request.organization.slug, program.slug)
