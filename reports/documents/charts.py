"""Where the bars of a chart begin and how long they are: shares of the width, from its table."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Bar:
    """``start`` and ``width`` are percents of the width; a gap has no bar."""

    label: str
    text: str
    start: Decimal
    width: Decimal
    is_gap: bool


def bars(chart, table):
    """One bar for each row; a range is drawn from its lower to its upper end."""
    cells = [(row.label, row.cells[chart.column]) for row in table.rows]
    ends = [Decimal(end) for _label, cell in cells for end in _ends(cell)]
    most = max([Decimal(chart.most)] if chart.most else ends, default=Decimal(0))
    least = min([Decimal(0), *ends])
    length = max(most, *ends, Decimal(0)) - least if ends else Decimal(0)
    return [_bar(label, cell, least, length) for label, cell in cells]


def _ends(cell):
    return () if cell.is_gap or cell.low is None else (cell.low, cell.high)


def _bar(label, cell, least, length):
    if not _ends(cell) or not length:
        return Bar(label, cell.text, Decimal(0), Decimal(0), not _ends(cell))
    low, high = Decimal(cell.low), Decimal(cell.high)
    if low == high:  # from nothing to the number, to either side
        low, high = min(low, Decimal(0)), max(high, Decimal(0))
    scale = 100 / length
    return Bar(label, cell.text, (low - least) * scale, (high - low) * scale, False)
