"""Competitors over the API: HR types names blindly, coordinators say whom they mean; waivers."""

from datetime import timedelta

import pytest
from django.utils import timezone

from company.competitors import LONGEST, MOST, name_all
from organizations.models import (
    AuditEvent,
    CompetitorDeclaration,
    IndustryWaiver,
    NamedCompetitor,
    NamedDecision,
)
from organizations.roles import ACTORS, Role
from tests.api.statements import statements
from tests.factories.organizations import (
    CompanyFactory,
    CompanyIndustryFactory,
    IndustryWaiverFactory,
    MembershipFactory,
)
from tests.factories.participants import ParticipantFactory, membership_of
from tests.surroundings import inside

NAMED = "named-competitors"


@pytest.fixture
def person(caller_for, program):
    return caller_for(membership_of(ParticipantFactory(program=program)))


@pytest.fixture
def rival_hr(caller_for):
    return caller_for(MembershipFactory(role=Role.HR, company=CompanyFactory(name="Rival Works")))


@pytest.fixture
def bakery(hr):
    """The id of a name that HR has typed."""
    return hr.post(NAMED, {"names": ["Secret Bakery"]}).json()["names"][0]["id"]


def names(answer):
    assert answer.status_code == 200
    return [row["name"] for row in answer.json()["names"]]


def alike():
    """Two companies of one industry, the lower id first."""
    found = sorted(CompanyFactory.create_batch(2), key=lambda company: company.pk)
    for company in found:
        CompanyIndustryFactory(company=company, code="311811")
    return found


def waived(**facts):
    """A waiver between two companies that have nothing to do with others."""
    low, high = alike()
    return IndustryWaiverFactory(low=low, high=high, **facts)


def test_hr_names_companies(hr, staff):
    answer = hr.post(NAMED, {"names": ["  Secret   Bakery ", "secret bakery", "Old Mill"]})

    assert names(answer) == ["Secret Bakery", "Old Mill"]
    assert answer.json()["names"] == hr.get(NAMED).json()["results"]
    assert staff.get(NAMED).json()["count"] == 2


def test_naming_twice_changes_nothing(hr, bakery):
    again = hr.post(NAMED, {"names": ["SECRET BAKERY"]})

    assert [row["id"] for row in again.json()["names"]] == [bakery]


def test_the_answer_is_the_same_whether_a_company_is_known_or_not(hr):
    CompanyFactory(name="Known Works")

    (known, unknown) = hr.post(NAMED, {"names": ["Known Works", "Nobody Works"]}).json()["names"]

    assert known.keys() == unknown.keys()
    assert known["company"] == unknown["company"]


@pytest.mark.parametrize(
    "sent",
    [
        [],
        [""],
        ["   "],
        ["x" * (LONGEST + 1)],
        ["Fine Works", "\x00"],
        "Fine Works",
        [f"Works {number}" for number in range(MOST + 1)],
        None,
    ],
)
def test_wrong_names_add_none(sent, hr):
    answer = hr.post(NAMED, {"names": sent})

    assert answer.status_code == 400
    assert list(answer.json()["error"]["fields"]) == ["names"]
    assert not NamedCompetitor.objects.exists()


def test_a_list_that_is_full_takes_no_more(hr):
    assert len(names(hr.post(NAMED, {"names": [f"Works {n}" for n in range(MOST)]}))) == MOST

    refused = hr.post(NAMED, {"names": ["One More", "Works 1"]})

    assert refused.status_code == 400
    assert NamedCompetitor.objects.count() == MOST


def test_a_name_is_taken_off_once_and_by_its_own_hr(hr, rival_hr, staff, person, bakery):
    path = f"{NAMED}/{bakery}/take-off"

    others = [one.post(path, {}).status_code for one in (rival_hr, staff, person)]
    own = [hr.post(path, {}).status_code for _time in range(2)]

    assert (others, own) == ([404, 403, 403], [204, 404])
    assert hr.get(NAMED).json()["results"] == []


def test_the_list_is_declared_complete(hr, staff, program, company):
    program.sponsorships.update(competitors_stated_at=None)
    before = hr.get(f"{NAMED}/complete").json()

    after = [hr.post(f"{NAMED}/complete", {}) for _time in range(2)]

    assert before == {"missing": ["Spring program"]}
    assert [(one.status_code, one.json()) for one in after] == [(200, {"missing": []})] * 2
    assert program.sponsorships.get().competitors_stated_at
    assert staff.post(f"{NAMED}/complete", {}).status_code == 403


def test_only_hr_names(staff, person):
    for caller in (staff, person):
        assert caller.post(NAMED, {"names": ["Secret Bakery"]}).status_code == 403
    assert not NamedCompetitor.objects.exists()


def test_a_coordinator_says_whom_a_name_means(staff, hr, company, bakery):
    other = CompanyFactory(name="Secret Bakery Ltd")
    path = f"{NAMED}/{bakery}"

    linked = [staff.put(f"{path}/meaning", {"company": str(other.pk)}) for _time in range(2)]

    assert [one.status_code for one in linked] == [204, 204]
    assert CompetitorDeclaration.objects.get().competitor == other
    assert staff.get(NAMED).json()["results"] == []
    assert names(hr.post(NAMED, {"names": ["Secret Bakery"]})) == ["Secret Bakery"]
    assert [staff.post(f"{path}/reopen", {}).status_code for _time in range(2)] == [204, 204]
    assert not CompetitorDeclaration.objects.exists()
    assert staff.put(f"{path}/meaning", {"company": None}).status_code == 204
    assert NamedDecision.objects.get().competitor is None


def test_a_name_cannot_mean_nobody_or_its_own_company(staff, company, bakery, other_organization):
    with inside(other_organization):
        theirs = str(CompanyFactory().pk)
    path = f"{NAMED}/{bakery}/meaning"

    wrong = [staff.put(path, {"company": one}) for one in (theirs, str(company.pk), "x")]

    assert [one.status_code for one in wrong] == [400, 400, 400]
    assert not NamedDecision.objects.exists()


def test_only_staff_say_whom_a_name_means(hr, person, bakery):
    for caller in (hr, person):
        assert caller.put(f"{NAMED}/{bakery}/meaning", {"company": None}).status_code == 403
        assert caller.post(f"{NAMED}/{bakery}/reopen", {}).status_code == 403


def test_names_of_another_organization_do_not_exist(staff, other_organization):
    with inside(other_organization):
        theirs = MembershipFactory(role=Role.HR, company=CompanyFactory())
    with inside(other_organization, theirs.user_id, ACTORS[Role.HR], theirs.company_id):
        name_all(["Secret Bakery"])
    with inside(other_organization):
        row = NamedCompetitor.objects.get().pk

    assert staff.put(f"{NAMED}/{row}/meaning", {"company": None}).status_code == 404
    assert staff.post(f"{NAMED}/{row}/reopen", {}).status_code == 404


def test_the_industry_rule_is_waived_replaced_and_holds_again(staff):
    low, high = alike()
    path = f"companies/{high.pk}/waive/{low.pk}"

    first = staff.put(path, {"reason": "No shared market.", "expires_on": None})
    second = staff.put(path, {"reason": "As agreed.", "expires_on": "2090-01-01"})

    assert (first.status_code, second.status_code) == (200, 200)
    body = second.json()
    assert (body["id"], body["reason"]) == (first.json()["id"], "As agreed.")
    assert (body["one"]["id"], body["other"]["id"]) == (str(low.pk), str(high.pk))
    assert staff.get("waivers", company=str(low.pk)).json()["results"] == [body]
    end = f"companies/{low.pk}/waivers/{body['id']}/end"
    assert [staff.post(end, {}).status_code for _time in range(2)] == [204, 404]
    assert not IndustryWaiver.objects.exists()
    assert AuditEvent.objects.filter(verb="industry.waiver_ended").count() == 1


def test_the_same_waiver_twice_leaves_one_trace(staff):
    low, high = alike()
    path, sent = f"companies/{low.pk}/waive/{high.pk}", {"reason": "As agreed.", "expires_on": None}

    answers = [staff.put(path, sent).json() for _time in range(2)]
    staff.put(path, {**sent, "reason": "As agreed anew."})

    assert answers[0] == answers[1]
    assert AuditEvent.objects.filter(verb="industry.waived").count() == 2


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"reason": ""}, "reason"),
        ({"reason": "x" * 2001}, "reason"),
        ({"expires_on": "2020-01-01"}, "expires_on"),
        ({"expires_on": "soon"}, "expires_on"),
        ({"forever": True}, "forever"),
    ],
)
def test_a_wrong_waiver_is_not_written(change, field, staff):
    low, high = alike()
    sent = {"reason": "No shared market.", "expires_on": None} | change

    answer = staff.put(f"companies/{low.pk}/waive/{high.pk}", sent)

    assert answer.status_code == 400
    assert list(answer.json()["error"]["fields"]) == [field]
    assert not IndustryWaiver.objects.exists()


def test_companies_that_share_no_industry_need_no_waiver(staff):
    low, high = CompanyFactory.create_batch(2)

    answer = staff.put(f"companies/{low.pk}/waive/{high.pk}", {"reason": "So.", "expires_on": None})

    assert list(answer.json()["error"]["fields"]) == ["all"]


def test_waivers_that_ran_out_are_listed_as_such(staff):
    over = timezone.localdate() - timedelta(days=1)
    waived(expires_on=over)
    waived(expires_on=None)

    rows = staff.get("waivers").json()["results"]

    assert sorted(row["is_in_force"] for row in rows) == [False, True]


def test_only_staff_read_and_write_waivers(hr, person):
    low, high = alike()
    waiver = waived()
    for caller in (hr, person):
        assert caller.get("waivers").status_code == 403
        path = f"companies/{low.pk}/waive/{high.pk}"
        assert caller.put(path, {"reason": "So.", "expires_on": None}).status_code == 403
        end = f"companies/{waiver.low_id}/waivers/{waiver.pk}/end"
        assert caller.post(end, {}).status_code == 403


def test_waivers_of_others_do_not_exist(staff, other_organization):
    waiver, other = waived(), CompanyFactory()
    with inside(other_organization):
        theirs = waived()

    assert staff.post(f"companies/{other.pk}/waivers/{waiver.pk}/end", {}).status_code == 404
    end = f"companies/{theirs.low_id}/waivers/{theirs.pk}/end"
    assert staff.post(end, {}).status_code == 404
    wanted = {"reason": "So.", "expires_on": None}
    assert staff.put(f"companies/{other.pk}/waive/{theirs.low_id}", wanted).status_code == 404


def test_waivers_cost_the_same_however_many(staff):
    waived()
    one = statements(staff, "waivers")
    waived()
    waived()

    assert statements(staff, "waivers") == one <= 12
