"""The page of an observer, behind a link. Looking at it changes nothing, whoever or whatever looks.

The link is swapped for a short-lived cookie and an address without a secret. What was typed comes
back on the page that refuses it, and is kept nowhere.
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from evaluations.observers import answering, consent, links, queries
from evaluations.observers.kinds import State
from evaluations.observers.refusals import CannotObserve
from instruments.bank import minutes_of
from instruments.forms import SectionForm
from instruments.kinds import Informant
from mentoring.links import A_MINUTE, behind_link, leading_on, may_try, note_wrong
from training.briefing_queries import newest_text
from training.roles import Audience
from training.texts import blocks

OBSERVE = "observe"
NOTHING, BUSY, OTHER = "nothing", "busy", "other"  # beside the states of an invitation


@leading_on
@never_cache
@require_safe
@login_not_required
def link(request, token):
    """Swap the link for a cookie and go on to an address that tells nothing; uses nothing up."""
    return _unlisted(_swap(request, token))


def _swap(request, token):
    if not may_try(request, OBSERVE):
        return _busy(request)
    place = links.place_of(token)
    if place is None:
        note_wrong(request, OBSERVE)
        return _page(request, {"state": NOTHING}, 410)
    with links.behind(place):
        invitation = answering.find()
        if not _is_open(invitation):
            return _over(request, invitation)
    answer = redirect(OBSERVE)
    links.set_cookie(answer, links.sealed(token))
    return answer


@behind_link
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def observe(request):
    """Consent, then the questions, then thanks."""
    return _unlisted(_observe(request))


def _observe(request):
    cookie = request.COOKIES.get(links.COOKIE, "")
    if cookie and not may_try(request, OBSERVE):
        return _busy(request)
    place = links.place_of_cookie(cookie) if cookie else None
    if place is None:
        if cookie and not links.is_ours(cookie):
            note_wrong(request, OBSERVE)
        page = {"state": NOTHING, "fields": _fields(request)}
        return _page(request, page, 403 if cookie else 410)
    with links.behind(place):
        invitation = answering.find()
        if request.method == "POST" and request.POST.get("about") != str(invitation.pk):
            return _page(request, {"state": OTHER, "fields": _fields(request)}, 409)
        if not _is_open(invitation):
            return _over(request, invitation)
        if request.method == "POST":
            return _act(request, invitation)
        return _ask(request, invitation)


def _act(request, invitation):
    go = request.POST.get("go")
    try:
        if go == "decline":
            answering.decline(invitation)
        elif go == "agree":
            answering.agree(invitation, _number(request.POST.get("version")))
        else:
            return _send(request, invitation)
    except CannotObserve as refusal:
        messages.warning(request, refusal.message)
    return _again(request)


def _send(request, invitation):
    """Write what was sent, or show it again with what is missing."""
    pages = answering.questions(invitation)
    form = _form(pages, request.POST)
    if not form.is_valid() or _missing(form):
        return _page(request, _questions(invitation, pages, form), 422)
    try:
        answering.submit(invitation, form.values())
    except CannotObserve as refusal:
        messages.warning(request, refusal.message)
    return _again(request)


def _missing(form):
    """Mark the questions that must be answered and are not; whether there are any."""
    values = {item.key: value for item, value in form.values().items()}
    missing = [
        key for key, line in form.lines.items() if line.item.is_required and not values.get(key)
    ]
    for key in missing:
        form.add_error(key, _("Choose an answer, or that you cannot say."))
    return bool(missing)


def _ask(request, invitation):
    if invitation.consented_at is None:
        return _page(request, _consent(invitation))
    pages = answering.questions(invitation)
    return _page(request, _questions(invitation, pages, _form(pages)))


def _consent(invitation):
    return _about(invitation) | {
        "points": consent.points(_first_name(invitation), invitation.organization.name),
        "version": consent.VERSION,
        "words": queries.words_to(invitation),
        "minutes": minutes_of(Informant.OBSERVER, invitation.occasion),
        "blocks": _briefing(),
    }


def _briefing():
    """The one page that tells observers why they are asked, in the organization's words."""
    text = newest_text(Audience.OBSERVERS)
    return blocks(text.body) if text else ()


def _questions(invitation, pages, form):
    fields = {line.item.key: (field, line) for field, line, *_mark in form.questions()}
    asked = [(page.title, [fields[line.item.key] for line in page.lines]) for page in pages]
    return _about(invitation) | {"state": State.BEGUN, "form": form, "asked": asked}


def _about(invitation):
    return {"state": State.OPEN, "invitation": invitation, "first_name": _first_name(invitation)}


def _first_name(invitation):
    return invitation.participant.person.given_name


def _form(pages, data=None):
    return SectionForm(data, lines=[line for page in pages for line in page.lines])


def _is_open(invitation):
    return invitation.is_open and invitation.organization.ended_at is None


def _over(request, invitation):
    """The link is one of ours and is over: used, withdrawn, declined or too old."""
    state = State.EXPIRED if invitation.is_open else invitation.state
    page = {"state": state, "first_name": _first_name(invitation), "invitation": invitation}
    is_second = request.method == "POST" and request.POST.get("go") == "send"
    if state == State.SENT and not is_second and request.resolver_match.url_name == OBSERVE:
        return _page(request, page)
    typed = _fields(request) if is_second else []
    return _page(request, page | {"is_second": is_second, "typed": typed}, 410)


def _busy(request):
    answer = _page(request, {"state": BUSY, "fields": _fields(request)}, 429)
    answer.headers["Retry-After"] = str(A_MINUTE)
    return answer


def _again(request):
    """To the page as it stands now, with half an hour more."""
    answer = redirect(OBSERVE)
    links.set_cookie(answer, links.renewed(request.COOKIES[links.COOKIE]))
    return answer


def _fields(request):
    """Names and values as they were sent, to be sent once more; nothing of a page that is shown."""
    if request.method != "POST":
        return []
    sent = request.POST.lists()
    return [(n, value) for n, values in sent for value in values if n != "csrfmiddlewaretoken"]


def _number(text):
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else 0


def _page(request, page, status=200):
    return render(request, "evaluations/observers/observe.html", page, status=status)


def _unlisted(answer):
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
