"""What somebody sends comes back to them when their session has ended, or began anew, meanwhile.

It stands on the page that answers and is kept nowhere: they sign in in another tab and send it
once more. Only what a page of this house has sent comes back, and nothing from pages of accounts.
"""

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpResponse
from django.shortcuts import render
from django.views.csrf import csrf_failure

from organizations.navigation import ACTING_AS

TOKEN = "csrfmiddlewaretoken"


class SignIn(LoginRequiredMiddleware):
    """Every address asks for a sign-in, unless it says otherwise; what was typed is not lost."""

    def handle_no_permission(self, request, view_func):
        if request.headers.get("HX-Request"):
            return HttpResponse(status=401)  # the page stays, and says so
        if _comes_back(request):
            return _send_again(request)
        return super().handle_no_permission(request, view_func)


def refused(request, reason=""):
    """A form whose token is not of this session: of another site, or from before a sign-in."""
    is_ours = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    if is_ours and not request.headers.get("HX-Request") and _comes_back(request):
        return _send_again(request)
    return csrf_failure(request, reason)


def _comes_back(request):
    match = request.resolver_match
    if request.method != "POST" or "organization" not in match.kwargs:
        return False
    return getattr(match.func, "login_required", True) and bool(_fields(request))


def _fields(request):
    """Names and values as they were sent, without the token."""
    sent = request.POST.lists()
    return [(name, value) for name, values in sent for value in values if name != TOKEN]


def _send_again(request):
    fields = _fields(request)
    typed = [value for name, value in fields if name != ACTING_AS and " " in value.strip()]
    page = {"fields": fields, "typed": typed, "files": list(request.FILES)}
    answer = render(request, "organizations/send_again.html", page, status=403)
    answer.headers["Cache-Control"] = "no-store"
    return answer
