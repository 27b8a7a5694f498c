"""What a coordinator can decide about a match, and how closely one should look."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CannotDecide(Exception):
    """What was asked cannot be done (any more); the message is for the coordinator who asked."""


class Decision(models.TextChoices):
    PROPOSED = "proposed", _("To decide")
    APPROVED = "approved", _("Approved")
    ANNOUNCED = "announced", _("Announced")
    REJECTED = "rejected", _("Rejected")


class AlternateState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    ANNOUNCED = "announced", _("Announced")
    IMPOSSIBLE = "impossible", _("No longer possible")


class Band(models.TextChoices):
    """How much of a coordinator's time a match deserves."""

    CLOSE = "close", _("Look closely")
    GOOD = "good", _("Good")
    SURE = "sure", _("Sure")


class Sign(models.TextChoices):
    """Why a match stands in its band, most pressing first."""

    LOWEST = "lowest", _("lowest score")
    LOW_SCORE = "low_score", _("low score")
    TIE = "tie", _("a tie")
    NEARLY_A_TIE = "nearly_a_tie", _("nearly a tie")
    FEW_ANSWERS = "few_answers", _("answers missing")
    ONLY_CHANCE = "only_chance", _("costs a match otherwise")


# Points that choosing otherwise must cost before it counts as more than chance, and as clear.
NEARLY_A_TIE = 50
CLEAR = 300
# Percent of what counts that both answered.
FEW_ANSWERS = 60
MOST_ANSWERS = 80


def band_of(*, score, outcome, confidence, veto_matches, veto_points):
    """``(Band, [Sign])`` of a match; ``outcome`` is that of its run."""
    signs = []
    if score == outcome.worst:
        signs.append(Sign.LOWEST)
    elif score <= outcome.fifth_percentile:
        signs.append(Sign.LOW_SCORE)
    if veto_matches == 0 and veto_points < NEARLY_A_TIE:
        signs.append(Sign.NEARLY_A_TIE if veto_points else Sign.TIE)
    if confidence < FEW_ANSWERS:
        signs.append(Sign.FEW_ANSWERS)
    if signs:
        return Band.CLOSE, signs
    if veto_matches:
        signs.append(Sign.ONLY_CHANCE)
    clear = veto_matches > 0 or veto_points >= CLEAR
    return (Band.SURE if clear and confidence >= MOST_ANSWERS else Band.GOOD), signs
