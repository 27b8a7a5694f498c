"""Certificates through the API: one's own with the paper, and issued or revoked by hand."""

import pytest

from evaluations.certificates import services
from organizations.models import AuditEvent
from tests.api.statements import statements
from tests.evaluations.certificates.people import completed_pair
from tests.factories.participants import ParticipantFactory, membership_of
from tests.factories.programs import ProgramFactory


@pytest.fixture
def pair(organization):
    return completed_pair()


@pytest.fixture
def path(pair):
    return f"programs/{pair.program.slug}"


def test_one_is_issued_once_printed_and_revoked(caller_for, staff, pair, path):
    mentee = caller_for(membership_of(pair.mentee))
    at = f"{path}/participants/{pair.mentee_id}/certificate"
    (own,) = mentee.get("certificates").json()["results"]
    assert (own["state"], own["certificate"]) == ("no_final", None)
    assert mentee.get(f"{at}.pdf").status_code == 409

    issued = [staff.post(f"{at}/issue", {}).json()["certificate"] for _ in range(2)]

    assert issued[0] == issued[1]
    (own,) = mentee.get("certificates").json()["results"]
    assert (own["state"], own["certificate"]) == ("holds", issued[0])
    papers = [mentee.get(f"{at}.pdf") for _ in range(2)]
    assert papers[0].content.startswith(b"%PDF")
    assert papers[0].content == papers[1].content
    assert papers[0]["Content-Type"] == "application/pdf"
    assert issued[0]["number"] in papers[0]["Content-Disposition"]
    assert AuditEvent.objects.filter(verb="certificate.printed").count() == 2

    for wrong in ({}, {"reason": " "}, {"reason": "r" * 301}, {"reason": "x", "code": "y"}):
        assert staff.post(f"{at}/revoke", wrong).status_code == 400
    assert staff.post(f"{at}/revoke", {"reason": "A mistake."}).status_code == 200
    assert staff.post(f"{at}/revoke", {"reason": "A mistake."}).status_code == 409
    assert mentee.get(f"{at}.pdf").status_code == 409
    rows = staff.get(f"{path}/certificates").json()["results"]
    (row,) = [one for one in rows if one["participant"] == str(pair.mentee_id)]
    assert (row["state"], row["revoked"][0]["reason"]) == ("revoked", "A mistake.")
    assert "A mistake." not in mentee.get("certificates").text
    assert staff.post(f"{at}/issue", {}).json()["certificate"]["number"] != issued[0]["number"]


def test_who_has_not_completed_gets_none_and_nobody_takes_anothers(
    caller_for, staff, hr, pair, path
):
    services.issue(pair.mentee, by=None)
    somebody = ParticipantFactory(program=pair.program)
    theirs = f"{path}/participants/{somebody.pk}/certificate"
    assert staff.post(f"{theirs}/issue", {}).status_code == 409
    elsewhere = ProgramFactory(slug="elsewhere")
    foreign = f"programs/{elsewhere.slug}/participants/{pair.mentee_id}/certificate/issue"
    assert staff.post(foreign, {}).status_code == 404
    at = f"{path}/participants/{pair.mentee_id}/certificate"
    for one in (somebody, pair.mentor):
        caller = caller_for(membership_of(one))
        assert caller.get(f"{at}.pdf").status_code == 404
        assert caller.post(f"{at}/issue", {}).status_code == 403
        assert caller.get(f"{path}/certificates").status_code == 403
    for caller in (staff, hr):
        assert caller.get(f"{at}.pdf").status_code == 403
        assert caller.get("certificates").status_code == 403


def test_lists_take_as_many_statements_for_many(caller_for, staff, pair, path):
    taken = []
    mentee = caller_for(membership_of(pair.mentee))
    for one in (pair.mentee, pair.mentor):
        services.issue(one, by=None)
        taken.append(
            (statements(mentee, "certificates"), statements(staff, f"{path}/certificates"))
        )
    assert taken[0] == taken[1]
