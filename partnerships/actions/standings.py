"""How something that is to be done stands. No database."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Standing(models.IntegerChoices):
    OPEN = 0, _("Open")
    DONE = 1, _("Done")
    DROPPED = 2, _("No longer needed")
