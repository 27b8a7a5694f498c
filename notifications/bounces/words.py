"""Why a mail came back, in words for coordinators."""

from django.utils.translation import gettext as _


def why(code):
    """What a status of RFC 3463 says, which may be empty."""
    if code.startswith("5.1."):
        return _("The receiving mail server does not know this address.")
    if code == "5.2.1":
        return _("The mailbox is closed.")
    if code.startswith("5.4."):
        return _("No mail server was found that takes mail for this address.")
    return _("The receiving mail server refuses mail to this address.")
