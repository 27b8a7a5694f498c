"""Mails about what a partner wrote: that there is something, never what."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from notifications.kinds import Letter
from partnerships.models import Partnership
from partnerships.queries import other_side, side_of
from partnerships.writing.models import SharedCopy
from partnerships.writing.queries import is_closed


def pair_message(person, occasion, facts):
    """A message waits in the portal."""
    rows = Partnership.objects.select_related(
        "organization", "program", "mentor_person", "mentee_person"
    )
    partnership = rows.get(pk=occasion.partition(" ")[0])
    if is_closed(partnership):
        return None
    side = other_side(side_of(partnership, person.pk))
    said = {
        "name": getattr(partnership, f"{side}_person").name,
        "program": partnership.program.name,
        "organization": partnership.organization.name,
    }
    page = reverse("portal:writing:messages", args=[partnership.organization.slug, partnership.pk])
    return Letter(
        subject=_("%(name)s has written to you") % said,
        paragraphs=(
            _("There is a message from %(name)s in your portal, in %(program)s.") % said,
            _(
                "What the two of you write is not in this mail: it stays behind your sign-in, "
                "where the two of you alone can read it."
            ),
        ),
        action_label=_("Read it in your portal"),
        action_url=settings.BASE_URL + page,
        reason=_("You receive this because you take part in %(program)s at %(organization)s.")
        % said,
        values={"program": partnership.program.name},
    )


def writing_shared(person, occasion, facts):
    """To a coordinator: one of a pair has shared something, and it is still there."""
    rows = SharedCopy.objects.select_related("organization", "partnership__program")
    copy = rows.defer("locked").filter(pk=occasion).first()
    if copy is None:
        return None
    program = copy.partnership.program
    place = [copy.organization.slug, program.slug, copy.partnership_id, copy.pk]
    said = {"program": program.name, "organization": copy.organization.name}
    return Letter(
        subject=_("Something was shared with you in %(program)s") % said,
        paragraphs=(
            _(
                "One of a pair in %(program)s has shared something they wrote with the "
                "coordinators. It is not in this mail, and whoever shared it can take it back."
            )
            % said,
        ),
        action_label=_("Read it"),
        action_url=settings.BASE_URL + reverse("partnerships:shared", args=place),
        reason=_("You receive this because you coordinate at %(organization)s.") % said,
    )
