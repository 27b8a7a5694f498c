"""All formats say the same: what each prints is read back and compared cell by cell."""

import csv
import dataclasses
import io
import re
from decimal import Decimal
from html.parser import HTMLParser

import openpyxl
import pytest
from django.template import engines
from pypdf import PdfReader

from reports import cells, documents
from reports.content import Content, Row, Table
from reports.documents.charts import bars
from reports.documents.paper import BREAK
from reports.pages import page_of
from tests.reports.sample import COST, PARTICIPATION, RESULTS, published, sample

HUGE = "Łódź" * 60


@pytest.fixture(scope="module")
def paper():
    return documents.pdf(published())


def said(content: Content):
    """``[(table, row, column, text)]`` of every cell, in order."""
    return [
        (table.title, row.label, column, cell.text)
        for _section, table in content.tables()
        for row in table.rows
        for column, cell in zip(table.columns[1:], row.cells, strict=True)
    ]


def _squeezed(text):
    return re.sub(rf"[\s{BREAK}]", "", text)


def read_pdf(file):
    return _squeezed("".join(page.extract_text() for page in PdfReader(io.BytesIO(file)).pages))


def as_in_pdf(content):
    """What a table's own text has to be: heading, columns, then each line."""
    for _section, table in content.tables():
        lines = [*table.columns]
        for row in table.rows:
            hint = [f"({row.hint})"] if row.hint else []
            lines += [row.label, *hint, *(cell.text for cell in row.cells)]
        yield _squeezed(table.title + "".join(lines))


def read_csv(file):
    lines = csv.DictReader(io.StringIO(file.decode("utf-8-sig")))
    return [line for line in lines if line["table"]]


class _Tables(HTMLParser):
    """Texts of the cells of each table of the report, line by line; charts have tables too."""

    def __init__(self):
        super().__init__()
        self.lines, self.inside, self.is_of_report = [], False, False

    def handle_starttag(self, tag, attrs):
        if tag == "table":
            self.is_of_report = "data-table" in dict(attrs)
        if tag == "tr" and self.is_of_report:
            self.lines.append([])
        if tag in ("th", "td") and self.is_of_report:
            self.lines[-1].append("")
            self.inside = True

    def handle_endtag(self, tag):
        self.inside = self.inside and tag not in ("th", "td")

    def handle_data(self, data):
        if self.inside:
            self.lines[-1][-1] += data


def read_page(one):
    """Lines of all tables of the web page."""
    source = "{% load ui %}{% include 'reports/content.html' %}"
    page = engines["django"].from_string(source).render(page_of(one))
    reader = _Tables()
    reader.feed(page)
    return reader.lines


def test_a_chart_stands_right_above_its_own_table():
    """And its own fallback table says what the report's table says."""
    for section in page_of(published())["shown"]:
        for table, charts in section.tables:
            assert len(charts) == sum(one.table == table.id for one in section.section.charts)
            for drawn in charts:
                assert [label for label, _text in drawn.rows] == [row.label for row in table.rows]


def test_pdf_workbook_csv_and_page_say_the_same_cell_by_cell(paper):
    one = published()
    wanted = said(one.content)

    text = read_pdf(paper)
    at = 0
    for table in as_in_pdf(one.content):
        at = text.find(table, at)
        assert at >= 0, table

    lines = read_csv(documents.csv(one))
    told = [(line["table"], line["row"], line["column"], line["shown"]) for line in lines]
    assert [tuple(cell.removeprefix("'") for cell in line) for line in told] == wanted

    numbers = [(line["lowest"], line["highest"], line["unit"]) for line in lines]
    assert numbers == [
        (cell.low or "", cell.high or "", cell.unit)
        for _section, table in one.content.tables()
        for row in table.rows
        for cell in row.cells
    ]

    found = [
        (label.strip(), text)
        for label, *texts in read_page(one)
        if label not in {table.columns[0] for _section, table in one.content.tables()}
        for text in texts
    ]
    hints = {row.label: row.hint for _s, table in one.content.tables() for row in table.rows}
    assert found == [
        (f"{label} {hints[label]}".strip(), text) for _table, label, _column, text in wanted
    ]

    book = openpyxl.load_workbook(io.BytesIO(documents.xlsx(one)))
    assert len(book.sheetnames) == 1 + len(one.content.tables())
    for sheet, (_section, table) in zip(book.worksheets[1:], one.content.tables(), strict=True):
        assert [cell.value for cell in sheet[1]][: len(table.columns)] == list(table.columns)
        assert sheet.freeze_panes == "B2"
        for line, row in zip(sheet.iter_rows(min_row=2), table.rows, strict=True):
            assert line[0].value == row.label
            for typed, cell in zip(line[1:], row.cells, strict=False):
                assert typed.data_type == ("s" if cell.number is None else "n")
                number = cell.text if cell.number is None else float(cell.number)
                assert typed.value == number


def test_a_file_that_is_made_again_is_the_same_byte_by_byte():
    for _kind, (_type, make) in documents.KINDS.items():
        assert make(published()) == make(published())


def test_the_pdf_is_tagged_lasting_titled_and_has_its_fonts_inside(paper):
    reader = PdfReader(io.BytesIO(paper))
    root = reader.trailer["/Root"]
    meta = root["/Metadata"].get_data().decode()

    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert "pdfuaid:part>1<" in meta
    assert "pdfaid:part>2<" in meta
    assert "pdfaid:conformance>A<" in meta
    assert reader.metadata.title == sample().cover.title
    fonts = [
        font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        for page in reader.pages
        for font in page["/Resources"].get("/Font", {}).values()
    ]
    assert fonts
    assert all("/FontFile2" in one or "/FontFile3" in one for one in fonts)


def test_the_pdf_has_a_cover_a_summary_method_and_glossary(paper):
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages]
    content = published().content

    assert content.cover.company in pages[0]
    assert "R-14" in pages[0]
    assert _squeezed("".join(content.summary)) in _squeezed(pages[1])
    assert _squeezed("".join(content.method)) in _squeezed(pages[-1])
    assert all(term.meaning in pages[-1] for term in content.glossary)
    for quote in content.sections[-1].quotes[:3]:
        assert quote in "".join(pages)
    assert any("\u0590" < letter < "\u05ff" for letter in "".join(pages))
    assert any("\u0600" < letter < "\u06ff" for letter in "".join(pages))


def test_no_format_has_a_formula():
    one = published()

    for line in csv.reader(io.StringIO(documents.csv(one).decode("utf-8-sig"))):
        assert not any(cell.startswith(("=", "+cmd", "@", "\t")) for cell in line)
    book = openpyxl.load_workbook(io.BytesIO(documents.xlsx(one)))
    assert all(
        cell.data_type != "f" for sheet in book for line in sheet.iter_rows() for cell in line
    )


@pytest.mark.parametrize("name", [HUGE, "עמותת החונכות " * 12, "[]:*?/\\'", "李雷 \U0001f600"])
def test_names_of_any_length_and_script_are_set(name):
    table = dataclasses.replace(COST.tables[0], title=name, id="x")
    section = dataclasses.replace(COST, title=name, tables=(table, *COST.tables, table))
    content = dataclasses.replace(sample(company=name, program=name), sections=(section,))
    one = published(content)

    reader = PdfReader(io.BytesIO(documents.pdf(one)))
    book = openpyxl.load_workbook(io.BytesIO(documents.xlsx(one)))

    assert len(reader.pages) < 12
    assert len({sheet.casefold() for sheet in book.sheetnames}) == 4
    assert all(0 < len(sheet) <= 31 for sheet in book.sheetnames)
    assert {line["table"] for line in read_csv(documents.csv(one))} == {
        name,
        "Cost for each completed partnership",
    }


def test_a_report_with_nothing_to_say_is_still_a_report():
    content = dataclasses.replace(sample(), summary=(), sections=(), method=(), glossary=())

    for _type, make in documents.KINDS.values():
        assert make(published(content))


def test_bars_are_drawn_from_nothing_ranges_from_end_to_end_gaps_not_at_all():
    results, chart = RESULTS.table("scales"), RESULTS.charts[0]
    assert [(bar.start, bar.width, bar.is_gap) for bar in bars(chart, results)] == [
        (0, 82, False),
        (0, 62, False),
        (0, 0, True),
        (0, 0, True),
    ]

    rows = (
        Row("down", (cells.change(Decimal("-1")),)),
        Row("up", (cells.change(Decimal("3")),)),
        Row("range", (cells.span(1, 2),)),
        Row("words", (cells.words("none"),)),
    )
    table = Table("t", "T", ("What", "Change"), rows)
    drawn = bars(dataclasses.replace(chart, table="t", column=0, most=""), table)
    assert [(bar.start, bar.width) for bar in drawn] == [(0, 25), (25, 75), (50, 25), (0, 0)]
    empty = dataclasses.replace(table, rows=(Row("zero", (cells.count(0),)),))
    assert bars(dataclasses.replace(chart, column=0, most=""), empty)[0].width == 0
    assert len(bars(PARTICIPATION.charts[0], PARTICIPATION.table("stages"))) == 3


def test_a_long_chart_and_its_table_run_over_pages():
    first = RESULTS.table("scales").rows[0]
    rows = tuple(dataclasses.replace(first, label=f"Line {number};") for number in range(60))
    table = dataclasses.replace(RESULTS.table("scales"), rows=rows)
    section = dataclasses.replace(RESULTS, tables=(table,))

    text = read_pdf(documents.pdf(published(dataclasses.replace(sample(), sections=(section,)))))

    assert [text.count(f"Line{number};") for number in range(60)] == [2] * 60
