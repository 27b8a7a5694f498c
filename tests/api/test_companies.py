"""Companies, their groups and people's employers, written over the API by coordinators."""

from datetime import timedelta

import pytest
from django.utils import timezone

from mentoring import clock
from mentoring.tenancy.keys import uuid7
from organizations.models import AuditEvent, Company, CompetitorGroup, CorporateGroup, Employment
from organizations.planned import take_effect
from tests.factories.organizations import (
    CompanyFactory,
    CompetitorDeclarationFactory,
    CorporateGroupFactory,
    PersonFactory,
)
from tests.factories.participants import ParticipantFactory, membership_of
from tests.surroundings import inside

NEW = {
    "name": "  Harbor   Mills ",
    "industries": ["311811", "5221"],
    "corporate_group": "North Holding",
}


@pytest.fixture
def person(caller_for, program):
    return caller_for(membership_of(ParticipantFactory(program=program)))


def faults(answer):
    assert answer.status_code == 400
    return answer.json()["error"]["fields"]


def conflict(answer):
    assert answer.status_code == 409
    return answer.json()["error"]["message"]


def verbs():
    return list(AuditEvent.objects.order_by("at", "id").values_list("verb", flat=True))


def day(days):
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def test_a_company_is_added_and_read(staff):
    rival = CompanyFactory(name="Rival Works")

    made = staff.post("companies", {**NEW, "declares": [str(rival.pk)]})
    again = staff.post("companies", NEW)

    assert made.status_code == 201
    body = made.json()
    assert (body["name"], body["industries"]) == ("Harbor Mills", ["311811", "5221"])
    assert body["corporate_group"] == "North Holding"
    assert [row["name"] for row in body["declares"]] == ["Rival Works"]
    assert staff.get(f"companies/{body['id']}").json() == body
    assert list(faults(again)) == ["name"]
    assert verbs() == ["company.created"]


def test_what_is_not_sent_stays_and_twice_is_once(staff):
    rival = CompanyFactory(name="Rival Works")
    body = staff.post("companies", {**NEW, "declares": [str(rival.pk)]}).json()
    path = f"companies/{body['id']}"

    renamed = [staff.patch(path, {"name": "Harbor Foods"}) for _time in range(2)]
    alone = staff.patch(path, {"corporate_group": "", "declares": [], "industries": []})

    assert [one.status_code for one in renamed] == [200, 200]
    wanted = {**body, "name": "Harbor Foods", "other_names": ["Harbor Mills"]}
    assert renamed[0].json() == renamed[1].json() == wanted
    empty = {"corporate_group": None, "declares": [], "industries": []}
    assert alone.json() == {**wanted, **empty}
    assert staff.patch(path, {}).json() == alone.json()
    assert verbs() == ["company.created", "company.changed", "company.changed"]


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"name": ""}, "name", "blank"),
        ({"name": "x" * 161}, "name", "160"),
        ({"name": "\x00"}, "name", "Null"),
        ({"name": "RIVAL works"}, "name", "this name already"),
        ({"industries": ["311899"]}, "industries", "no NAICS 2022 code"),
        ({"industries": ["1" * 7]}, "industries", "6 characters"),
        ({"industries": "311811"}, "industries", "list"),
        ({"corporate_group": "x" * 161}, "corporate_group", "160"),
        ({"declares": [str(uuid7())]}, "declares", "not one of the available choices"),
        ({"declares": ["x"]}, "declares", "UUID"),
        ({"motto": "x"}, "motto", "no field of this name"),
    ],
)
def test_a_wrong_company_is_not_written(staff, change, field, said):
    CompanyFactory(name="Rival Works")
    kept = CompanyFactory(name="Kept Works")

    for answer in (
        staff.post("companies", NEW | change),
        staff.patch(f"companies/{kept.pk}", change),
    ):
        told = faults(answer)
        assert list(told) == [field]
        assert said in " ".join(told[field])
    assert Company.objects.count() == 2
    assert verbs() == []


def test_too_many_codes_are_told_at_their_field(staff):
    codes = [row["code"] for row in staff.get("industries", page_size=100).json()["results"]]

    assert list(faults(staff.post("companies", {**NEW, "industries": codes[:31]}))) == [
        "industries"
    ]
    assert staff.post("companies", {**NEW, "industries": codes[:30]}).status_code == 201


def test_industries_are_listed_and_found(staff, hr, person):
    found = staff.get("industries", search="bakeries").json()["results"]

    digits = staff.get("industries", search="52").json()["results"]
    assert {"code": "311811", "title": "Retail Bakeries"} in found
    assert digits
    assert all(row["code"].startswith("52") for row in digits)
    assert staff.get("industries").json()["count"] > 1000
    assert staff.get("industries", search="x" * 201).status_code == 400
    assert {one.get("industries").status_code for one in (hr, person)} == {403}


def test_a_company_that_nothing_refers_to_is_removed_once(staff):
    kept, gone = CompanyFactory(name="Kept Works"), CompanyFactory()
    PersonFactory(company=kept)

    refused = staff.post(f"companies/{kept.pk}/remove", {})
    done = [staff.post(f"companies/{gone.pk}/remove", {}).status_code for _time in range(2)]

    assert "1 job of a person" in conflict(refused)
    assert done == [204, 404]
    assert list(Company.objects.all()) == [kept]
    assert verbs() == ["company.removed"]


def test_a_declared_competitor_is_not_removed(staff):
    row = CompetitorDeclarationFactory()

    assert "declared" in conflict(staff.post(f"companies/{row.competitor_id}/remove", {}))


@pytest.mark.parametrize(("kind", "model"), [("corporate", CorporateGroup), ("competitors", ...)])
def test_a_group_is_made_filled_and_removed(staff, kind, model):
    company = CompanyFactory(name="Harbor Works")
    model = CompetitorGroup if model is ... else model
    sent = {"kind": kind, "name": " North   Holding "}

    made = [staff.post("company-groups", sent) for _time in range(2)]
    body = made[0].json()
    path = f"company-groups/{kind}/{body['id']}"
    member = {"company": str(company.pk)}
    added = [staff.post(f"{path}/add", member).json() for _time in range(2)]
    renamed = [staff.patch(path, {"name": "South Holding"}).json() for _time in range(2)]
    held = staff.post(f"{path}/remove", {})
    emptied = [staff.post(f"{path}/take-out", member).json() for _time in range(2)]
    removed = [staff.post(f"{path}/remove", {}).status_code for _time in range(2)]

    assert (made[0].status_code, body["name"], body["companies"]) == (201, "North Holding", [])
    assert list(faults(made[1])) == ["name"]
    filled = {**body, "companies": [{"id": str(company.pk), "name": "Harbor Works"}]}
    assert added == [filled, filled]
    assert renamed == [{**filled, "name": "South Holding"}] * 2
    assert "Take its companies out first" in conflict(held)
    assert emptied == [{**body, "name": "South Holding"}] * 2
    assert removed == [204, 404]
    assert not model.objects.exists()
    names = ("made", "joined", "renamed", "left", "removed")
    assert verbs() == [f"{kind}_group.{name}" for name in names]


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"kind": "cartel", "name": "X"}, "kind"),
        ({"kind": "corporate", "name": "   "}, "name"),
        ({"kind": "corporate", "name": "x" * 161}, "name"),
        ({"kind": "corporate"}, "name"),
        ({"kind": "corporate", "name": "north holding"}, "name"),
    ],
)
def test_a_wrong_group_is_not_made(staff, sent, field):
    group = CorporateGroupFactory(name="North Holding")
    other = CorporateGroupFactory(name="South Holding")

    assert list(faults(staff.post("company-groups", sent))) == [field]
    if field == "name":
        sent = {name: value for name, value in sent.items() if name != "kind"}
        path = f"company-groups/corporate/{other.pk}"
        assert list(faults(staff.patch(path, sent))) == ["name"]
    assert set(CorporateGroup.objects.all()) == {group, other}


def test_groups_take_companies_of_the_organization_alone(staff, other_organization):
    group = CorporateGroupFactory()
    with inside(other_organization):
        theirs, other = CorporateGroupFactory(), CompanyFactory()

    for company in (other.pk, uuid7(), "x"):
        sent = {"company": str(company)}
        path = f"company-groups/corporate/{group.pk}"
        assert list(faults(staff.post(f"{path}/add", sent))) == ["company"]
        assert list(faults(staff.post(f"{path}/take-out", sent))) == ["company"]
    for path in (f"corporate/{theirs.pk}", f"competitors/{group.pk}", f"none/{group.pk}"):
        assert staff.get(f"company-groups/{path}").status_code == 404
        assert staff.patch(f"company-groups/{path}", {"name": "X"}).status_code == 404
        assert staff.post(f"company-groups/{path}/remove", {}).status_code == 404


def test_only_staff_write_companies_groups_and_employers(hr, person, company):
    somebody, group = PersonFactory(), CorporateGroupFactory()
    for caller in (hr, person):
        answers = [
            caller.post("companies", NEW),
            caller.patch(f"companies/{company.pk}", {"name": "X"}),
            caller.post(f"companies/{company.pk}/remove", {}),
            caller.post("company-groups", {"kind": "corporate", "name": "X"}),
            caller.patch(f"company-groups/corporate/{group.pk}", {"name": "X"}),
            caller.post(f"company-groups/corporate/{group.pk}/add", {"company": str(company.pk)}),
            caller.post(f"people/{somebody.pk}/leave", {"ended_on": day(0)}),
        ]
        assert {one.status_code for one in answers} == {403}
    assert verbs() == []


def test_somebody_changes_employers_and_leaves(staff):
    old, new = CompanyFactory(name="Old Works"), CompanyFactory(name="New Works")
    somebody = PersonFactory(company=old)
    path = f"people/{somebody.pk}"
    sent = {"company": str(new.pk), "started_on": day(0)}

    moved = [staff.post(f"{path}/employer", sent) for _time in range(2)]
    left = [staff.post(f"{path}/leave", {"ended_on": day(0)}) for _time in range(2)]

    assert [one.status_code for one in moved] == [200, 200]
    assert moved[0].json() == moved[1].json()
    assert moved[0].json()["employer"]["name"] == "New Works"
    assert [row["ended_on"] for row in moved[0].json()["jobs"]] == [None, day(0)]
    assert left[0].json()["employer"] is None
    assert "no job that goes on" in conflict(left[1])
    assert staff.get(path).json() == left[0].json()
    assert verbs() == ["employment.ended", "employment.started", "employment.ended"]


def test_a_change_is_planned_once_and_taken_back_once(staff):
    new = CompanyFactory(name="New Works")
    somebody = PersonFactory(company=CompanyFactory())
    path = f"people/{somebody.pk}"
    sent = {"company": str(new.pk), "started_on": day(30)}

    planned = [staff.post(f"{path}/employer", sent) for _time in range(2)]
    body = planned[0].json()["planned"]
    back = f"{path}/planned/{body['id']}/take-back"
    taken = [staff.post(back, {}) for _time in range(2)]
    leaving = staff.post(f"{path}/leave", {"ended_on": day(3)}).json()["planned"]

    assert (body["takes_effect_on"], body["company"], body["is_refused"]) == (
        *(day(30), "New Works"),
        False,
    )
    assert "Take that one back first" in conflict(planned[1])
    assert taken[0].json()["planned"] is None
    assert taken[1].status_code == 404
    assert (leaving["takes_effect_on"], leaving["company"]) == (day(3), "")
    assert Employment.objects.filter(person=somebody).count() == 1


def test_a_plan_that_took_effect_is_not_there_any_more(staff):
    somebody = PersonFactory(company=CompanyFactory())
    path = f"people/{somebody.pk}"
    planned = staff.post(f"{path}/leave", {"ended_on": day(1)}).json()["planned"]

    with clock.held_at(clock.now() + timedelta(days=1)):
        take_effect()

    assert staff.get(path).json()["planned"] is None
    assert staff.post(f"{path}/planned/{planned['id']}/take-back", {}).status_code == 404


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"company": str(uuid7())}, "company"),
        ({"company": "Old Works"}, "company"),
        ({"started_on": "1901-01-01"}, "started_on"),
        ({"started_on": "soon"}, "started_on"),
        ({"started_on": "9999-12-31"}, "started_on"),
        ({"since": "2026-01-01"}, "since"),
    ],
)
def test_a_wrong_employer_is_told_by_field(staff, change, field):
    somebody = PersonFactory(company=CompanyFactory())
    sent = {"company": str(CompanyFactory().pk), "started_on": day(0)} | change

    assert list(faults(staff.post(f"people/{somebody.pk}/employer", sent))) == [field]
    assert Employment.objects.filter(person=somebody, ended_on__isnull=True).count() == 1


def test_the_same_employer_is_no_new_one(staff):
    same = CompanyFactory()
    somebody = PersonFactory(company=same)

    for when in (day(0), day(9)):
        sent = {"company": str(same.pk), "started_on": when}
        assert list(faults(staff.post(f"people/{somebody.pk}/employer", sent))) == ["company"]


def test_people_of_others_do_not_exist(staff, other_organization):
    with inside(other_organization):
        theirs = PersonFactory(company=CompanyFactory())
    mine, planned = PersonFactory(company=CompanyFactory()), uuid7()

    assert staff.post(f"people/{theirs.pk}/leave", {"ended_on": day(0)}).status_code == 404
    assert staff.post(f"people/{theirs.pk}/employer", {}).status_code == 404
    assert staff.post(f"people/{mine.pk}/planned/{planned}/take-back", {}).status_code == 404
