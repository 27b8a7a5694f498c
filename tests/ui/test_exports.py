"""Tables as files: what spreadsheets and our own importer make of them."""

import csv
import io
from datetime import UTC, date, datetime

import openpyxl
import pytest
from django.utils import timezone

from mentoring.ui.exports import Column, csv_file, download, guarded, unguarded, xlsx_file

SIGNS = ("=1+1", "+1", "-1+2", "@SUM(A1)", "\tx", "\rx", "=HYPERLINK(1)", "|calc")
FULL_WIDTH = ("＝cmd", "＋1", "－1", "＠SUM(A1)", "｜calc")
ATTACKS = SIGNS + FULL_WIDTH


def columns(count):
    return [Column(f"c{at}", f"Column {at}", lambda row, at=at: row[at]) for at in range(count)]


def records(rows):
    with csv_file(columns(len(rows[0])), rows) as file:
        return list(csv.reader(io.StringIO(file.read().decode("utf-8-sig"), newline="")))


def sheet_of(rows, title="x"):
    with xlsx_file(columns(len(rows[0])), rows, title) as file:
        return openpyxl.load_workbook(io.BytesIO(file.read())).active


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_cell_is_a_formula(attack):
    (_header, (cell,)) = records([(attack,)])
    sheet = sheet_of([(attack,)])

    assert cell == "'" + attack
    assert unguarded(cell) == attack
    assert sheet["A2"].data_type == "s"
    assert sheet["A2"].value.replace("_x000D_", "\r") == attack


@pytest.mark.parametrize("text", ["O'Hara", "'quoted'", "plain", "", "'", "名前", "a=b"])
def test_other_texts_stay_as_they_are(text):
    assert guarded(text) == text
    assert unguarded(text) == text


def test_cells_of_a_workbook_have_types_and_the_header_stays():
    moment = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    rows = [("Zoë", 3, date(2026, 7, 2), moment, None)]

    with timezone.override("Europe/Berlin"):
        sheet = sheet_of(rows, "A/B: [all]?")

    assert sheet.title == "A B   all"
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:E2"
    assert [cell.value for cell in sheet[1]] == [f"Column {at}" for at in range(5)]
    name, number, day, at, nothing = sheet[2]
    assert (name.value, number.value, nothing.value) == ("Zoë", 3, None)
    assert (day.is_date, day.value) == (True, datetime(2026, 7, 2))
    assert at.value == datetime(2026, 7, 2, 0, 30)  # on the reader's clock


def test_a_file_of_values_is_written_as_people_read_it():
    rows = [('a;b\n"c"', 3, date(2026, 7, 2), None)]

    header, row = records(rows)

    assert header == ["c0", "c1", "c2", "c3"]
    assert row == ['a;b\n"c"', "3", "2026-07-02", ""]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_download_has_a_name_and_a_type_and_may_be_empty(kind):
    response = download(kind, columns(1), [], title="", words="Ünï / ../x")

    assert response["Content-Disposition"].startswith('attachment; filename="uni-x-')
    assert response["Content-Disposition"].endswith(f'.{kind}"')
    assert len(response.content) > 0


def test_a_large_download_is_sent_piece_by_piece():
    rows = [(f"row {number} " + "x" * 300,) for number in range(5000)]

    response = download("csv", columns(1), rows, title="", words="many")

    pieces = list(response.streaming_content)
    response.file_to_stream.close()
    assert len(pieces) > 100
    assert int(response["Content-Length"]) == sum(map(len, pieces))
    assert b"".join(pieces).decode("utf-8-sig").count("row ") == 5000


def test_many_rows_leave_memory_for_the_disk():
    rows = [(f"row {number} " + "x" * 300,) for number in range(5000)]

    assert records(rows)[1:] == [[text] for (text,) in rows]


def test_words_stand_for_values_and_what_has_none_stays_empty():
    column = Column("in", "In", lambda row: row, {True: "yes", False: "no"})

    with csv_file([column], [True, False, None]) as file:
        assert file.read().decode("utf-8-sig").split() == ["In".lower(), "yes", "no", '""']
