"""Photos on the pages of coordinators."""

from django.views.decorators.http import require_safe

from organizations.access import organization_view
from organizations.roles import STAFF
from participants.photos.serving import picture_response


@require_safe
@organization_view(*STAFF)
def picture(request, person_id, size):
    """The photo of anybody in the organization who has one."""
    return picture_response(request, person_id, size)
