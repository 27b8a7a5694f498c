"""What two people write to each other, and each for themselves."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    NOTE = "note", _("Note")
    JOURNAL = "journal", _("Journal entry")
    MESSAGE = "message", _("Message")
    GOAL = "goal", _("Goal")


class Reader(models.TextChoices):
    """For whom a key opens: the two of a pair, or its author alone."""

    PAIR = "pair", _("The two of you")
    AUTHOR = "author", _("You alone")
