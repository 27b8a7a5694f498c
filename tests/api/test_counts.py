"""What sponsors have counted through the API: for coordinators, with gaps for few people."""

from datetime import date

from tests.api.statements import statements
from tests.api.test_schema import ROOT, check, schema  # noqa: F401  (a fixture)
from tests.factories.programs import ProgramFactory
from tests.reports.counting.test_counts import DUE, END, count, on, sponsor


def test_coordinators_read_counts_and_few_people_are_a_gap(staff, hr, schema):  # noqa: F811
    program = ProgramFactory(slug="bridge", starts_on=date(2025, 1, 6), ends_on=END)
    path = "programs/bridge/counts"
    large = sponsor(program, "Aldergate Rail")
    few, silent = sponsor(program, "Brill"), sponsor(program, "Clay")
    with on(DUE):
        group = {"group_words": "Same level", "group_counted": 9, "group_stayed": 6}
        group |= {f"group_{name}": 1 for name in ("promoted", "larger_role", "moved")}
        count(program, large, 12, 10, 3, 4, 2, **group)
        answer = staff.get(path)
        before = statements(staff, path)
        count(program, few, 2, 1, 1, 0, 0)
        half, year = staff.get(path).json()["results"]
        assert statements(staff, path) == before <= 14

    check(schema, schema["paths"][f"{ROOT}programs/{{program}}/counts"]["get"], 200, answer.json())
    said = {one["company"]["name"]: one for one in half["sponsors"]}
    assert (half["is_due"], half["is_weak"], year["is_due"]) == (True, False, False)
    assert said["Aldergate Rail"]["counts"]["stayed"] == 10
    assert said["Aldergate Rail"]["group"]["stayed"] == 6
    assert (said["Brill"]["counts"], said["Brill"]["counted_at"] is not None) == (None, True)
    assert said[silent.name]["counted_at"] is None
    assert half["total"] == {"counts": said["Aldergate Rail"]["counts"], "is_of_all": False}
    assert hr.get(path).status_code == 403
    assert staff.get("programs/nowhere/counts").status_code == 404
