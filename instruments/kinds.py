"""What a question can ask for, who is asked, and when."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """How a question is answered."""

    SCALE_5 = "scale_5", _("Scale from 1 to 5")
    SCALE_11 = "scale_11", _("Scale from 0 to 10")
    SINGLE = "single", _("One of several")
    MULTIPLE = "multiple", _("Any of several")
    NUMBER = "number", _("A number")
    TEXT = "text", _("In one's own words")


STEPS = {Kind.SCALE_5: range(1, 6), Kind.SCALE_11: range(11)}
# Where somebody may say that they cannot say.
UNSURE = (*STEPS, Kind.SINGLE)
CHOSEN = (Kind.SINGLE, Kind.MULTIPLE)


class Informant(models.TextChoices):
    """Whose view it is; informants are shown side by side and never averaged."""

    MENTEE = "mentee", _("Mentees")
    MENTOR = "mentor", _("Mentors")
    OBSERVER = "observer", _("Observers")
    SPONSOR = "sponsor", _("Sponsors")


class Occasion(models.TextChoices):
    """When the same questions are asked."""

    BASELINE = "baseline", _("Baseline")
    MID_YEAR = "mid_year", _("Mid-year evaluation")
    FINAL = "final", _("Final evaluation")
    THEN = "then", _("A look back")
    FOLLOW_UP_6 = "follow_up_6", _("Follow-up after six months")
    FOLLOW_UP_12 = "follow_up_12", _("Follow-up after a year")


# The occasions that are asked, and the row of a program's timetable that each follows.
STAGES = {
    Occasion.BASELINE: "baseline",
    Occasion.MID_YEAR: "check_6",
    Occasion.FINAL: "end",
    Occasion.THEN: "end",
    Occasion.FOLLOW_UP_6: "follow_up_6",
    Occasion.FOLLOW_UP_12: "follow_up_12",
}
# Where such a row is a single day: how many days before it an occasion opens, and how many after
# it closes. The database holds the same numbers.
AROUND = {
    Occasion.BASELINE: (0, 0),
    Occasion.MID_YEAR: (0, 21),
    Occasion.FINAL: (28, 14),
    Occasion.THEN: (28, 14),
    Occasion.FOLLOW_UP_6: (0, 21),
    Occasion.FOLLOW_UP_12: (0, 21),
}
# Those that go with the last day of somebody's own partnership.
AT_THE_END = (Occasion.FINAL, Occasion.THEN)
EVERY_TIME = (Occasion.BASELINE, Occasion.MID_YEAR, Occasion.FINAL)
