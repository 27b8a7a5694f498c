"""The pages of a pair on which there may be something new."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Part(TextChoices):
    GOALS = "goals", _("Goals")
    MEETINGS = "meetings", _("Meetings")
    MESSAGES = "messages", _("Messages")
    NOTES = "notes", _("Notes")
    FILES = "files", _("Files")
