"""Texts of modules and guides come with the product, and are versions that never change."""

import pytest
from django.core.exceptions import ValidationError
from django.db import InternalError, ProgrammingError, connection, transaction

from organizations.models import AuditEvent
from training.briefing import Outdated
from training.modules import parsing, shipped, versions
from training.modules.models import TextVersion
from training.roles import TextKind

MENTEES = (TextKind.MODULE, "mentee", "roles")


@pytest.fixture
def delivered(organization):
    versions.ship()
    return TextVersion.objects.get(kind="module", side="mentee", code="roles")


def test_everything_is_shipped_once(delivered):
    versions.ship()

    assert TextVersion.objects.filter(kind="module").count() == 12
    assert TextVersion.objects.filter(kind="guide").count() == 10
    assert delivered.is_shipped
    assert delivered.title == parsing.module(delivered.source).title
    assert 3 <= delivered.minutes <= 7


def _with_other_text(monkeypatch):
    """As if a later release had another text for the roles of mentees."""
    changed = [
        shipped.Shipped(
            one.kind, one.side, one.code, one.source.replace("summary: ", "summary: New. ")
        )
        if one.key == MENTEES
        else one
        for one in shipped.everything()
    ]
    monkeypatch.setattr(shipped, "everything", lambda: tuple(changed))


def test_a_later_release_brings_its_texts_along(delivered, monkeypatch):
    _with_other_text(monkeypatch)
    versions.ship()
    versions.ship()

    newest, first = TextVersion.objects.filter(kind="module", side="mentee", code="roles")
    assert (newest.number, first.number) == (2, 1)
    assert newest.summary.startswith("New. ")
    assert newest.is_shipped


def test_what_the_organization_wrote_is_not_written_over(delivered, monkeypatch, coordinator):
    own = delivered.source.replace("summary: ", "summary: Ours. ")
    versions.save(*MENTEES, own, 1, by=coordinator)
    _with_other_text(monkeypatch)
    versions.ship()

    assert TextVersion.objects.filter(kind="module", side="mentee", code="roles").count() == 2
    event = AuditEvent.objects.get(verb="module.saved")
    assert event.facts == {"kind": "module", "side": "mentee", "code": "roles", "number": 2}


def test_the_same_text_is_no_new_version(delivered, coordinator):
    assert versions.save(*MENTEES, delivered.source + "\n\n", 1, by=coordinator) is None
    assert not AuditEvent.objects.filter(verb="module.saved").exists()


def test_who_edits_an_old_version_is_told(delivered, coordinator):
    own = delivered.source.replace("summary: ", "summary: Ours. ")
    versions.save(*MENTEES, own, 1, by=coordinator)

    with pytest.raises(Outdated):
        versions.save(*MENTEES, own.replace("Ours.", "Theirs."), 1, by=coordinator)


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda text: text.replace("== Exercise:", "== Execise:"), "There is no such part"),
        (lambda text: text.replace("(x)", "( )"), "Exactly one choice is right"),
        (lambda text: "", "begins with a line title"),
        (lambda text: "title: 模块\nsummary: 第一\n\n文字", "There must be one part == Exercise"),
    ],
)
def test_a_text_that_cannot_be_read_is_refused(delivered, coordinator, damage, said):
    with pytest.raises(parsing.Mistake, match=said):
        versions.save(*MENTEES, damage(delivered.source), 1, by=coordinator)

    assert TextVersion.objects.filter(code="roles", side="mentee").count() == 1


@pytest.mark.parametrize("text", ["x" * 20_001, "title: a\x00b"])
def test_a_text_that_cannot_be_kept_is_refused(delivered, coordinator, text):
    with pytest.raises(ValidationError):
        versions.save(*MENTEES, text, 1, by=coordinator)


def test_a_module_of_ones_own_gets_a_code_of_its_own(delivered, coordinator, source):
    first = versions.create("mentor", source.replace("title: ", "title: Our "), by=coordinator)
    second = versions.create("mentor", source.replace("title: ", "title: Our "), by=coordinator)
    foreign = source.replace(source.splitlines()[0], "title: 私たちの役割")
    third = versions.create("mentor", foreign, by=coordinator)

    assert second.code == f"{first.code}-2"
    assert third.code == "module"
    assert third.title == "私たちの役割"
    assert {first.number, second.number, third.number} == {1}


@pytest.mark.parametrize(
    "statement", ["UPDATE {} SET title = 'x'", "DELETE FROM {}", "TRUNCATE {}"]
)
def test_a_version_stays_as_it_is(delivered, statement):
    with (
        pytest.raises((ProgrammingError, InternalError)),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format("training_textversion"))
