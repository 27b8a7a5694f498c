"""Files of a pair: told apart by what they hold, sealed, downloads alone."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse
from PIL import Image

from mentoring.crypto.master import Unreadable
from partnerships.writing import checking
from partnerships.writing import files as keeping
from partnerships.writing.keys import Keyring, destroy_keys
from partnerships.writing.models import PairFile
from tests.factories.participants import membership_of
from tests.partnerships.writing.people import BOTH, Actor, as_side, as_user, pair

PDF = b"%PDF-1.7\nwhat only the two know\n%%EOF\n"


def picture(kind="PNG", size=(40, 30), **facts):
    into = io.BytesIO()
    Image.new("RGB", size, "#456").save(into, kind, **facts)
    return into.getvalue()


def document(*extra, parts=("[Content_Types].xml", "word/document.xml")):
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in (*parts, *extra):
            packed.writestr(name, "<w/>")
    return into.getvalue()


def bomb():
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "")
        packed.writestr("word/document.xml", bytes(checking.MOST_UNPACKED + 1))
    return into.getvalue()


@pytest.fixture
def go(client_for, organization):
    """``go(partnership, side, "files", *args, file=…)`` as one of the two."""

    def open_page(partnership, side, name, *args, file=None, data=None):
        browser = client_for(membership_of(getattr(partnership, side)))
        address = reverse(f"portal:writing:{name}", args=[organization.slug, partnership.pk, *args])
        if file is not None:
            return browser.post(address, {"file": SimpleUploadedFile(*file)})
        return browser.get(address) if data is None else browser.post(address, data)

    return open_page


def _only(partnership):
    with as_side(partnership, "mentee"):
        return PairFile.objects.get()


@pytest.mark.parametrize(
    ("name", "content", "kept_as"),
    [
        ("plan.pdf", PDF, "plan.pdf"),
        ("plan.exe", PDF, "plan.pdf"),
        ("../../etc/pass\x00wd\r\n.docx", document(), "passwd.docx"),
        ("שלום.docx", document(), "שלום.docx"),
        ("x" * 300 + ".pdf", PDF, "x" * 120 + ".pdf"),
        (".pdf", PDF, "pdf.pdf"),
    ],
)
def test_a_file_comes_back_as_it_was(go, partnership, name, content, kept_as):
    assert go(partnership, "mentee", "files", file=(name, content)).status_code == 302

    row = _only(partnership)
    assert kept_as in go(partnership, "mentor", "files").text
    answer = go(partnership, "mentor", "files-download", row.pk)
    assert answer.content == content
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment; filename")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_picture_is_drawn_anew_and_tells_no_more_than_it_shows(go, partnership, kind):
    exif = Image.Exif()
    exif[0x010E] = "Taken at home"
    sent = picture(kind, exif=exif)
    assert b"Taken at home" in sent

    go(partnership, "mentee", "files", file=("me.bin", sent + b"<script>alert(1)</script>"))
    answer = go(partnership, "mentor", "files-download", _only(partnership).pk)

    assert b"Taken at home" not in answer.content
    assert b"<script>" not in answer.content
    assert Image.open(io.BytesIO(answer.content)).size == (40, 30)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.png", b"<script>alert(1)</script>", "Choose a PDF"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Choose a PDF"),
        ("a.html", b"<html></html>", "Choose a PDF"),
        ("a.pdf", b"%PDF-1.7 cut off", "damaged or not whole"),
        ("a.png", picture()[:60], "damaged or not whole"),
        ("a.jpg", b"\xff\xd8\xff" + b"junk" * 9, "damaged or not whole"),
        ("a.docx", document()[:40], "damaged or not whole"),
        ("a.zip", document(parts=("a.txt",)), "Choose a PDF"),
        ("a.docx", document("word/vbaProject.bin"), "macros"),
        ("a.docx", bomb(), "too large when it is opened"),
        ("a.pdf", PDF + bytes(checking.MOST_BYTES), "larger than 10 MB"),
        ("a.pdf", b"", "empty"),
    ],
)
def test_what_is_no_such_file_is_refused(go, partnership, name, content, said):
    answer = go(partnership, "mentee", "files", file=(name, content))

    assert answer.status_code == 200
    assert said in answer.text
    with as_side(partnership, "mentee"):
        assert not PairFile.objects.exists()


def test_a_picture_of_too_many_pixels_is_refused(go, partnership, monkeypatch):
    monkeypatch.setattr(checking, "MOST_PIXELS", 1_000)

    assert "too many pixels" in go(partnership, "mentee", "files", file=("a", picture())).text


def test_no_file_and_too_many_are_told(go, partnership, monkeypatch):
    assert "Choose a file first." in go(partnership, "mentee", "files", data={}).text
    monkeypatch.setattr(keeping, "MOST", 1)
    assert go(partnership, "mentee", "files", file=("a.pdf", PDF)).status_code == 302

    answer = go(partnership, "mentor", "files", file=("b.pdf", PDF))

    assert answer.status_code == 409
    assert "which is the most" in answer.text


def test_its_author_alone_removes_it(go, partnership):
    go(partnership, "mentee", "files", file=("plan.pdf", PDF))
    row = _only(partnership)
    for data in (None, {}):
        assert go(partnership, "mentor", "files-remove", row.pk, data=data).status_code == 404

    assert "plan.pdf" in go(partnership, "mentee", "files-remove", row.pk).text
    assert go(partnership, "mentee", "files-remove", row.pk, data={}).status_code == 302
    assert go(partnership, "mentor", "files-download", row.pk).status_code == 404


def test_nobody_else_finds_it(go, partnership, coordinator, client_for, organization):
    go(partnership, "mentee", "files", file=("plan.pdf", PDF))
    row, stranger = _only(partnership), pair()

    address = reverse(
        "portal:writing:files-download", args=[organization.slug, partnership.pk, row.pk]
    )
    assert client_for(coordinator).get(address).status_code == 403
    assert client_for(membership_of(stranger.mentee)).get(address).status_code == 404
    for user_id, actor in (
        (coordinator.user_id, Actor.COORDINATOR),
        (None, Actor.WORKER),
        (stranger.mentee_person.user_id, Actor.PARTICIPANT),
        (None, Actor.KEEPER),
    ):
        with as_user(partnership, user_id, actor):
            assert not PairFile.objects.exists()


def test_what_was_put_there_stays_as_it_is(go, partnership):
    go(partnership, "mentee", "files", file=("plan.pdf", PDF))

    with (
        as_side(partnership, "mentee"),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
    ):
        PairFile.objects.update(size=1)


def test_name_and_content_are_sealed_each_for_its_column(go, partnership):
    go(partnership, "mentee", "files", file=("plan.pdf", PDF))
    row = _only(partnership)

    assert b"plan" not in bytes(row.sealed)
    assert b"the two know" not in bytes(row.content)
    with as_side(partnership, "mentor"):
        keys = Keyring(partnership.pk)
        row.sealed, row.content = row.content, row.sealed
        for read in (keys.read, keys.read_content):
            with pytest.raises(Unreadable):
                read(row)


def test_an_erased_author_takes_the_files_along(go, partnership):
    go(partnership, "mentee", "files", file=("plan.pdf", PDF))
    row = _only(partnership)
    destroy_keys(partnership.mentee_person_id)

    assert "can no longer be read" in go(partnership, "mentor", "files").text
    assert go(partnership, "mentor", "files-download", row.pk).status_code == 404
    assert go(partnership, "mentee", "files", file=("b.pdf", PDF)).status_code == 409


@pytest.mark.parametrize("side", BOTH)
def test_the_list_reads_no_contents_and_asks_little(go, partnership, side):
    statements = []

    def note(execute, sql, params, many, context):
        statements.append(sql)
        return execute(sql, params, many, context)

    counts = []
    for number in range(3):
        go(partnership, side, "files", file=(f"{number}.pdf", PDF))
        statements.clear()
        with connection.execute_wrapper(note):
            assert f"{number}.pdf" in go(partnership, side, "files").text
        read = [sql for sql in statements if not sql.startswith(("PREPARE", "EXECUTE"))]
        counts.append(len([sql for sql in read if "pairfile" in sql]))
        assert not [sql for sql in statements if '"content"' in sql]

    assert counts == [1, 1, 1]  # the list; what is new is planned once in a connection
