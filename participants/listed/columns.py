"""What the list of people is as a file."""

from django.utils.translation import gettext_lazy as _

from mentoring.ui.exports import Column
from participants.columns import columns
from participants.profiles.profile import written
from participants.stored import known_companies, stored


def _of(name, label, value):
    return Column(name, label, lambda line: value(line.participant))


# What the page shows, by the names that the import knows where it knows them.
SHOWN = (
    _of("email", _("Mail address"), lambda one: one.person.email),
    _of("given_name", _("Given name"), lambda one: one.person.given_name),
    _of("family_name", _("Family name"), lambda one: one.person.family_name),
    _of("company", _("Company"), lambda one: one.company.name),
    _of("title", _("Title"), lambda one: one.title),
    _of("level", _("Level"), lambda one: one.level),
    _of("side", _("Side"), lambda one: one.get_side_display()),
    _of("standing", _("Standing"), lambda one: one.get_standing_display()),
    _of("capacity", _("Places"), lambda one: one.capacity if one.is_mentor else None),
    Column("missing", _("Missing in the profile"), lambda line: ", ".join(line.missing)),
    Column("match", _("Match"), lambda line: line.match_label),
    _of("added", _("Added on"), lambda one: one.created_at),
)


def to_import(program, side, addresses):
    """``(columns, rows)`` of a file that the import of this side reads back as no change.

    ``addresses`` are those of the people, in the order of the rows.
    """
    known, people = known_companies(), stored(program, side, [one.lower() for one in addresses])
    rows = [written(side, people[one.lower()].values, known) for one in addresses]
    return [_cell(column) for column in columns(side)], rows


def _cell(column):
    return Column(column.name, column.label, lambda row: row[column.name])
