"""What became of a call that somebody asked for."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    SPOKE = "spoke", _("We spoke, and that was enough")
    FOLLOWS = "follows", _("We spoke, and something follows")
    UNREACHED = "unreached", _("Could not be reached")
    SETTLED = "settled", _("Settled without a call")
    TAKEN_BACK = "taken_back", _("Taken back by whoever asked")


# What a coordinator may say.
OUTCOMES = [one for one in Outcome if one != Outcome.TAKEN_BACK]
