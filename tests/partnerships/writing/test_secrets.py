"""Secrets are written through every page, and then looked for everywhere that anything is kept."""

import json
import logging
from types import SimpleNamespace

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from mentoring import celery_app
from mentoring.jobs.registry import due_work
from mentoring.tenancy.keys import uuid7
from organizations.models import User
from organizations.roles import Role
from partnerships.agreements import urls as agreement_urls
from partnerships.agreements.models import PairClauses
from partnerships.meetings import urls as meeting_urls
from partnerships.meetings.models import MeetingWords
from partnerships.writing import services, urls
from partnerships.writing.models import (
    Draft,
    JournalEntry,
    Note,
    PairFile,
    PairMessage,
    SharedCopy,
)
from tests.factories.organizations import MembershipFactory, OrganizationFactory
from tests.factories.participants import membership_of
from tests.partnerships.agreements import planting as agreements
from tests.partnerships.concerns import planting as concerns
from tests.partnerships.goals import planting as goals
from tests.partnerships.meetings import planting as meetings
from tests.partnerships.writing import hunting
from tests.partnerships.writing.people import as_side, pair
from tests.surroundings import DarkClient, dark, inside

KINDS = {"messages": PairMessage, "notes": Note, "journal": JournalEntry}
STORY = "Everybody may read this story"


class Planter:
    """Writes a new secret each time, and knows them all."""

    def __init__(self):
        self.secrets, self.visited = [], set()

    def secret(self):
        """Letters, marks and another script, so that every way of writing it down differs."""
        number = len(self.secrets)
        self.secrets.append(f"Quarzitgrube {number} <&> тайна-«{number}» 秘密 end")
        return self.secrets[-1]


@pytest.fixture
def ground(transactional_db):
    """Two people who write, and a coordinator; all of it committed."""
    organization = OrganizationFactory()
    with inside(organization):
        partnership = pair()
        partnership.mentee.story = STORY
        partnership.mentee.save()
        members = {side: membership_of(getattr(partnership, side)) for side in ("mentor", "mentee")}
        members["coordinator"] = MembershipFactory(role=Role.COORDINATOR)
        slugs = (organization.slug, partnership.program.slug)
    browsers = {name: _browser(member) for name, member in members.items()}
    return SimpleNamespace(
        organization=organization, partnership=partnership, slugs=slugs, browsers=browsers
    )


def _browser(member):
    browser = DarkClient(raise_request_exception=False)
    with dark():
        browser.force_login(User.objects.get(pk=member.user_id))
    return browser


def _send(ground, planter, side, name, *args, **form):
    planter.visited.add(name)
    address = reverse(
        f"portal:writing:{name}", args=[ground.slugs[0], ground.partnership.pk, *args]
    )
    answer = ground.browsers[side].post(address, form)
    assert answer.status_code in (200, 302, 404, 409), (name, answer.status_code)
    ground.browsers[side].get(address)
    return answer


def _newest(ground, side, model):
    with inside(ground.organization), as_side(ground.partnership, side):
        return model.objects.filter(author=getattr(ground.partnership, f"{side}_person"))[0]


def _plant(ground, planter):
    """Every page, by both, with everything that can go wrong on it."""
    for name, model in KINDS.items():
        for side in ("mentee", "mentor"):
            send = (ground, planter, side)
            _send(*send, name, text=planter.secret(), item=uuid7())
            row = _newest(ground, side, model)
            _send(*send, name, text=planter.secret() * 1_000, item=uuid7())  # too long
            _send(*send, name, text=planter.secret(), item="no id")
            _send(*send, f"{name}-draft", text=planter.secret(), item=uuid7())
            _send(*send, f"{name}-draft", text=planter.secret() * 1_000, item=uuid7())
            if name != "messages":
                _send(*send, f"{name}-draft", text=planter.secret(), item=row.pk, seen=0)
                _send(*send, f"{name}-change", row.pk, text=planter.secret(), item=row.pk, seen=0)
                _send(*send, f"{name}-change", row.pk, text=planter.secret(), item=row.pk, seen=0)
                other = uuid7()
                _send(*send, name, text=planter.secret(), item=other)
                _send(*send, f"{name}-remove", other)
            _send(*send, f"{name}-share", row.pk)
            if side == "mentor":
                _send(*send, f"{name}-take-back", row.pk)


def _put_files(ground, planter):
    """Names and contents of files, those that are refused among them."""
    for side in ("mentee", "mentor"):
        send = (ground, planter, side)
        body = f"%PDF-1.7\n{planter.secret()}\n%%EOF\n".encode()
        for content in (body, planter.secret().encode(), body + bytes(3_000_000)):
            file = SimpleUploadedFile(f"{planter.secret()}.pdf", content)
            _send(*send, "files", file=file)
        row = _newest(ground, side, PairFile)
        address = reverse(
            "portal:writing:files-download", args=[ground.slugs[0], ground.partnership.pk, row.pk]
        )
        assert "Quarzitgrube" in ground.browsers[side].get(address).content.decode()
        planter.visited.add("files-download")
    _send(*send, "files-remove", row.pk)


def _fail(ground, planter, monkeypatch):
    """Something breaks in the middle of writing."""

    def broken(*_args, **_facts):
        raise RuntimeError("the trail cannot be written")

    place = [ground.slugs[0], ground.partnership.pk]
    with monkeypatch.context() as patch:
        patch.setattr(services, "record", broken)
        form = {"text": planter.secret(), "item": uuid7()}
        answer = ground.browsers["mentee"].post(reverse("portal:writing:notes", args=place), form)
    assert answer.status_code == 500
    assert "Quarzitgrube" not in answer.text


def _read_as_coordinator(ground):
    with inside(ground.organization), as_side(ground.partnership, "mentee"):
        copies = [copy.pk for copy in SharedCopy.objects.all()]
    assert len(copies) == len(KINDS)
    for pk in copies:
        place = [*ground.slugs, ground.partnership.pk, pk]
        answer = ground.browsers["coordinator"].get(reverse("partnerships:shared", args=place))
        assert "Quarzitgrube" in answer.text


def _work(ground):
    """The mails go out, and whatever else is due is done."""
    for _round in range(2):
        with inside(ground.organization):
            for find in due_work():
                find()


def test_what_was_written_is_nowhere_but_where_it_belongs(ground, caplog, monkeypatch):
    planter = Planter()
    celery_app.conf.update(task_always_eager=False)  # so that the broker holds what is queued
    for logger in (None, "django"):
        caplog.set_level(logging.DEBUG, logger=logger)
    connection.force_debug_cursor = True  # statements with their values are logged as well
    try:
        _plant(ground, planter)
        _put_files(ground, planter)
        of_goals = goals.plant(ground, planter)
        agreed = agreements.plant(ground, planter)
        concerns.plant(ground, planter)
        met = meetings.plant(ground, planter)
        _fail(ground, planter, monkeypatch)
        _read_as_coordinator(ground)
        queued = hunting.broker()
        celery_app.conf.update(task_always_eager=True)
        _work(ground)
    finally:
        connection.force_debug_cursor = False
        celery_app.control.purge()
    logged = "\n".join(f"{line.getMessage()} {line.__dict__}" for line in caplog.records)
    places = {
        "database": hunting.dump(),
        "sessions": hunting.sessions(),
        "broker": queued + hunting.broker(),
        "mails": hunting.mails(mail.outbox),
        "logs": logged.encode(),
    }

    assert {place.name for place in urls.urlpatterns} == planter.visited
    assert {place.name for place in agreement_urls.urlpatterns} == agreed
    assert {place.name for place in meeting_urls.urlpatterns} == met
    assert STORY.encode() in places["database"]
    assert b"send_message" in places["broker"]
    assert b"has written to you" in places["mails"]
    assert b"INSERT INTO" in places["logs"]
    assert b"the trail cannot be written" in places["logs"]
    for model in (
        *KINDS.values(),
        *concerns.MODELS,
        *of_goals,
        Draft,
        PairFile,
        PairClauses,
        MeetingWords,
        SharedCopy,
    ):
        assert f"COPY public.{model._meta.db_table} (".encode() in places["database"]
    for name, content in places.items():
        assert hunting.found_in(content, planter.secrets) == [], name
    with inside(ground.organization), as_side(ground.partnership, "mentee"):
        assert _newest(ground, "mentee", Note).sealed


@pytest.mark.parametrize("name", hunting.disguises("x"))
def test_every_disguise_is_seen_through(name):
    """The hunt itself: what it looks for is found, wherever a word begins."""
    secret = Planter().secret()
    needle = hunting.disguises(secret)[name]

    assert len(needle) >= len(secret) * 0.6
    assert (secret, name) in hunting.found_in(b"before " + needle + b" after", [secret])


@pytest.mark.parametrize("before", ["", "a", "ab", "abc"])
@pytest.mark.parametrize("after", ["", "z", "zy"])
def test_base64_of_anything_around_a_secret_is_seen_through(before, after):
    secret = Planter().secret()
    around = {"base64": hunting.base64.b64encode((before + secret + after).encode())}
    around["json"] = json.dumps({"said": before + secret + after}).encode()

    for name, content in around.items():
        assert any(name in how for _secret, how in hunting.found_in(content, [secret])), name
