"""What can be printed is known before, and nothing that somebody typed is a mark."""

import io

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from mentoring.documents import fonts, pdf

TEMPLATE = """#let v = json(bytes(sys.inputs.values))
#set document(title: "x")
#set text(font: ("Source Sans 3", "Noto Sans Hebrew", "Noto Sans Arabic"), fallback: false)
#par(v.said)
#par(strong(v.said))
#if v.has_gaps { par("gaps") }
"""


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    file = tmp_path_factory.mktemp("documents") / "plain.typ"
    file.write_text(TEMPLATE)
    return file


def _points(weight):
    found = set()
    for file in fonts.FOLDER.glob(f"*{weight}.ttf"):
        with TTFont(file, lazy=True) as font:
            found.update(font.getBestCmap())
    return found


def test_what_is_said_to_be_printable_is_what_the_fonts_have():
    assert fonts.printable() == _points("Regular")
    assert fonts.printable() == _points("emi[bB]old")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Zoë Łukasz", "Zoë Łukasz"),
        ("Πάντα ρεῖ, Ёлкина, שרה, محمد", "Πάντα ρεῖ, Ёлкина, שרה, محمد"),
        ("e\u0301", "é"),
        ("李雷 and 韩梅梅", "[…] and […]"),
        ("\U0001f600\U0001f3fd!", "[…]!"),
        ("a\x00\x07b\ud800c", "abc"),
        ("", ""),
    ],
)
def test_what_no_font_has_is_a_gap(text, shown):
    assert fonts.printed(text) == shown


@settings(max_examples=40, deadline=None)
@given(said=st.text(max_size=60))
def test_anything_that_is_typed_becomes_a_document(template, said):
    made = pdf.render(template, {"said": said})

    assert made.startswith(b"%PDF-")


@pytest.mark.parametrize(
    "said", ['#read("/etc/passwd")', "$ x^2 $", "*b* _i_ `r`", "@ref <lab>", "#{ panic() }", "// c"]
)
def test_marks_are_words(template, said):
    read = PdfReader(io.BytesIO(pdf.render(template, {"said": said})))

    assert read.pages[0].extract_text().count(said) == 2
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]
