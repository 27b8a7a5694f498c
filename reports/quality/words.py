"""What is said of all criteria together, on the page and in the pack alike."""

from django.utils.translation import gettext as _


def caution():
    """``(title, text)`` that stands above everything."""
    return (
        _("This is preparation, not accreditation"),
        _(
            "No frame named here has looked at this program, and nothing here says that one would "
            "agree. The words are ours. Whoever awards a mark decides by their own criteria, and "
            "talks to people too."
        ),
    )


def hidden(least):
    return _(
        "A dash stands where fewer than %(k)s people were asked: what they answered, and "
        "whether, is not said here. What was asked of nobody so far shows nothing yet, and "
        "that is no fault of a program that is young."
    ) % {"k": least}
