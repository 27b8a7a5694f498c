"""One person's data: read from texts, compared with what is stored, written as texts.

The form for one person, the import, the command and the API all read through here, so the same
input gives the same values and the same messages.
"""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from participants import cells
from participants.cells import Wrong
from participants.columns import columns, columns_by_name
from participants.roles import Side


@dataclass
class Reading:
    """What became of one person's data: values by column, problems by column, notes."""

    values: dict = field(default_factory=dict)
    problems: dict = field(default_factory=dict)
    notes: list = field(default_factory=list)


@dataclass(frozen=True)
class Difference:
    """One column that would change, as people read it."""

    column: str
    old: str
    new: str


def read(side, cells_by_column, known, *, is_partial=False):
    """Read one person's texts (``{column name: text}``) into a ``Reading``.

    Columns that are not given stay as they are stored. ``known`` is the ``Registry`` of companies.
    With ``is_partial`` the person is stored already and even required columns may be left out.
    """
    reading = Reading()
    for column in columns(side):
        text = cells_by_column.get(column.name)
        if text is not None:
            _read_cell(column, text, known, reading)
        elif column.is_required and not is_partial:
            reading.problems[column.name] = [_required(column)]
    _read_across(reading)
    return reading


def _read_cell(column, text, known, reading):
    text = cells.tidy(text, column.is_multiline)
    if not text:
        if column.is_required:
            reading.problems[column.name] = [_required(column)]
        else:
            reading.values[column.name] = column.empty
        return
    try:
        cells.refuse_long(text, column.longest)  # first of all: the rest takes its time
        cells.refuse_unreadable(text)
        reading.values[column.name] = column.read(
            text, known, lambda told: reading.notes.append((column.name, told))
        )
    except Wrong as error:
        reading.problems[column.name] = error.messages


def _required(column):
    return _("This is missing. %(help)s") % {"help": column.help}


def _read_across(reading):
    """What one column says about another."""
    values, problems = reading.values, reading.problems
    start, end = values.get("hours_from"), values.get("hours_to")
    if "hours_from" in values and "hours_to" in values and (start is None) != (end is None):
        lone = "hours_to" if start else "hours_from"
        problems[lone] = [_("Give both times or neither.")]
    elif start and start == end:
        problems["hours_to"] = [_("Both times are the same. Write when the working day ends.")]
    address = values.get("email")
    if address and values.get("manager_email") == address:
        problems["manager_email"] = [_("This is the person's own address. Write the manager's.")]
    if address and any(name == address for name, _company in values.get("please_not", ())):
        problems["please_not"] = [_("This is the person's own address. Remove it.")]


def differences(side, stored, values, known):
    """The columns in which ``values`` differ from ``stored``, old and new as people read them."""
    return [
        Difference(name, _shown(side, name, stored[name], known), _shown(side, name, value, known))
        for name, value in values.items()
        if stored[name] != value
    ]


def written(side, values, known):
    """``values`` as the texts that ``read`` would read them from."""
    by_name = columns_by_name(side)
    return {name: by_name[name].write(value, known) for name, value in values.items()}


def _shown(side, name, value, known):
    if name == "former_employers":  # the same name may have become a company's meanwhile
        return "; ".join(
            f"{name} ({day.isoformat()})" + (_(", one of your companies") if company else "")
            for name, day, company in value
        )
    return columns_by_name(side)[name].write(value, known)


# Without these nobody can be matched.
NEEDED_FOR_MATCHING = {
    Side.MENTEE: ("needs", "languages", "time_zone"),
    Side.MENTOR: ("offers", "languages", "time_zone"),
}


def missing_for_matching(side, values):
    """The columns that must be filled before this person can be matched."""
    return [name for name in NEEDED_FOR_MATCHING[Side(side)] if not values.get(name)]
