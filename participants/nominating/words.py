"""What became of nominations, questions and applications, in words."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    """What a worker or a coordinator made of a nomination; ``KEPT``: taken back too late."""

    PLACED = "placed", _("In the program")
    KEPT = "kept", _("In the program, answered before it was taken back")
    TO_SETTLE = "to_settle", _("To settle")
    REFUSED = "refused", _("Refused")
    TAKEN_BACK = "taken_back", _("Taken back")


class Doubt(models.TextChoices):
    """Why a coordinator has to settle a nomination."""

    EMPLOYER = "employer", _("Works at another company, as far as you know")
    NO_EMPLOYER = "no_employer", _("Has no employer on record")
    OTHER_SIDE = "other_side", _("Is in the program on the other side")
    LOGIN = "login", _("Is known under another mail address")


class Source(models.TextChoices):
    """By whom somebody was asked."""

    SPONSOR = "sponsor", _("Nominated by the company")
    COORDINATOR = "coordinator", _("Invited by you")
    APPLICATION = "application", _("Applied")


class Answer(models.TextChoices):
    """How a question ended."""

    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    UNANSWERED = "unanswered", _("Unanswered")
    TAKEN_BACK = "taken_back", _("Taken back")


class WhyNot(models.TextChoices):
    """Why somebody would rather not take part: neutral, optional, for coordinators alone."""

    NO_TIME = "no_time", _("I do not have the time")
    NOT_NOW = "not_now", _("Not this year, perhaps later")
    NOT_FOR_ME = "not_for_me", _("It is not what I need")
    NOT_ASKED = "not_asked", _("I was nominated without being asked")
    OTHER = "other", _("Something else")


class ApplicationState(models.TextChoices):
    NEW = "new", _("Waits for you")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
