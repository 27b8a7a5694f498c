"""The page of one case, and what is done with it or with several at once."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentoring.tenancy.keys import as_ids
from mentoring.ui.messages import undoable
from organizations.access import organization_view
from organizations.roles import STAFF
from partnerships.cases import letters, pages, services
from partnerships.cases.acts import ACTS, form_of, may
from partnerships.cases.kinds import Channel
from partnerships.cases.listed import queries as listed
from partnerships.cases.listed.acting import CannotAct, act_on_many
from partnerships.cases.queries import case_or_404
from partnerships.cases.subjects import participants_of, recipients_of
from partnerships.refusals import Refusal


@require_safe
@organization_view(*STAFF)
def case(request, case):
    """What happened, whom to turn to, and what was done about it."""
    found = case_or_404(case)
    services.look(found, by=request.membership)
    return render(request, "partnerships/cases/case.html", pages.page_of(request, found))


@require_POST
@organization_view(*STAFF)
def do(request, case, act):
    """One thing that is done with a case; what cannot be done is said, with what was typed."""
    found, owners = case_or_404(case), listed.owners()
    if not may(act, found):
        raise Http404
    form = form_of(act, request.POST, found, owners)
    if form.is_valid():
        following = pages.neighbors_of(request, found).following if ACTS[act].leaves else None
        try:
            ACTS[act].carry_out(found, form.cleaned_data, request.membership)
        except Refusal as refusal:
            found = case_or_404(case)
            if not form.fields or not found.is_open:
                messages.warning(request, refusal.message)
                return redirect(pages.address_of(request, found.pk))
            form.add_error(None, refusal.message)
        else:
            return _after(request, found, act, following)
    page = pages.page_of(request, found, bound={act: form}, owners=owners)
    return render(request, "partnerships/cases/case.html", page)


def _after(request, case, act, following):
    """On to the next case when this one does not wait any more."""
    done, slug = str(ACTS[act].done), request.organization.slug
    if undo := ACTS[act].undo:
        undoable(request, done, reverse("cases:do", args=[slug, case.pk, undo]))
    else:
        messages.success(request, done)
    if not ACTS[act].leaves:
        return redirect(pages.address_of(request, case.pk))
    if following is None:
        return redirect(reverse("cases:list", args=[slug]) + pages.asked_of(request))
    return redirect(pages.address_of(request, following))


@require_POST
@organization_view(*STAFF)
def act(request):
    """The same with all rows that are picked on the list; each that refuses is said."""
    back = reverse("cases:list", args=[request.organization.slug]) + pages.asked_of(request)
    try:
        outcome = act_on_many(request.POST, by=request.membership)
    except CannotAct as refusal:
        messages.warning(request, refusal.message)
        return redirect(back)
    if outcome.done:
        said = ngettext("Done with %(n)s case.", "Done with %(n)s cases.", outcome.done)
        messages.success(request, said % {"n": outcome.done})
    for words in outcome.refusals:
        messages.warning(request, words)
    then = as_ids(request.POST.getlist("then"))
    return redirect(f"{back}#case-{then[0]}" if then else back)


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(*STAFF)
def letter(request, case, side):
    """A mail in the product's words: shown as it will be, and sent; it counts as a contact."""
    found = case_or_404(case)
    if side not in recipients_of(found) or not found.is_open:
        raise Http404
    here = pages.address_of(request, found.pk)
    if request.method == "POST":
        if letters.send(found, side, by=request.membership):
            whom = participants_of(found)[side]
            services.log_contact(found, Channel.MAIL, whom, by=request.membership)
            messages.success(request, _("The mail is on its way. It stands in the history."))
        else:
            messages.warning(request, _("This mail went out today already."))
        return redirect(here)
    page = {
        "case": found,
        "person": dict(pages.people_of(found))[side],
        "letter": letters.letter_of(found, side, request.membership),
        "here": here,
        "asked": pages.asked_of(request),
    }
    return render(request, "partnerships/cases/letter.html", page)
