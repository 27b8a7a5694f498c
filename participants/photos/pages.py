"""Photos on the pages of coordinators."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from organizations import people
from organizations.access import organization_view
from organizations.roles import STAFF
from participants.photos.keeping import remove
from participants.photos.serving import picture_response


@require_safe
@organization_view(*STAFF)
def picture(request, person_id, size):
    """The photo of anybody in the organization who has one."""
    return picture_response(request, person_id, size)


@require_POST
@organization_view(*STAFF)
def remove_photo(request, person_id):
    """Take away a photo that is none to show."""
    person = people.person_or_404(person_id)
    if remove(person, by=request.membership):
        messages.success(request, _("The photo is removed, and its owner gets a mail."))
    else:
        messages.warning(request, _("There is no photo any more."))
    return redirect("people:person", request.organization.slug, person.pk)
