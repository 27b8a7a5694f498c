"""The shortlist round of a program: ask for lists, read them, publish, close, open again."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from matching.decisions import CannotDecide
from matching.shortlists import pages, queries, services
from matching.shortlists.forms import RoundForm, UntilForm
from organizations.access import organization_view
from organizations.roles import STAFF
from programs.queries import program_of


@require_safe
@organization_view(*STAFF)
def home(request, program):
    program = program_of(request, program)
    page = pages.home(program, _zone(request), request.GET.get("page"))
    return render(request, "matching/shortlist.html", page)


@require_safe
@organization_view(*STAFF)
def progress(request, program):
    """The progress alone, for the page to swap in; what is found brings the page again."""
    program, round_ = _newest(request, program)
    page = {"program": program, "round": round_, **pages.at_work(round_)}
    response = render(request, "matching/shortlist_progress.html", page)
    if not round_.is_open:
        response["HX-Refresh"] = "true"
    return response


@require_POST
@organization_view(*STAFF)
def start(request, program):
    program = program_of(request, program)
    form = RoundForm(request.POST)
    if not form.is_valid():
        page = pages.home(program, _zone(request), form=form)
        return render(request, "matching/shortlist.html", page, status=422)
    _try(request, services.start, program, by=request.membership, **form.cleaned_data)
    return _back(request, program)


@require_POST
@organization_view(*STAFF)
def publish(request, program):
    """Show a draft until a day; of a published round, another last day."""
    program, round_ = _newest(request, program)
    until = UntilForm(request.POST, zone=_zone(request))
    if not until.is_valid():
        page = pages.home(program, _zone(request), until=until)
        return render(request, "matching/shortlist.html", page, status=422)
    act = services.publish if round_.is_draft else services.keep_open
    done, answer = _try(request, act, round_, until.closes_at, by=request.membership)
    if done:
        messages.success(request, _("Open until the chosen day. Everybody on a list is told."))
    if done and act is services.publish and answer:
        text = ngettext(
            "%(n)s candidate had become impossible and was left out.",
            "%(n)s candidates had become impossible and were left out.",
            answer,
        )
        messages.info(request, text % {"n": answer})
    return _back(request, program)


@require_POST
@organization_view(*STAFF)
def close(request, program):
    program, round_ = _newest(request, program)
    was_published = round_.published_at is not None
    services.close(round_, by=request.membership)
    said = (
        _("Closed. The wishes count in the next run.")
        if was_published
        else _("Given up. Nobody was told anything.")
    )
    messages.success(request, said)
    return _back(request, program)


def _newest(request, slug):
    program = program_of(request, slug)
    round_ = queries.newest_round(program)
    if round_ is None:
        raise Http404
    return program, round_


def _zone(request):
    return request.organization.time_zone


def _try(request, act, *args, **facts):
    """``(whether it was done, its answer)``; a refusal becomes a message."""
    try:
        return True, act(*args, **facts)
    except CannotDecide as refused:
        messages.error(request, str(refused))
        return False, None


def _back(request, program):
    return redirect("matching:shortlist", request.organization.slug, program.slug)
