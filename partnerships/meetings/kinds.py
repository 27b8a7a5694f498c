"""How a meeting stands, how people meet, and how often a series comes."""

from django.db import models
from django.utils.translation import gettext_lazy as _

MOST_OPTIONS = 3
SHORTEST, LONGEST = 15, 480  # minutes
USUAL_LENGTH = 60


class MeetingStatus(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    MISSED = "missed", _("Missed")
    CANCELLED = "cancelled", _("Cancelled")


class SeriesStatus(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    PLANNED = "planned", _("Planned")
    CANCELLED = "cancelled", _("Cancelled")


class Form(models.TextChoices):
    VIRTUAL = "virtual", _("By video")
    IN_PERSON = "in person", _("In person")
    PHONE = "phone", _("By phone")


class Unit(models.TextChoices):
    WEEK = "week", _("weeks")
    MONTH = "month", _("months")


class Said(models.TextChoices):
    """What one of the two says became of a meeting."""

    HELD = "held", _("We met")
    MISSED = "missed", _("We did not meet")


class Words(models.TextChoices):
    """What is written about a meeting: where it is, and what it is about."""

    PLACE = "place", _("Place or link")
    AGENDA = "agenda", _("Agenda")


# Nothing is planned here any more, but what lies behind can still be said.
OVER = (MeetingStatus.HELD, MeetingStatus.MISSED, MeetingStatus.CANCELLED)
