"""What the list of people is as a file."""

from django.utils.translation import gettext_lazy as _

from mentoring.ui.exports import Column
from participants.columns import columns
from participants.listed.filters import match_options
from participants.profiles.profile import written
from participants.roles import Side, Standing
from participants.stored import known_companies, stored


def _of(name, label, words=None):
    return Column(name, label, lambda record: getattr(record, name), words)


def _places(record):
    return record.capacity if record.side == Side.MENTOR else None


def shown():
    """What the page shows, by the names that the import knows where it knows them."""
    return (
        _of("email", _("Mail address")),
        _of("given_name", _("Given name")),
        _of("family_name", _("Family name")),
        _of("company", _("Company")),
        _of("title", _("Title")),
        _of("level", _("Level")),
        _of("side", _("Side"), dict(Side.choices)),
        _of("standing", _("Standing"), dict(Standing.choices)),
        Column(
            "capacity", _("Places"), lambda one: one.capacity if one.side == Side.MENTOR else None
        ),
        _of("missing", _("Missing in the profile")),
        _of("match", _("Match"), match_options()),
        Column("added", _("Added on"), lambda one: one.created_at),
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
