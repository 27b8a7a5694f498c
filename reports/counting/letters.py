"""The mail that asks HR for its counts; it says no number and no name."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from notifications.kinds import Letter
from programs.models import Sponsorship
from reports import recipients
from reports.models import FollowUp, SponsorCounts

KIND = "counts_due"


def occasion_of(sponsorship_id, occasion, turn):
    """What a message is about: one turn of asking one sponsor."""
    return f"{sponsorship_id}:{occasion}:{turn}"


def counts_due(person, occasion, facts):
    """None once somebody has counted, or when its reader is HR of the company no more."""
    pk, occasion, turn = occasion.split(":")
    rows = Sponsorship.objects.select_related("program", "organization")
    one = rows.filter(pk=pk, withdrew_at__isnull=True).first()
    if one is None or _is_counted(one, occasion):
        return None
    found = recipients.who_may_open(one.program).get(one.company_id, ())
    if facts["user"] not in {str(login) for _address, login in found}:
        return None
    said = {"program": one.program.name, "organization": one.organization.name}
    slug = one.organization.slug
    place = reverse("company-reports:counts", args=[slug, one.program.slug, occasion])
    subject = _("What became of your people of %(program)s?")
    if turn != "0":
        subject = _("Still open: what became of your people of %(program)s?")
    return Letter(
        subject=subject % said,
        paragraphs=(
            _when(occasion) % said,
            _("You count in a few minutes, numbers alone: no names, and nothing of single people."),
        ),
        action_label=_("Count"),
        action_url=settings.BASE_URL + place,
        reason=_("You receive this because you get your company’s reports about %(program)s.")
        % said,
        values={"program": one.program.name},
    )


def _when(occasion):
    if occasion == FollowUp.HALF_YEAR:
        return _(
            "%(program)s ended half a year ago. %(organization)s asks how many of your people "
            "have stayed, were promoted, have a larger role or moved inside your company."
        )
    return _(
        "%(program)s ended a year ago. %(organization)s asks how many of your people have "
        "stayed, were promoted, have a larger role or moved inside your company."
    )


def _is_counted(sponsorship, occasion):
    return SponsorCounts.objects.filter(
        program=sponsorship.program_id, company=sponsorship.company_id, occasion=occasion
    ).exists()
