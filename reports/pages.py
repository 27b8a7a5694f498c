"""A report as a page: its tables as they are, and charts that draw a column of them."""

from dataclasses import dataclass, replace
from datetime import date

from django.http import Http404, HttpResponse

from mentoring.ui.charts import Chart, horizontal_bars
from reports.content import Published, Section, Table
from reports.documents import KINDS


@dataclass(frozen=True)
class Shown:
    """A section, each of its tables with the charts that are drawn above it."""

    section: Section
    tables: tuple[tuple[Table, tuple[Chart, ...]], ...]


def page_of(published: Published) -> dict:
    """What the template of a report takes."""
    cover, sections = published.content.cover, published.content.sections
    return {
        "published": published,
        "report": published.content,
        "published_on": date.fromisoformat(published.published_on or cover.period_to),
        "shown": [shown(one) for one in sections],
    }


def kind_or_404(form):
    """The form in which somebody takes a report along: pdf, xlsx or csv."""
    if form not in KINDS:
        raise Http404
    return form


def file_of(published: Published, form) -> HttpResponse:
    """The report as a file, the same each time."""
    media_type, write = KINDS[form]
    response = HttpResponse(write(published), content_type=media_type)
    name = f"report-{published.number}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def shown(section) -> Shown:
    """A section as its page has it."""
    return Shown(section, tuple((one, tuple(_charts(section, one))) for one in section.tables))


def _charts(section, table):
    for number, chart in enumerate(one for one in section.charts if one.table == table.id):
        cells = [row.cells[chart.column] for row in table.rows]
        values = [float(cell.number) if cell.number is not None else None for cell in cells]
        drawn = horizontal_bars(
            f"{table.id}-{number}",
            chart.title,
            [(row.label, value) for row, value in zip(table.rows, values, strict=True)],
            maximum=float(chart.most) if chart.most else None,
            columns=(table.columns[0], table.columns[chart.column + 1]),
        )
        yield _in_words_of(drawn, cells)


def _in_words_of(drawn, cells):
    """The same drawing, with the words of the table's cells."""
    marks = [replace(mark, text=cell.text) for mark, cell in zip(drawn.marks, cells, strict=True)]
    return replace(drawn, marks=marks, rows=[(mark.label, mark.text) for mark in marks])
