"""Who can be asked to say what they see of a mentee at work, and how an invitation stands."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from instruments.kinds import Occasion

OCCASIONS = (Occasion.BASELINE, Occasion.FINAL)


class Relation(models.TextChoices):
    """How an observer knows the mentee's work."""

    CHAIR = "chair", _("Chair of the board")
    MANAGER = "manager", _("Manager")
    COLLEAGUE = "colleague", _("Colleague")
    REPORT = "report", _("Reports to the mentee")
    OTHER = "other", _("Somebody else")


class State(models.TextChoices):
    """How an invitation stands; only an open one can be answered."""

    OPEN = "open", _("Invited")
    BEGUN = "begun", _("Has agreed to answer")
    SENT = "sent", _("Has answered")
    DECLINED = "declined", _("Would rather not")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    EXPIRED = "expired", _("The link has run out")
