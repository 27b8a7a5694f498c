"""Pages of matching: readiness, a run at work, the workbench, announcing."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from matching import (
    announce_pages,
    announcing,
    bench,
    pages,
    queries,
    services,
    taking_back,
    workbench,
)
from matching.decisions import Band, Decision
from matching.forms import (
    ApproveManyForm,
    DecideForm,
    FilterForm,
    StartForm,
    TakeBackForm,
)
from mentoring.jobs.models import RunStatus
from organizations.access import organization_view
from organizations.roles import STAFF
from programs.queries import program_of


@require_safe
@organization_view(*STAFF)
def home(request, program):
    program = program_of(request, program)
    page = pages.home(program, StartForm(), unfolds="quotas" in request.GET)
    return render(request, "matching/home.html", page)


@require_POST
@organization_view(*STAFF)
def start(request, program):
    program = program_of(request, program)
    form = StartForm(request.POST)
    quotas = pages.posted_quotas(program, request.POST)
    if not (form.is_valid() and quotas.is_valid()):
        page = pages.home(program, form, quotas)
        return render(request, "matching/home.html", page, status=422)
    options = form.cleaned_data | {"quotas": quotas.limits if quotas.is_asked else None}
    try:
        run = services.start_run(program, by=request.membership, **options)
    except services.CannotDecide as refused:
        messages.error(request, str(refused))
        return redirect("matching:home", request.organization.slug, program.slug)
    return _to_run(request, run)


@require_safe
@organization_view(*STAFF)
def run(request, program, number):
    run = queries.run_or_404(program, number)
    if run.status != RunStatus.DONE:
        return render(request, "matching/run.html", pages.waiting(run))
    return _workbench(request, run)


@require_safe
@organization_view(*STAFF)
def progress(request, program, number):
    """The progress alone, for the page to swap in; the finished run sends to its workbench."""
    run = queries.run_or_404(program, number)
    response = render(request, "matching/progress.html", pages.waiting(run))
    if not run.is_open:
        response["HX-Refresh"] = "true"
    return response


@require_POST
@organization_view(*STAFF)
def cancel(request, program, number):
    run = queries.run_or_404(program, number)
    try:
        services.cancel_run(run, by=request.membership)
    except services.CannotDecide as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Run %(number)s is cancelled.") % {"number": run.number})
    return _to_run(request, run)


@require_safe
@organization_view(*STAFF)
def match(request, program, number, match_id):
    run = queries.done_or_404(program, number, with_problem=True)
    return _workbench(request, run, match_id)


@require_POST
@organization_view(*STAFF)
def decide(request, program, number, match_id):
    run = queries.done_or_404(program, number)
    match = queries.match_or_404(run, match_id)
    form = DecideForm(request.POST, options=[(pk, pk) for pk in _posted(request)])
    if not form.is_valid():
        messages.error(request, _("Choose alternates from the list, and one of the buttons."))
        return redirect(_address(request, run, match.pk))
    if form.cleaned_data["mentor"] not in ("", str(match.mentor_id)):
        messages.error(request, _("Somebody changed this match meanwhile. Look at it again."))
        return redirect(_address(request, run, match.pk))
    try:
        _apply(form, match, by=request.membership)
    except services.CannotDecide as refused:
        messages.error(request, str(refused))
        return redirect(_address(request, run, match.pk))
    names = {"mentee": match.mentee.person.name, "mentor": match.mentor.person.name}
    messages.success(request, bench.DECIDED[form.cleaned_data["action"]] % names)
    filters = FilterForm(request.GET).filters
    stays = form.cleaned_data["action"] == "reopen"
    pk = match.pk if stays else bench.next_to_decide(run, filters, match)
    return redirect(_address(request, run, pk))


@require_POST
@organization_view(*STAFF)
def approve_sure(request, program, number):
    run = queries.done_or_404(program, number)
    form = ApproveManyForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose none, one or two alternates."))
        return _to_run(request, run)
    sure = queries.matches_of(run).filter(band=Band.SURE, decision=Decision.PROPOSED)
    try:
        count = services.approve_many(list(sure), by=request.membership, **form.cleaned_data)
    except services.CannotDecide as refused:
        messages.error(request, str(refused))
    else:
        text = ngettext("%(count)s match is approved.", "%(count)s matches are approved.", count)
        messages.success(request, text % {"count": count})
    return _to_run(request, run)


@require_safe
@organization_view(*STAFF)
def summary(request, program, number):
    """What happened to a run since: alone, for the run's page to swap in, or as a page."""
    page = workbench.summary(queries.done_or_404(program, number))
    alone = "HX-Request" in request.headers
    template = "matching/parts/summary.html" if alone else "matching/summary.html"
    return render(request, template, page)


@require_POST
@organization_view(*STAFF)
def take_back(request, program, number, match_id):
    run = queries.done_or_404(program, number)
    match = queries.match_or_404(run, match_id)
    form = TakeBackForm(request.POST)
    try:
        taking_back.take_back(match, by=request.membership, goes_on=form.is_to_go_on)
    except services.CannotDecide as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Taken back. Both are told, and the place is free again."))
    return redirect(_address(request, run, match.pk))


@require_POST
@organization_view(*STAFF)
def take_back_all(request, program, number):
    run = queries.done_or_404(program, number)
    goes_on = TakeBackForm(request.POST).is_to_go_on
    count = taking_back.take_back_all(run, by=request.membership, goes_on=goes_on)
    text = ngettext("%(count)s match is taken back.", "%(count)s matches are taken back.", count)
    messages.success(request, text % {"count": count})
    return _to_run(request, run)


@require_safe
@organization_view(*STAFF)
def nobody(request, program, number):
    run = queries.done_or_404(program, number)
    return render(request, "matching/nobody.html", pages.nobody(run))


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(*STAFF)
def announce(request, program, number):
    run = queries.done_or_404(program, number)
    if request.method != "POST":
        page = announce_pages.announcement(run, request.GET.get("page"))
        return render(request, "matching/announce.html", page)
    try:
        asked = announcing.ask(run, by=request.membership)
    except services.CannotDecide as refused:
        messages.error(request, str(refused))
    else:
        if asked is None:
            messages.info(request, _("There was nothing left to announce."))
    return redirect("matching:announce", request.organization.slug, run.program.slug, run.number)


@require_safe
@organization_view(*STAFF)
def announce_progress(request, program, number):
    """The progress of the last announcement alone; the page shows itself anew when it is over."""
    run = queries.done_or_404(program, number)
    last = queries.announcements_of(run).first()
    if last is None:
        raise Http404
    page = {"run": run, "program": run.program, **announce_pages.at_work(last)}
    response = render(request, "matching/announce_progress.html", page)
    if not last.is_open:
        response["HX-Refresh"] = "true"
    return response


def _workbench(request, run, match_id=None):
    page = workbench.workbench(
        run,
        FilterForm(request.GET),
        organization=request.organization,
        match_id=match_id,
        number=request.GET.get("page"),
    )
    return render(request, "matching/workbench.html", page)


def _posted(request):
    """The alternates that were posted; the service looks whether they are possible."""
    return [pk for pk in (request.POST.get("first"), request.POST.get("second")) if pk]


def _apply(form, match, *, by):
    action = form.cleaned_data["action"]
    if action == "approve":
        services.approve(match, form.alternates, by=by)
    elif action == "reject":
        services.reject(match, by=by)
    else:
        services.unapprove(match, by=by)


def _address(request, run, match_id):
    return bench.match_url(run, match_id, request.organization, request.GET.urlencode())


def _to_run(request, run):
    return redirect("matching:run", request.organization.slug, run.program.slug, run.number)
