"""The mail about a report says that it is there, and where; never what it says."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from notifications.kinds import Letter
from notifications.services import tell_many
from reports import recipients
from reports.models import Snapshot

KIND = "report_ready"


def tell(snapshot):
    """Say to everybody who gets reports of its company that one is there."""
    messages = [
        (address, snapshot.pk, {"user": str(login)})
        for address, login in recipients.of_snapshot(snapshot)
    ]
    tell_many(KIND, messages)


def report_ready(person, occasion, facts):
    """None when its reader does not get reports of the company any more."""
    snapshot = (
        Snapshot.objects.select_related("program", "organization").filter(pk=occasion).first()
    )
    if snapshot is None:
        return None
    logins = {str(login) for _address, login in recipients.of_snapshot(snapshot)}
    if facts["user"] not in logins:
        return None
    said = {"program": snapshot.program.name, "organization": snapshot.organization.name}
    address = reverse("company-reports:report", args=[snapshot.organization.slug, snapshot.pk])
    return Letter(
        subject=_("Your report about %(program)s is ready") % said,
        paragraphs=(
            _("%(organization)s has published a report for your company.") % said,
            _("You read it after you have signed in. This mail says nothing of what is in it."),
        ),
        action_label=_("Read the report"),
        action_url=settings.BASE_URL + address,
        reason=_("You receive this because you get your company’s reports about %(program)s.")
        % said,
        values={"program": snapshot.program.name},
    )
