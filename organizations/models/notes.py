"""What coordinators write down about a person, for coordinators alone."""

from django.db import models
from django.db.models.functions import Now

from mentoring import clock
from mentoring.tenancy.models import TenantForeignKey, TenantModel
from organizations.models.organizations import Membership
from organizations.models.people import Person


class IntakeNote(TenantModel):
    """A note about a person, locked under that person's key: it goes when the person is erased.

    The database shows it to coordinators only, and lets its author alone change it, for a day.
    """

    person = TenantForeignKey(Person, models.PROTECT, related_name="intake_notes")
    author = TenantForeignKey(Membership, models.PROTECT, related_name="+")
    locked = models.BinaryField()
    written_at = models.DateTimeField(default=clock.now, db_default=Now(), editable=False)
    edited_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        ordering = ["-written_at", "-id"]


class IntakeNoteVersion(TenantModel):
    """What a note said before it was changed."""

    note = TenantForeignKey(IntakeNote, models.CASCADE, related_name="versions")
    locked = models.BinaryField()
    until = models.DateTimeField(default=clock.now, db_default=Now(), editable=False)

    class Meta(TenantModel.Meta):
        ordering = ["-until", "-id"]
