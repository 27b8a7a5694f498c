"""The door of the API: the organization's door, with JSON on the threshold.

Nobody signed in gets 401, a stranger 404, a member without the role 403. A handler that does not
say whom it is open to is closed.
"""

from functools import wraps

from django.db import transaction
from django.http import Http404
from rest_framework.authentication import SessionAuthentication
from rest_framework.permissions import BasePermission
from rest_framework.views import APIView

from api import errors
from organizations.access import organization_view
from organizations.roles import Role


class Session(SessionAuthentication):
    """The session of the pages; unsafe calls need its CSRF token."""

    def authenticate_header(self, request):
        """Named, so that nobody signed in is 401 and not 403."""
        return "Session"


class OpenedByHandler(BasePermission):
    """Signed in, and the handler is open to somebody; who that is it checks itself."""

    def has_permission(self, request, view):
        if not (request.user and request.user.is_authenticated):
            return False
        name = request.method.lower()
        handler = getattr(view, name, None) if name in view.http_method_names else None
        return handler is None or hasattr(handler, "roles")


class OrganizationView(APIView):
    """One address of the API inside an organization."""

    authentication_classes = [Session]
    permission_classes = [OpenedByHandler]
    http_method_names = ["get", "head", "post", "patch", "put"]
    roles = frozenset()

    @classmethod
    def as_view(cls, **initkwargs):
        """A view outside the request's transaction: each handler opens its own, with its roles."""
        view = transaction.non_atomic_requests(super().as_view(**initkwargs))
        handlers = (getattr(cls, name, None) for name in cls.http_method_names)
        view.roles = cls.roles.union(*(getattr(handler, "roles", ()) for handler in handlers))
        return view

    def get_exception_handler(self):
        return errors.answer


class Missing(OrganizationView):
    """An address that does not exist, for everybody who is signed in."""

    roles = frozenset(Role)

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        raise Http404


def opened_to(*roles, choosing=False):
    """Open a handler of an ``OrganizationView`` to these roles, in one transaction.

    Like ``organizations.access.organization_view``: the handler gets ``request.organization`` and
    ``request.membership``, and the organization's context is entered while it works. ``choosing``
    answers whoever has not chosen one of several roles yet.
    """

    def decorator(handler):
        @wraps(handler)
        def wrapper(self, request, organization, **kwargs):
            @organization_view(*roles, choosing=choosing)
            def inside(request, **kwargs):
                return handler(self, request, **kwargs)

            with transaction.atomic():
                return inside(request, organization=organization, **kwargs)

        wrapper.roles = frozenset(roles)
        return wrapper

    return decorator
