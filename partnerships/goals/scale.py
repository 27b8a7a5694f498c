"""Goal attainment in five levels: what each means, and what is said of it. No database."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.IntegerChoices):
    """The scale of a goal, from its start to the most that could be hoped for."""

    MUCH_LESS = -2, _("Much less than hoped")
    LESS = -1, _("Less than hoped")
    REACHED = 0, _("What we aim for")
    MORE = 1, _("More than hoped")
    MUCH_MORE = 2, _("Much more than hoped")


# A goal is written when things stand below what it aims for.
STARTS = (Level.MUCH_LESS, Level.LESS)
MOST_GOALS = 5  # that are open at the same time, in one partnership
