"""What a case is about, how it stands, and what can happen to it: choices and their words."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Signal(models.TextChoices):
    """Why a coordinator has to look after something. Those of one person name the participant."""

    INVITATION = "invitation", _("Has not answered whether they take part")
    PROFILE = "profile", _("Profile is incomplete")
    TRAINING = "training", _("Training is late")
    FIRST_MEETING = "first_meeting", _("No first meeting")
    NO_MEETING = "no_meeting", _("No meeting held and none planned")
    SILENCE = "silence", _("No sign of the two for a long time")
    CHECK_LATE = "check_late", _("Check was not answered")
    RATING = "rating", _("Low rating in a check")
    CALL = "call", _("Asked for a call")
    NOT_A_FIT = "not_a_fit", _("Said that it does not fit")
    WARNING = "warning", _("Warning sign in the mid-year evaluation")
    UNSIGNED = "unsigned", _("Agreement is not signed")
    GOAL = "goal", _("No goal set")
    EMPLOYMENT = "employment", _("Changed employers")
    CONFLICT = "conflict", _("Their companies must not be matched any more")
    BOUNCED = "bounced", _("Mail does not arrive")
    SPONSOR_LEFT = "sponsor_left", _("Their sponsor has withdrawn")
    BY_HAND = "by_hand", _("Opened by a coordinator")


class Severity(models.IntegerChoices):
    """How pressing it is; the most pressing comes first in an order."""

    HIGH = 1, _("Urgent")
    MEDIUM = 2, _("Soon")
    LOW = 3, _("When there is time")


class CaseStatus(models.TextChoices):
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


class Outcome(models.TextChoices):
    """What became of it. A case that closes itself is ``GONE``, and no other is."""

    SETTLED = "settled", _("It is settled")
    AGREED = "agreed", _("The two have agreed on what comes next")
    GOES_ON = "goes_on", _("It goes on as it is")
    RESTS = "rests", _("The partnership rests for a while")
    ENDS = "ends", _("The partnership ends")
    UNREACHED = "unreached", _("Nobody could be reached")
    NOTHING = "nothing", _("Nothing needed to be done")
    GONE = "gone", _("The cause is gone")


# What a coordinator can choose.
OUTCOMES = tuple(one for one in Outcome if one != Outcome.GONE)


class Level(models.IntegerChoices):
    """How far up it has gone."""

    PAIR = 0, _("The two talk to each other first")
    COORDINATOR = 1, _("A coordinator looks after it")
    LEAD = 2, _("Whoever leads the program looks after it")
    SPONSOR = 3, _("A sponsor or a lawyer has to know")


class Action(models.TextChoices):
    """What happened to a case."""

    OPENED = "opened", _("Opened")
    TAKEN = "taken", _("Taken")
    ASSIGNED = "assigned", _("Given to somebody")
    RELEASED = "released", _("Given back to nobody")
    RETURNED = "returned", _("Returned to nobody, because its owner has left")
    DUE = "due", _("Due day moved")
    SNOOZED = "snoozed", _("Put off")
    WOKEN = "woken", _("Taken up again")
    CONTACTED = "contacted", _("Somebody was contacted")
    RAISE_ASKED = "raise_asked", _("A second person was asked to raise it")
    RAISED = "raised", _("Raised")
    LOWERED = "lowered", _("Lowered")
    CLOSED = "closed", _("Closed")
    CLOSED_ITSELF = "closed_itself", _("Closed by itself")
    REOPENED = "reopened", _("Opened again")


class Channel(models.TextChoices):
    """How somebody was contacted."""

    PHONE = "phone", _("By phone")
    MAIL = "mail", _("By mail")
    VIDEO = "video", _("By video")
    IN_PERSON = "in_person", _("In person")
    OTHER = "other", _("In another way")


class Decision(models.TextChoices):
    """What becomes of a running pair after a fact about it has changed."""

    GOES_ON = "goes_on", _("It goes on")
    RESTS = "rests", _("It rests")
    ENDS = "ends", _("It ends")
