"""One shape for everything that goes wrong.

``{"error": {"code": …, "message": …, "fields": {name: [messages]}}}``; ``fields`` is empty unless
the fault lies in what was sent.
"""

from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiResponse
from rest_framework import exceptions, serializers, status
from rest_framework.response import Response

from organizations.acting import ChooseFirst

MESSAGES = {
    "invalid": _("Some of what was sent cannot be used. Each field says why."),
    "parse_error": _("The body is not valid JSON."),
    "not_authenticated": _("Sign in first."),
    "permission_denied": _("Your role in this organization may not do this."),
    "choose_role": _("You have several roles here. Name the one you act under in Acting-As."),
    "not_found": _("There is nothing at this address."),
    "throttled": _("Too many calls. Wait as long as Retry-After says."),
}
WHOLE = "all"


class Conflict(exceptions.APIException):
    """What was asked cannot be done (any more); nothing was changed."""

    status_code = status.HTTP_409_CONFLICT
    default_code = "conflict"


class ChooseRole(exceptions.PermissionDenied):
    """Several roles of the caller may do this, and none was named."""

    default_code = "choose_role"


class TooLarge(exceptions.APIException):
    """The announced length of the body is beyond what is taken; nothing of it was read."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "too_large"

    def __init__(self):
        megabytes = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 2**20
        super().__init__(_("The body is too large. Send at most %d MB at once.") % megabytes)


class Fault(serializers.Serializer):
    """What went wrong."""

    code = serializers.CharField(help_text="Stays the same; programs may rely on it.")
    message = serializers.CharField(help_text="For people: what is wrong and what to do.")
    fields = serializers.DictField(
        child=serializers.ListField(child=serializers.CharField()),
        help_text="Messages by the name of the field; `all` for the whole.",
    )


class Failure(serializers.Serializer):
    """The body of every answer that is not a success."""

    error = Fault()


def described(*statuses):
    """The responses of an operation that fail, for its schema."""
    words = {
        400: "Something in the address's parameters or the body cannot be used.",
        401: "Nobody is signed in.",
        403: "The role may not do this, none of several was named, or the CSRF token is missing.",
        404: "No such row, or not one of yours.",
        409: "It cannot be done any more; nothing was changed.",
        413: "The body is too large; nothing of it was read.",
        429: "Too many calls.",
    }
    return {
        code: OpenApiResponse(Failure, description=words[code])
        for code in sorted({401, 403, 404, 429, *statuses})
    }


def answer(error, context):
    """The response to an exception, or None for a fault of our own."""
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    elif isinstance(error, ChooseFirst):
        error = ChooseRole()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    elif isinstance(error, RequestDataTooBig):
        error = TooLarge()
    if not isinstance(error, exceptions.APIException):
        return None
    fields = _fields(error.detail) if isinstance(error, exceptions.ValidationError) else {}
    code = error.default_code
    body = {"code": code, "message": str(MESSAGES.get(code, error.detail)), "fields": fields}
    if isinstance(error, exceptions.PermissionDenied) and str(error.detail).startswith("CSRF"):
        body |= {"code": "csrf", "message": str(error.detail)}
    return Response({"error": body}, status=error.status_code, headers=_headers(error))


def _fields(detail):
    """Messages by field; what is said of the whole goes under ``all``."""
    if not isinstance(detail, dict):
        detail = {WHOLE: detail}
    detail = {WHOLE if name == "non_field_errors" else name: told for name, told in detail.items()}
    return {name or WHOLE: _flat(told) for name, told in detail.items()}


def _flat(told):
    if isinstance(told, dict):
        return [message for value in told.values() for message in _flat(value)]
    if isinstance(told, list | tuple):
        return [message for value in told for message in _flat(value)]
    return [str(told)]


def _headers(error):
    headers = {}
    if getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = error.auth_header
    if getattr(error, "wait", None):
        headers["Retry-After"] = str(int(error.wait) + 1)
    return headers
