"""
Charts as SVG made on the server, each with its table.

Positions along x are percent of the width and text keeps its size, so one drawing fits a phone, a
wide screen and paper. Every function returns a `Chart` for `{% chart … %}`.
"""

from dataclasses import dataclass, field

from mentoring.ui.formats import group_thousands

ROW = 44  # px of one labeled bar
TALL_ROW = 60  # px of one whose label and text stand below each other
BAR = 12  # px
GAP = 0.4  # percent between neighbors
PLOT = 140  # px of a histogram without its labels
TONES = ("", "good", "warning", "error", "other", "rest")


@dataclass(frozen=True)
class Mark:
    """One rectangle: x and width in percent, y and height in px."""

    x: float
    width: float
    y: float
    height: float
    tone: str = ""
    label: str = ""
    text: str = ""


@dataclass(frozen=True)
class Chart:
    """A drawing and the table that says the same. `rows` of the table: label and texts of cells."""

    template: str
    id: str
    title: str
    note: str
    height: int
    marks: list[Mark]
    columns: list[str]
    rows: list[tuple]
    ends: tuple[str, str] = field(default=("", ""))

    @property
    def description(self):
        """Everything that the drawing shows, in words."""
        return "; ".join(f"{label}: {', '.join(cells)}" for label, *cells in self.rows)


def _share(value, whole):
    return round(100 * value / whole, 3) if whole else 0.0


def _checked(values):
    if any(value < 0 for value in values):
        raise ValueError("A bar starts at zero: no value below it can be drawn.")


def horizontal_bars(id, title, rows, maximum=None, note="", columns=("", "")):
    """Bars below each other. `rows`: label, value (None is a hidden cell, drawn as "–"), tone."""
    rows = [(label, value, *(rest or [""])) for label, value, *rest in rows]
    known = [value for _, value, _ in rows if value is not None]
    _checked(known)
    top = max([*known, 0]) if maximum is None else maximum
    marks = [
        Mark(
            x=0,
            width=_share(min(value, top), top) if value is not None else 0,
            y=index * ROW + 22,
            height=BAR,
            tone=tone,
            label=label,
            text="–" if value is None else group_thousands(value),
        )
        for index, (label, value, tone) in enumerate(rows)
    ]
    table = [(mark.label, mark.text) for mark in marks]
    return Chart(
        "chart_bars", id, title, note, max(len(rows) * ROW - 6, 0), marks, list(columns), table
    )


def stacked_bar(id, title, rows, note="", columns=("", "")):
    """One bar whose parts make a whole. `rows`: label, value, tone; a part of zero is not drawn."""
    _checked([value for _, value, _ in rows])
    whole = sum(value for _, value, _ in rows)
    marks, x = [], 0.0
    drawn = [row for row in rows if row[1]]
    room = 100 - GAP * max(len(drawn) - 1, 0)
    for label, value, tone in drawn:
        width = round(room * value / whole, 3)
        marks.append(Mark(round(x, 3), width, 0, BAR, tone, label, group_thousands(value)))
        x += width + GAP
    table = [(label, group_thousands(value)) for label, value, _ in rows]
    return Chart("chart_stack", id, title, note, BAR, marks, list(columns), table)


def score_parts(id, title, parts, note="", columns=("", "")):
    """The parts of a score. `parts`: label, points, most; widths follow what each can give."""
    _checked([points for _, points, _ in parts])
    if any(points > most for _, points, most in parts):
        raise ValueError("A part cannot give more points than its most.")
    whole = sum(most for _, _, most in parts)
    room = 100 - GAP * max(len(parts) - 1, 0)
    marks, x = [], 0.0
    for label, points, most in parts:
        width = room * most / whole if whole else 0
        filled = width * points / most if most else 0
        text = f"{group_thousands(points)} / {group_thousands(most)}"
        marks.append(Mark(round(x, 3), round(width, 3), 0, BAR, "rest"))
        marks.append(Mark(round(x, 3), round(filled, 3), 0, BAR, "", label, text))
        x += width + GAP
    table = [
        (label, group_thousands(points), group_thousands(most)) for label, points, most in parts
    ]
    return Chart("chart_parts", id, title, note, BAR, marks, list(columns), table)


def histogram(id, title, counts, ends, note="", columns=("", "")):
    """Columns side by side. `counts`: label of a bin, how many; `ends`: texts under both ends."""
    values = [count for _, count in counts]
    _checked(values)
    top = max([*values, 0])
    width = 100 / len(counts) if counts else 0
    marks = []
    for index, (label, count) in enumerate(counts):
        height = round(PLOT * count / top, 1) if top else 0
        marks.append(
            Mark(
                x=round(index * width, 3),
                width=round(max(width - GAP, 0.2), 3),
                y=round(PLOT + 20 - height, 1),
                height=height,
                label=label,
                text=group_thousands(count),
            )
        )
    table = [(label, group_thousands(count)) for label, count in counts]
    return Chart(
        "chart_histogram", id, title, note, PLOT + 44, marks, list(columns), table, tuple(ends)
    )


def intervals(id, title, rows, span, zero=None, ends=("", ""), note="", columns=("", "")):
    """A dot and the interval around it, a row each. `rows`: label, low, middle, high, text.

    `span` is what the width stands for; what lies beyond ends at the edge. With `zero` a line marks
    it in each row.
    """
    low, high = span
    if not low < high:
        raise ValueError("The span of intervals goes from a lower to a higher value.")

    def at(value):
        return _share(min(max(value, low), high) - low, high - low)

    marks = []
    for index, (label, least, middle, most, text) in enumerate(rows):
        y = index * TALL_ROW + 38
        width = round(at(most) - at(least), 3)
        marks.append(Mark(at(least), width, y, BAR, "", label, text))
        marks.append(Mark(at(middle), 0, y + BAR / 2, BAR, "ink"))
        if zero is not None:
            marks.append(Mark(at(zero), 0, y - 4, BAR + 8, "zero"))
    table = [(label, text) for label, *_, text in rows]
    return Chart(
        *("chart_intervals", id, title, note, len(rows) * TALL_ROW + 22),
        *(marks, list(columns), table, tuple(ends)),
    )
