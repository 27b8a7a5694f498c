"""The page behind a program's public link: what the program is, and a form to apply."""

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from mentoring.links import behind_link
from mentoring.tenancy import context
from participants.nominating import applying
from participants.nominating.asking import is_over
from participants.nominating.forms import ApplyForm
from programs.queries import program_with_id

OPEN, SENT, CLOSED, OVER = "open", "sent", "closed", "over"


@behind_link
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def apply(request, token):
    """Anybody may read and apply; the answer is the same whoever applies, and however often."""
    place = applying.place_of(token)
    if place is None:
        return _page(request, {"state": CLOSED}, 410)
    organization_id, program_id = place
    with context.enter(context.Context(organization_id, actor=context.Actor.PARTICIPANT)):
        program = program_with_id(program_id)
        page = {"program": program, "organization_name": program.organization.name}
        if is_over(program):
            return _page(request, page | {"state": OVER}, 410)
        if "sent" in request.GET and request.method != "POST":
            return _page(request, page | {"state": SENT})
        form = ApplyForm(request.POST or None)
        if request.method == "POST" and _is_kept(request, program, form):
            return redirect(f"{request.path}?sent")
        return _page(request, page | {"state": OPEN, "form": form})


def _is_kept(request, program, form):
    if not form.is_valid():
        return False
    if not ratelimit.consume(request, action="apply"):
        messages.error(
            request, _("Too many applications come from where you are. Try again in an hour.")
        )
        return False
    applying.apply(program, form.save(commit=False), form.cleaned_data["why"])
    return True


def _page(request, page, status=200):
    answer = render(request, "participants/nominations_apply.html", page, status=status)
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
