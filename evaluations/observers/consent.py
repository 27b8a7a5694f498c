"""What an observer agrees to before anything is asked, in versions.

Another wording is another entry at the end; what somebody agreed to keeps its number.
"""

from django.utils.translation import gettext as _

VERSION = 1


def points(first_name, organization):
    """``(icon, sentence)`` of the version in force."""
    said = {"name": first_name, "organization": organization}
    return (
        (
            "user",
            _("%(name)s reads your answers first, with your name: nothing could hide who wrote.")
            % said,
        ),
        ("users", _("Then the coordinators of %(organization)s, with your name too.") % said),
        (
            "building-2",
            _("Companies learn what many observers say together, or nothing. Never what you say."),
        ),
        (
            "clock",
            _(
                "It is your choice. Until you have sent your answers you can take your consent "
                "back; nothing of them is kept then."
            ),
        ),
        (
            "archive",
            _("A year after the program your answers are deleted, with your name and address."),
        ),
    )
