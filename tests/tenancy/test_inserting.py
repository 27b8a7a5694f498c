"""Many rows in one value: the same rows as ``bulk_create`` makes, behind both walls."""

import pytest
from django.db import IntegrityError, transaction

from matching.models import Match, MatchingRun
from mentoring.tenancy.context import CrossTenant
from mentoring.tenancy.inserting import insert
from tests.factories.participants import ParticipantFactory
from tests.factories.programs import ProgramFactory
from tests.surroundings import inside

HOSTILE = "'; DROP TABLE matching_match; -- \" \\ %s {} 🎈 ελ"


def proposed(program, run, **facts):
    people = {
        "mentee": ParticipantFactory(program=program),
        "mentor": ParticipantFactory(program=program, mentor=True),
    }
    parts = dict.fromkeys(("needs", "path", "ways_of_working", "wishes", "logistics"), 7)
    defaults = {"score": 42, "perspective": 7, "confidence": 100, "band": "sure"}
    costs = {"veto_matches": 0, "veto_points": -3}
    return Match(run=run, **people, **parts, **(defaults | costs | facts))


@pytest.fixture
def program(organization):
    return ProgramFactory()


@pytest.fixture
def run(program):
    return MatchingRun.objects.create(program=program, number=1)


def test_what_is_read_back_is_what_was_given(program, run):
    rows = [
        proposed(program, run, reasons={"for": [HOSTILE, None, 1]}, options=[{"free": 2}]),
        proposed(program, run, signs=["tie", "few_answers"]),
    ]
    insert(rows)
    insert([])

    found = {row.pk: row for row in Match.objects.all()}
    names = [field.attname for field in Match._meta.concrete_fields]
    assert {pk: [getattr(row, name) for name in names] for pk, row in found.items()} == {
        row.pk: [getattr(row, name) for name in names] for row in rows
    }
    rows[0].confidence = 50
    rows[0].save()  # known as a row from now on
    assert Match.objects.filter(confidence=50).count() == 1


def test_no_row_passes_a_wall_or_a_rule(program, run, other_organization):
    match = proposed(program, run)
    match.stamp()
    with inside(other_organization), pytest.raises(CrossTenant):
        insert([match])
    for broken in ({"score": 41}, {"confidence": 101}):
        with pytest.raises(IntegrityError), transaction.atomic():
            insert([proposed(program, run), proposed(program, run, **broken)])
    with pytest.raises(TypeError):
        insert([proposed(program, run, reasons={"for": object()})])

    assert not Match.objects.exists()
