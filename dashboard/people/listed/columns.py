"""What the list of everybody is as a file."""

from django.utils.translation import gettext_lazy as _

from mentoring.ui.exports import Column
from participants.roles import Side, Standing


def _of(name, label, read=None, words=None):
    return Column(name, label, read or (lambda line: getattr(line.person, name)), words)


def columns():
    """The columns, whose words are those of the language in force."""
    return (
        _of("email", _("Mail address")),
        _of("given_name", _("Given name")),
        _of("family_name", _("Family name")),
        _of("company", _("Works for"), lambda line: line.person.employer),
        _of("programs", _("Takes part in"), _programs()),
        _of("login", _("Has a login"), _has_login, {True: _("yes"), False: _("no")}),
        _of("added", _("Added on"), lambda line: line.person.created_at),
    )


def _has_login(line):
    return line.person.user_id is not None


def _programs():
    sides = {value: str(label) for value, label in Side.choices}
    standings = {value: str(label) for value, label in Standing.choices}

    def read(line):
        return "; ".join(
            f"{part.program} ({sides[part.side]}, {standings[part.standing]})"
            for part in line.parts
        )

    return read
