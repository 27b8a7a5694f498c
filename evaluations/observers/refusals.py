"""Why something cannot be done with an invitation, in words for whoever tried."""

from django.utils.translation import gettext_lazy as _

from partnerships.refusals import Refusal

NOT_YOURS = _("A mentee invites for themselves.")
NOT_NOW = _("Observers cannot be invited now.")
NOT_IN = _("You are not taking part in this program, so there is nobody to invite.")
OWN_ADDRESS = _("This is your own address. An observer is somebody else who sees your work.")
KNOWN = _("You have invited this address already. Send that invitation anew instead.")
TOO_MANY = _("Five observers are invited. Withdraw one first, if somebody else knows more.")
TOO_MANY_EVER = _("You have invited as many people as one can for this. Ask a coordinator.")
TOO_SOON = _("A link went out within the last day. You can send another one tomorrow.")
TOO_OFTEN = _("Six links went out to this person. Ask them in another way.")
HAS_ANSWERED = _("They have sent their answers in the meantime.")
IS_OVER = _("This invitation is over: it was declined or withdrawn.")

SENT = _("You have sent your answers, so they stay as they are.")
GONE = _("This invitation was withdrawn, or the link has run out. Nothing was sent.")
MISSING = _("Some questions are still open.")
TEXT_CHANGED = _("What you agree to reads differently since you opened the page. Look at it again.")


class CannotInvite(Refusal):
    """The mentee cannot do this now; nothing was written."""


class CannotObserve(Refusal):
    """The observer cannot do this now; nothing was written."""
