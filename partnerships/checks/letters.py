"""What people are told by mail about checks: that there is one, and who reads it."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from mentoring import clock
from mentoring.ui.formats import written_day
from notifications.kinds import Letter
from partnerships.checks.kinds import Occasion
from partnerships.checks.models import Check
from partnerships.lifecycle import Status


def check_open(person, occasion, facts):
    """A few questions wait."""
    check = _open_check(person, occasion)
    if check is None:
        return None
    said = _said(check)
    if check.occasion == Occasion.FIT:
        subject = _("You have met: does it fit?")
        opening = _("You have had your first meeting in %(program)s. One question: does it fit?")
    else:
        subject = _("How is it going in %(program)s?") % said
        opening = _("Two ratings and, if you like, a few words on how it goes in %(program)s.")
    return _letter(check, subject, opening % said, _("It takes less than two minutes."))


def check_reminder(person, occasion, facts):
    """It closes soon."""
    check = _open_check(person, occasion)
    if check is None:
        return None
    opening = _("Your answer in %(program)s is still missing, and it closes soon.") % _said(check)
    subject = _("Still open: two minutes on how it is going")
    return _letter(check, subject, opening, _("If all is well, that is worth knowing too."))


def _letter(check, subject, *paragraphs):
    slug = check.organization.slug
    place = reverse("portal:checks:check", args=[slug, check.pk])
    return Letter(
        subject=subject,
        paragraphs=(
            *paragraphs,
            _("You and the coordinators read your answer. Your partner and your company never do."),
        ),
        facts=((_("Open until"), written_day(check.closes_on)),),
        action_label=_("Answer"),
        action_url=settings.BASE_URL + place,
        reason=_("You receive this because you take part in %(program)s at %(organization)s.")
        % _said(check),
        values={"program": check.partnership.program.name},
    )


def _open_check(person, occasion):
    """The person's check while there is something to answer, else None."""
    pair, _colon, key = occasion.partition(":")
    rows = Check.objects.select_related("organization", "partnership__program")
    check = rows.filter(partnership=pair, occasion=key, participant__person=person).first()
    if check is None or check.answered_at or check.closes_on < clock.today():
        return None
    goes_on = check.partnership.status in (Status.PREPARING, Status.ACTIVE, Status.PAUSED)
    return check if goes_on else None


def _said(check):
    return {
        "program": check.partnership.program.name,
        "organization": check.organization.name,
    }
