"""The pages of an agreement: for the two, and what coordinators see and write."""

import io
import re

import pytest
from django.urls import reverse
from pypdf import PdfReader

from mentoring.tenancy import context
from partnerships.agreements import queries, reading, shipped
from partnerships.agreements.models import Agreement
from partnerships.lifecycle import Status
from tests.dashboard.statements import MOST, statements
from tests.factories.agreements import agree, furnish, propose, sign
from tests.factories.participants import ParticipantFactory, membership_of
from tests.factories.partnerships import make_partnership
from tests.factories.training import introduce
from training.modules.parsing import Mistake

BOTH = ("mentee", "mentor")
WORDS = "We speak on Fridays. Πάντα ρεῖ. Договорились. נפגש פעם בחודש. نلتقي كل شهر."
FORM = {"weeks": 2, "minutes": 90, "form": "virtual", "clauses": WORDS, "seen": 0}


@pytest.fixture
def pair(organization):
    made = make_partnership(accepted_by=BOTH)
    introduce(made)
    furnish()
    return made


@pytest.fixture
def browsers(pair, client_for):
    return {side: client_for(membership_of(getattr(pair, side))) for side in BOTH}


def at(pair, name="agreement", *args):
    return reverse(f"portal:agreements:{name}", args=[pair.organization.slug, pair.pk, *args])


def marks(page):
    """What the button of a page signs."""
    found = {
        name: re.search(rf'name="{name}" value="(\w+)"', page) for name in ("number", "digest")
    }
    return {name: match[1] for name, match in found.items()}


def test_both_go_from_the_text_to_two_signatures(pair, browsers):
    assert "What we agree on" in browsers["mentee"].get(at(pair)).text
    answer = browsers["mentee"].post(at(pair, "propose"), FORM, follow=True)
    assert WORDS in answer.text
    for side in BOTH:
        page = browsers[side].get(at(pair)).text
        assert WORDS in page
        browsers[side].post(at(pair, "sign"), marks(page))

    pair.refresh_from_db()
    assert pair.status == Status.ACTIVE
    page = browsers["mentor"].get(at(pair)).text
    assert "This holds between you" in page
    assert "Every second week" in page


def test_a_stale_page_signs_nothing_and_loses_nothing(pair, browsers):
    browsers["mentee"].post(at(pair, "propose"), FORM)
    old = marks(browsers["mentee"].get(at(pair)).text)
    typed = {**FORM, "clauses": "The words of the mentor."}
    answer = browsers["mentor"].post(at(pair, "propose"), typed)
    assert answer.status_code == 409
    assert "The words of the mentor." in answer.text
    assert WORDS in answer.text
    assert browsers["mentor"].post(at(pair, "propose"), {**typed, "seen": 1}).status_code == 302

    answer = browsers["mentee"].post(at(pair, "sign"), old)
    assert answer.status_code == 409
    assert "A newer proposal" in answer.text
    assert not queries.agreements_of(pair).newest.signed_at
    for number in ("", "x", "9" * 50, "²", "-1"):
        answer = browsers["mentee"].post(
            at(pair, "sign"), {"number": number, "digest": "\x00" * 99}
        )
        assert answer.status_code == 409


@pytest.mark.parametrize(
    "wrong",
    [
        {"weeks": 9},
        {"minutes": "x" * 500},
        {"form": "telepathy"},
        {"seen": "no number"},
        {"clauses": "x" * 5_001},
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(pair, browsers, wrong):
    answer = browsers["mentee"].post(at(pair, "propose"), {**FORM, **wrong})

    assert answer.status_code == 200
    assert wrong.get("clauses", WORDS) in answer.text
    assert not Agreement.objects.exists()


def test_hostile_words_are_shown_as_they_are(pair, browsers):
    hostile = "<script>alert(1)</script> {{ settings.SECRET_KEY }}"
    browsers["mentee"].post(at(pair, "propose"), {**FORM, "clauses": hostile})

    page = browsers["mentor"].get(at(pair)).text
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page
    assert "{{ settings.SECRET_KEY }}" in page


def test_pages_cost_the_same_with_many_agreements(pair, browsers):
    agree(pair, clauses=WORDS)
    few = [len(statements(browsers["mentee"], at(pair, *page))) for page in PAGES]
    for number in range(1, 30):
        propose(pair, BOTH[number % 2], clauses=f"{WORDS} {number}", seen=number)

    assert [len(statements(browsers["mentee"], at(pair, *page))) for page in PAGES] == few
    assert max(few) <= MOST
    assert "agreement 1" in browsers["mentee"].get(at(pair)).text


PAGES = [(), ("propose",), ("version", 1), ("pdf", 1)]


def test_strangers_and_those_before_the_second_yes_find_nothing(pair, client_for, browsers):
    agree(pair, clauses=WORDS)
    stranger = client_for(membership_of(ParticipantFactory(program=pair.program)))
    other = make_partnership(accepted_by=("mentor",))
    early = client_for(membership_of(other.mentor))
    for page in PAGES:
        assert stranger.get(at(pair, *page)).status_code == 404
        assert early.get(at(other, *page)).status_code == 404
    assert browsers["mentee"].get(at(pair, "version", 2)).status_code == 404
    assert browsers["mentee"].get(at(pair, "sign")).status_code == 405


def test_the_pdf_says_what_was_signed_in_every_script(pair, browsers):
    pair.mentee_person.given_name, pair.mentee_person.family_name = "李雷", "#read(1)"
    pair.mentee_person.save()
    agree(pair, clauses=f'{WORDS}\n#read("/etc/passwd") $x$ *b* @ref \\ // c <label> ]]')
    answer = browsers["mentor"].get(at(pair, "pdf", 1))

    read = PdfReader(io.BytesIO(answer.content))
    text = "\n".join(page.extract_text() for page in read.pages)
    assert answer["Content-Type"] == "application/pdf"
    assert "attachment" in answer["Content-Disposition"]
    for said in ("We speak on Fridays", "Πάντα ρεῖ", "Договорились", "What we agree on"):
        assert said in text
    for script in (range(0x590, 0x600), range(0x600, 0x700)):
        assert any(ord(one) in script for one in text)
    assert '#read("/etc/passwd") $x$ *b* @ref \\ // c <label> ]]' in text
    assert "[…] #read(1)" in text  # no font here has the name in Chinese
    assert "could not be printed here" in text
    assert "Every fourth week" in text
    assert queries.agreements_of(pair).newest.row.digest in text.replace("\n", "")
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert read.trailer["/Root"]["/Lang"] == "en"
    fonts = [font["/DescendantFonts"][0]["/FontDescriptor"] for font in _fonts(read)]
    assert fonts
    assert all({"/FontFile2", "/FontFile3"} & set(one) for one in fonts)


def _fonts(read):
    return [
        font.get_object() for page in read.pages for font in page["/Resources"]["/Font"].values()
    ]


def test_coordinators_see_that_and_when_and_never_the_words(pair, coordinator_client):
    agreement = propose(pair, clauses=WORDS)
    sign(pair, "mentee", agreement)
    place = [pair.organization.slug, pair.program.slug, pair.pk]
    page = coordinator_client.get(reverse("partnerships:detail", args=place)).text

    assert "Agreement 1, text version 1" in page
    assert "Every fourth week" in page
    assert "not signed" in page
    assert WORDS not in page


def test_coordinators_write_look_at_and_choose_texts(pair, coordinator_client, coordinator):
    place = [pair.organization.slug, pair.program.slug]
    address = reverse("partnerships:agreement-text", args=place)
    ours = shipped.source().replace("title: ", "title: Our ", 1)
    looked = coordinator_client.post(address, {"source": ours, "number": 1, "preview": "yes"})
    assert "Our What we agree on" in looked.text
    assert queries.newest_text().number == 1
    assert coordinator_client.post(address, {"source": ours, "number": 1}).status_code == 302
    stale = coordinator_client.post(address, {"source": f"{ours}\nMore.", "number": 1})
    assert stale.status_code == 409
    assert "More." in stale.text
    wrong = coordinator_client.post(address, {"source": "title: x", "number": 2})
    assert "summary" in wrong.text
    version = reverse("partnerships:agreement-version", args=[*place, 2])
    assert "Use this version" in coordinator_client.get(version).text
    coordinator_client.post(reverse("partnerships:use-agreement", args=[*place, 2]))
    assert queries.text_of(pair.program_id).number == 2
    assert len(statements(coordinator_client, address)) <= MOST
    assert coordinator_client.get(version.replace("/2/", "/99/")).status_code == 404


def test_the_shipped_text_has_every_section():
    text = reading.read(shipped.source())

    assert [section.kind for section in text.sections] == list(reading.KINDS)
    assert all(section.blocks for section in text.sections)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: text.replace("title:", "titel:"), "title"),
        (lambda text: text.replace("== Ending:", "== Section:"), "Ending"),
        (lambda text: text.replace("== Ending:", "== Endings:"), "no such section"),
        (lambda text: f"{text}\n== Goals: Again\nMore.", "Goals"),
        (lambda text: f"{text}\n== Section: Empty\n", "has no text"),
        (lambda text: f"{text}\n=> https://example.com/terms Our terms", "no links"),
        (lambda text: text + "\n== Section: x\ny" * 30, "at most"),
        (lambda text: text.replace("title: ", "title: " + "x" * 200, 1), "at most"),
        (lambda _text: "", "title"),
    ],
)
def test_a_text_that_cannot_be_used_is_told(change, said):
    with pytest.raises(Mistake, match=said):
        reading.read(change(shipped.source()))


def test_a_closed_partnership_shows_nothing(pair, browsers):
    agree(pair, clauses=WORDS)
    with context.enter(context.Context(pair.organization_id)):
        type(pair).objects.filter(pk=pair.pk).update(
            status="ended", place=None, ended_at=pair.announced_at.replace(year=2020)
        )

    page = browsers["mentee"].get(at(pair))
    assert "This is closed now" in page.text
    assert WORDS not in page.text
    assert browsers["mentee"].get(at(pair, "pdf", 1)).status_code == 404
