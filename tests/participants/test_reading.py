import codecs

import pytest

from mentoring.jobs.running import Refused
from participants.importing import reading
from participants.importing.reading import PeopleFile
from participants.roles import Side
from tests.participants.files import ANA, BO, people_file, row_of

JORG = row_of(Side.MENTEE, given_name="Jörg", family_name="Ørsted")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8-sig", b""),
        ("utf-16", b""),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
        ("cp1252", b""),
    ],
)
def test_a_file_is_read_in_any_of_its_forms(encoding, mark, delimiter):
    content = mark + people_file([JORG], delimiter=delimiter, encoding=encoding)

    (row,) = PeopleFile(content, Side.MENTEE).rows()

    assert (row.number, row.problem) == (2, "")
    assert row.cells == JORG


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("line", ["sep={}\r\n", '"sep={}"\n', "SEP={}\r"])
def test_the_separator_line_of_spreadsheets_is_obeyed(line, delimiter):
    content = line.format(delimiter).encode() + people_file([ANA], delimiter=delimiter)

    (row,) = PeopleFile(content, Side.MENTEE).rows()

    assert row.cells["email"] == ANA["email"]


@pytest.mark.parametrize(
    "line",
    [
        b'sep="\n',
        b"sep=\r\r\n",
        b"sep=\n",
        b"sep= \r\n",
        b"sep=x\n",
        b"sep=;;\n",
        "sep=é\n".encode(),
    ],
)
def test_a_separator_line_that_names_none_is_refused_with_the_way_out(line):
    with pytest.raises(Refused, match="names no separator that can be read. Write a comma"):
        PeopleFile(line + people_file([ANA]), Side.MENTEE)


def test_header_names_are_tidied():
    header = [f"  {name.upper().replace('_', ' ')}\u00a0" for name in ANA]

    file = PeopleFile(people_file([ANA], header=header), Side.MENTEE)

    assert file.absent == []


def test_rows_count_as_spreadsheets_count_them():
    empty = dict.fromkeys(ANA, "")
    content = people_file([ANA, empty, row_of(Side.MENTEE, story="two\nlines"), ANA])

    assert [row.number for row in PeopleFile(content, Side.MENTEE).rows()] == [2, 4, 5]


def test_a_row_with_too_few_cells_is_explained():
    content = people_file([ANA]) + b"a@b.example,A\n"

    *_first, row = PeopleFile(content, Side.MENTEE).rows()

    assert row.problem == "The row has 2 cells, the header 21. Compare the separators."


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "The file is empty."),
        (b"\xef\xbb\xbf\r\n", "The file is empty."),
        (b"PK\x03\x04" + b"x" * 50, "This is a file of another kind (Excel)."),
        (b"email,given_name\x00\x00,family_name\n" + b"a" * 300, "contains NUL bytes"),
        (b"email\n\x81\x8d\x8f", "not plain text in UTF-8, UTF-16 or Windows-1252"),
        (b"email;given_name;family_name;company;nonsense\n", "“nonsense” is not a column."),
        (b"e-mail,given_name,family_name,company\n", "Did you mean “email”?"),
        (b"email,given_name,company\n", "The column “family_name” is missing."),
        (b"email,EMAIL,given_name,family_name,company\n", "The column “email” is there twice."),
        (b"email,,given_name,family_name,company\n", "A column has no name."),
        (people_file([BO]), "“capacity” belongs to a file of the other side: Mentor."),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_the_way_out(content, message):
    with pytest.raises(Refused, match=None) as refusal:
        PeopleFile(content, Side.MENTEE)

    assert message in str(refusal.value)


def test_every_fault_of_a_header_is_named_at_once():
    with pytest.raises(Refused) as refusal:
        PeopleFile(b"email;what;given_name;given_name\n", Side.MENTEE)

    assert str(refusal.value) == (
        "“what” is not a column. The column “given_name” is there twice. "
        "The column “family_name” is missing. The column “company” is missing. "
        "Compare the first line with the template file."
    )


def test_a_header_of_very_many_names_is_refused_before_they_are_looked_at():
    content = ",".join(f"name {n}" for n in range(20_000)).encode() + b"\n"

    with pytest.raises(Refused) as refusal:
        PeopleFile(content, Side.MENTEE)

    assert str(refusal.value) == (
        "The first line names 20,000 columns; the most is 200. "
        "Compare the first line with the template file."
    )


def test_of_many_unknown_names_the_first_are_explained():
    names = [f"given nam{letter}" for letter in "abcdfgh"]

    with pytest.raises(Refused) as refusal:
        PeopleFile(people_file([ANA], header=[*ANA, *names]), Side.MENTEE)

    assert str(refusal.value).count("Did you mean “given_name”?") == 5
    assert "“given_namd” is not a column." in str(refusal.value)
    assert "2 more names are not columns." in str(refusal.value)
    assert "given_namg" not in str(refusal.value)


def test_empty_cells_behind_the_header_are_no_columns():
    content = people_file([ANA], header=[*ANA, *[""] * 1000])

    assert PeopleFile(content, Side.MENTEE).count == 1


def test_a_quotation_mark_left_open_names_the_row():
    content = people_file([ANA]) + b'a@b.example,"Ana\n' + b"x\n" * 5

    with pytest.raises(Refused, match="Row 3 cannot be read: a quotation mark is not closed"):
        list(PeopleFile(content, Side.MENTEE).rows())


def test_size_and_number_of_rows_are_limited(monkeypatch):
    with pytest.raises(Refused, match="larger than 10 MB"):
        PeopleFile(b"x" * (reading.MOST_BYTES + 1), Side.MENTEE)
    monkeypatch.setattr(reading, "MOST_ROWS", 2)
    with pytest.raises(Refused, match="more than 2 rows"):
        list(PeopleFile(people_file([ANA] * 3), Side.MENTEE).rows())


def test_columns_that_a_file_may_lack_are_known():
    few = {name: ANA[name] for name in ("email", "given_name", "family_name", "company")}

    assert "needs" in PeopleFile(people_file([few]), Side.MENTEE).absent
