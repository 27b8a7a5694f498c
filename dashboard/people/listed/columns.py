"""What the list of everybody is as a file."""

from django.utils.translation import gettext_lazy as _

from mentoring.ui.exports import Column
from participants.roles import Side, Standing


def _of(name, label, value):
    return Column(name, label, lambda line: value(line.person))


def _programs(line):
    sides, standings = dict(Side.choices), dict(Standing.choices)
    return "; ".join(
        f"{part.program} ({sides[part.side]}, {standings[part.standing]})" for part in line.parts
    )


COLUMNS = (
    _of("email", _("Mail address"), lambda one: one.email),
    _of("given_name", _("Given name"), lambda one: one.given_name),
    _of("family_name", _("Family name"), lambda one: one.family_name),
    _of("company", _("Works for"), lambda one: one.employer),
    Column("programs", _("Takes part in"), _programs),
    _of("login", _("Has a login"), lambda one: str(_("yes") if one.user_id else _("no"))),
    _of("added", _("Added on"), lambda one: one.created_at),
)
