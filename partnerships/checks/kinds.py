"""When the two of a pair are asked how it goes, and what a fit check can say."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Occasion(models.TextChoices):
    """Months are named like the rows of a program's timetable that they follow."""

    FIT = "fit", _("Fit check")
    MONTH_1 = "check_1", _("Progress check, month 1")
    MONTH_3 = "check_3", _("Progress check, month 3")
    MONTH_6 = "check_6", _("Progress check, month 6")
    MONTH_9 = "check_9", _("Progress check, month 9")


MONTHS = {
    Occasion.MONTH_1: 1,
    Occasion.MONTH_3: 3,
    Occasion.MONTH_6: 6,
    Occasion.MONTH_9: 9,
}


class Fit(models.TextChoices):
    GOOD = "good", _("It fits")
    DECIDING = "deciding", _("I am still deciding")
    NOT_A_FIT = "not", _("It does not fit")


STEPS = range(1, 6)
# A rating this low is one that a coordinator looks at.
LOW = 2
