"""Words of training: what a session is for, what people answer, and who attended."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    MENTEES = "mentees", _("Training for mentees")
    MENTORS = "mentors", _("Training for mentors")
    BRIEFING = "briefing", _("Sponsor briefing")
    OTHER = "other", _("Other")


class SessionStatus(models.TextChoices):
    PLANNED = "planned", _("Planned")
    CANCELLED = "cancelled", _("Cancelled")


class Answer(models.TextChoices):
    """What somebody invited says; empty until they do."""

    COMING = "coming", _("Coming")
    CANNOT = "cannot", _("Cannot come")


class Attendance(models.TextChoices):
    """What the coordinator noted afterwards; empty until then."""

    ATTENDED = "attended", _("Attended")
    PARTLY = "partly", _("Partly")
    ABSENT = "absent", _("Absent")


class Audience(models.TextChoices):
    """Who reads a briefing."""

    MANAGERS = "managers", _("Managers of mentees")
    CONTACTS = "contacts", _("HR of the sponsors")
    OBSERVERS = "observers", _("Observers whom mentees choose")


class TextKind(models.TextChoices):
    """A module is worked through before the first meeting; a guide is read in its stage."""

    MODULE = "module", _("Module")
    GUIDE = "guide", _("Guide")


class Need(models.TextChoices):
    """What a module means for a program's side."""

    REQUIRED = "required", _("Required")
    OPTIONAL = "optional", _("If one likes")
    UNUSED = "unused", _("Not used")


class Reached(models.TextChoices):
    """How far somebody is in a module, in this order."""

    READING = "reading", _("Reading")
    EXERCISE = "exercise", _("Exercise")
    SCENARIO = "scenario", _("Scenario")
    QUESTIONS = "questions", _("Questions")


STAGES = {
    "open": _("Open"),
    "agree": _("Agree"),
    "work": _("Work"),
    "mid-year": _("Mid-year"),
    "close": _("Close"),
}
