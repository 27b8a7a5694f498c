"""Why a proposal or a signature is refused, in words for the person who tried."""

from django.utils.translation import gettext_lazy as _

from partnerships.refusals import Refusal

NOT_YOURS = _("Each of the two agrees for themselves.")
NO_TEXT = _("The text of your agreement is being prepared. Try again in a minute.")
OVER = _("This partnership does not go on, so there is nothing to agree on any more.")
FASTER = _(
    "The two of you were at it at the same time: a newer proposal stands here now. Read it first; "
    "what you typed is below."
)
NEWER = _("A newer proposal has taken the place of this one. Read it, then sign that.")
NOT_TRAINED = _("You sign when both of you have finished the training.")
GONE = _("You have had what you wrote erased, so nothing more can be written here.")
TOO_MANY = _("You two have changed this agreement very often. Ask your coordinator to help.")


class CannotAgree(Refusal):
    """This cannot be proposed or signed (any more); nothing was written."""
