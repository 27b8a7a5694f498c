"""The one word of erasures that is a choice."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Asker(models.TextChoices):
    """Whose wish an erasure is."""

    PERSON = "person", _("Asked by the person")
    STAFF = "staff", _("Asked for by the organization")
    RETENTION = "retention", _("The time to keep it is over")
