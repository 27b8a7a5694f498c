"""Where people let others read words of theirs, and take that back."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evaluations.quotes import queries, services
from evaluations.quotes.consenting import TEXT
from evaluations.quotes.forms import QuoteForm
from evaluations.quotes.services import CannotQuote
from organizations.access import organization_view
from organizations.roles import Role


@require_safe
@organization_view(Role.PARTICIPANT)
def mine(request):
    """One's own quotes, and how each stands."""
    person = request.membership.person_id
    page = {
        "participants": queries.own_participants(person),
        "quotes": queries.own_quotes(person),
    }
    return render(request, "evaluations/quotes/mine.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(Role.PARTICIPANT)
def new(request, participant):
    """Words of one's own, typed or taken from what was answered, and who may read them."""
    participant, has_sent = queries.own_participant_or_404(
        participant, request.membership.person_id
    )
    if not has_sent:
        messages.warning(request, services.NOTHING_SENT)
        return redirect("portal:quotes:mine", request.organization.slug)
    passages = queries.passages(participant)
    form = QuoteForm(request.POST or None, words=_used(request, passages))
    page = {"participant": participant, "passages": passages, "form": form, "text": TEXT}
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.release(
                participant,
                given["words"],
                given["audiences"],
                by=request.membership,
                quote_id=given["quote"],
            )
        except CannotQuote as refusal:
            form.add_error(None, refusal.message)
            return render(request, "evaluations/quotes/new.html", page, status=409)
        messages.success(request, _("A coordinator looks at your words before anybody reads them."))
        return redirect("portal:quotes:mine", request.organization.slug)
    return render(request, "evaluations/quotes/new.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(Role.PARTICIPANT)
def quote(request, quote):
    """One quote: other words as long as they are not accepted, and who may read it."""
    found = queries.own_quote_or_404(quote, request.membership.person_id)
    if found.words is None:
        return redirect("portal:quotes:mine", request.organization.slug)
    form = QuoteForm(request.POST or None, found=found)
    page = {"quote": found, "form": form, "text": TEXT}
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.change(
                found.row,
                words=given["words"],
                audiences=given["audiences"],
                edition=given["edition"],
                by=request.membership,
            )
        except CannotQuote as refusal:
            page["form"] = _again(form, found, refusal)
            return render(request, "evaluations/quotes/quote.html", page, status=409)
        messages.success(request, _("It is kept so."))
        return redirect("portal:quotes:mine", request.organization.slug)
    return render(request, "evaluations/quotes/quote.html", page)


@require_POST
@organization_view(Role.PARTICIPANT)
def withdraw(request, quote):
    found = queries.own_quote_or_404(quote, request.membership.person_id)
    if services.withdraw(found.row, by=request.membership):
        messages.success(request, _("Your quote is withdrawn, and its words are gone."))
    else:
        messages.warning(
            request,
            _(
                "Your quote is withdrawn. Where it had been published already it stays, without "
                "your name."
            ),
        )
    return redirect("portal:quotes:mine", request.organization.slug)


def _used(request, passages):
    """The words of the answer that the address names by its place, or none."""
    place = request.GET.get("use", "")
    if place.isascii() and place.isdecimal() and len(place) < 4 and int(place) < len(passages):
        return passages[int(place)][1]
    return ""


def _again(form, found, refusal):
    """What was typed, to be sent about the quote as it stands now."""
    data = form.data.copy()
    data["edition"] = str(found.row.edition)
    again = QuoteForm(data, found=found)
    again.is_valid()
    again.errors.clear()
    again.add_error(None, refusal.message)
    return again
