"""Where anybody checks by its code whether a certificate is genuine, and learns nothing else."""

from allauth.core.internal import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from evaluations.certificates import codes, queries
from evaluations.certificates.forms import NameForm, VerifyForm

ACTION = "verify"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def verify(request):
    """A form for a code; its page has an address of its own, to be kept with a paper."""
    form = VerifyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect("verify-code", codes.shown(form.cleaned_data["code"]))
    return _page(request, {"form": form})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def verify_code(request, code):
    """What the code belongs to, without the name; and whether a typed name is the printed one.

    Unknown, revoked and erased answer the same, by the same statement. Ten tries a minute from one
    address: what cannot be a code is no try.
    """
    clean = codes.clean(code)
    if clean is None:
        return _page(request, {"form": VerifyForm(), "is_unknown": True})
    if not ratelimit.consume(request, app="allauth.account", action=ACTION, limit_get=True):
        return _page(request, {"form": VerifyForm(), "is_limited": True}, 429)
    found = queries.behind(clean)
    if found is None:
        return _page(request, {"form": VerifyForm(), "is_unknown": True})
    page = {"found": found, "code": codes.shown(clean), "name_form": NameForm(request.POST or None)}
    if request.method == "POST" and page["name_form"].is_valid():
        page["name_said"] = page["name_form"].cleaned_data["family_name"]
        page["is_name"] = found.bears(clean, page["name_said"])
    return _page(request, page)


def _page(request, page, status=200):
    answer = render(request, "evaluations/certificates/verify.html", page, status=status)
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
