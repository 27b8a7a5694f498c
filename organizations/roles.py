"""Who may act as what inside an organization."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from mentoring.tenancy.context import Actor


class Role(models.TextChoices):
    ADMINISTRATOR = "administrator", _("Administrator")
    COORDINATOR = "coordinator", _("Coordinator")
    HR = "hr", _("HR")
    PARTICIPANT = "participant", _("Participant")


STAFF = (Role.ADMINISTRATOR, Role.COORDINATOR)

# As what the database sees a request of this role.
ACTORS = {
    Role.ADMINISTRATOR: Actor.COORDINATOR,
    Role.COORDINATOR: Actor.COORDINATOR,
    Role.HR: Actor.HR,
    Role.PARTICIPANT: Actor.PARTICIPANT,
}
