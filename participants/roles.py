"""A participant's side, and whether they take part."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Side(models.TextChoices):
    MENTEE = "mentee", _("Mentee")
    MENTOR = "mentor", _("Mentor")


class Standing(models.TextChoices):
    """Whether somebody takes part; only ``IN`` people are matched."""

    NOMINATED = "nominated", _("Nominated")
    IN = "in", _("In")
    DECLINED = "declined", _("Declined")
    UNANSWERED = "unanswered", _("Unanswered")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    REMOVED = "removed", _("Removed")


class MeetingForm(models.TextChoices):
    VIRTUAL = "virtual", _("Virtual")
    IN_PERSON = "in person", _("In person")
    EITHER = "either", _("Either")


class ImportPhase(models.TextChoices):
    """Which of its two parts of work an import is at, or did last."""

    CHECK = "check", _("Check")
    APPLY = "apply", _("Import")
