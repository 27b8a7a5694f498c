"""Somebody looks at what is kept of them, takes it along, and has it erased."""

import io
import json
import time
import zipfile

import pytest
from django.urls import reverse
from PIL import Image

from mentoring import clock
from notifications.models import Message
from partnerships.cases.kinds import Signal
from partnerships.cases.models import Case
from partnerships.erasing import queries
from partnerships.writing.models import JournalEntry, Note
from tests.factories.participants import membership_of
from tests.partnerships.writing.people import pair, written
from tests.surroundings import DarkClient, dark

OWN, THEIRS = "My own words, ключ 鍵", "Words of the other"


def _browser(participant, proven=True):
    browser, user = DarkClient(), membership_of(participant).user
    with dark():
        user.set_password("a word to prove it with")
        user.save()
    browser.force_login(user)
    if proven:
        session = browser.session
        proof = {"method": "password", "at": time.time(), "reauthenticated": True}
        session["account_authentication_methods"] = [proof]
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()
    return browser


@pytest.fixture
def partnership(organization):
    return pair()


def _url(partnership, name="data"):
    return reverse(f"portal:{name}", args=[partnership.organization.slug])


def _archive(answer):
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def test_everything_of_ones_own_comes_in_one_file_and_nothing_of_the_partner(partnership):
    written(Note, partnership, "mentee", text=OWN)
    written(JournalEntry, partnership, "mentee", text=OWN)
    written(Note, partnership, "mentor", text=THEIRS)
    browser = _browser(partnership.mentee)

    assert "Download everything" in browser.get(_url(partnership)).content.decode()
    archive = _archive(browser.post(_url(partnership, "data-download")))

    assert archive.testzip() is None
    text = archive.read("data.json").decode()
    data = json.loads(text)
    assert data["person"]["email"] == partnership.mentee.person.email
    assert data["participations"][0]["story"] == "What moves me."
    assert data["participations"][0]["competencies"][0]["competency"] == "delegating-work"
    (one,) = data["partnerships"]
    assert [kind[0]["text"] for kind in one["written"].values()] == [OWN, OWN]
    assert THEIRS not in text
    assert partnership.mentor.person.email not in text


def test_cases_about_oneself_are_told_by_day_and_reason_and_nothing_else_of_them(partnership):
    for signal, side in (
        (Signal.RATING, "mentee"),
        (Signal.BY_HAND, "mentee"),
        (Signal.CALL, "mentor"),
        (Signal.SILENCE, None),
    ):
        Case.objects.create(
            program=partnership.program,
            partnership=partnership,
            participant=side and getattr(partnership, side),
            signal=signal,
            occasion="told",
            since=clock.now(),
            due_on=clock.today(),
        )

    archive = _archive(_browser(partnership.mentee).post(_url(partnership, "data-download")))

    (one,) = json.loads(archive.read("data.json"))["cases"]
    assert one.keys() == {"program", "signal", "since", "opened_at", "closed_at"}
    assert (one["program"], one["signal"]) == (partnership.program.name, "rating")


def test_files_come_with_it_under_harmless_names(partnership, tmp_path):
    browser, slug = _browser(partnership.mentee), partnership.organization.slug
    picture = tmp_path / "..%2f..\\evil.png"

    Image.new("RGB", (8, 8)).save(picture, "PNG")
    address = reverse("portal:writing:files", args=[slug, partnership.pk])
    with picture.open("rb") as file:
        assert browser.post(address, {"file": file}).status_code == 302

    names = _archive(browser.post(_url(partnership, "data-download"))).namelist()

    (name,) = [name for name in names if name.startswith("files/")]
    assert name.count("/") == 2
    assert not set(name.rpartition("/")[2]) & set("%\\/")


def test_whoever_only_found_the_tab_open_proves_the_login_first(partnership):
    browser = _browser(partnership.mentee, proven=False)
    for name in ("data-download", "data-erase"):
        answer = browser.post(_url(partnership, name), {"understood": "on"})
        assert answer.status_code == 302
        assert answer.url.startswith(reverse("account_reauthenticate"))
    assert queries.erasure_of(partnership.mentee_person_id) is None


def test_the_wish_to_be_erased_is_explained_taken_and_taken_back(partnership):
    browser, erase = _browser(partnership.mentee), _url(partnership, "data-erase")
    page = browser.get(erase).content.decode()
    assert partnership.mentor.person.name in page
    assert "in 7 days" in page

    half = browser.post(erase, {"understood": "on"})
    assert "Tick this box too" in half.content.decode()
    assert browser.post(erase, {"understood": "on", "ends_partnership": "on"}).status_code == 302

    assert "Your data will be erased on" in browser.get(_url(partnership)).content.decode()
    assert browser.get(erase).status_code == 302
    assert Message.objects.filter(kind="erasure_asked").exists()
    browser.post(_url(partnership, "data-keep"))
    assert queries.erasure_of(partnership.mentee_person_id) is None
