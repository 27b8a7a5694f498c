"""The API says who has answered and when, to those who may know, and never what."""

import pytest

from instruments.kinds import Occasion
from organizations.models import AuditEvent
from tests.api.statements import statements
from tests.factories.instruments import WORDS, open_baseline, send, start
from tests.factories.participants import ParticipantFactory, membership_of
from tests.factories.partnerships import make_partnership
from tests.factories.programs import ProgramFactory
from tests.instruments.test_occasions import pair_in
from tests.instruments.year import day_of, make_program, send_on
from tests.partnerships.lasting.people import on

ALL = "programs/spring/questionnaires"
PATH = f"{ALL}/baseline"


@pytest.fixture
def people(program):
    open_baseline(program)
    sent, begun, fresh = ParticipantFactory.create_batch(3, program=program)
    send(sent)
    start(begun)
    return {"sent": sent, "started": begun, "unopened": fresh}


def test_staff_read_how_far_everybody_is(staff, people):
    answer = staff.get(PATH)

    rows = {row["participant"]: row for row in answer.json()["results"]}
    assert {pk: row["state"] for pk, row in rows.items()} == {
        str(one.pk): state for state, one in people.items()
    }
    assert rows[str(people["sent"].pk)]["sent_at"]
    assert rows[str(people["started"].pk)]["sent_at"] is None
    assert WORDS not in answer.content.decode()


def test_a_participant_reads_of_themselves_alone(caller_for, people):
    [row] = caller_for(membership_of(people["sent"])).get(PATH).json()["results"]

    assert row["participant"] == str(people["sent"].pk)


def test_hr_reads_nothing(hr, people):
    assert hr.get(PATH).status_code == 403
    assert hr.get(ALL).status_code == 403


def test_the_list_is_narrowed(staff, people):
    def found(**parameters):
        rows = staff.get(PATH, **parameters).json()["results"]
        return [row["participant"] for row in rows]

    assert found(state="started") == [str(people["started"].pk)]
    assert len(found(side="mentee")) == 3
    assert found(side="mentor") == []
    assert staff.get(PATH, state="asleep").status_code == 400


def test_staff_read_how_many_have_answered(staff, people):
    (baseline,) = staff.get(ALL).json()["results"]

    assert (baseline["occasion"], baseline["state"]) == ("baseline", "open")
    mentees, mentors = baseline["rates"]
    assert (mentees["side"], mentees["asked"], mentees["sent"], mentees["started"]) == (
        *("mentee", 3),
        *(1, 1),
    )
    assert mentees["is_weak"]
    assert mentors["asked"] == 0


def test_later_occasions_are_listed_with_whom_they_ask(staff, caller_for):
    made = make_program(slug="autumn")
    pair = pair_in(made)
    ParticipantFactory(program=made)  # has nobody, so is not asked
    path = "programs/autumn/questionnaires"
    send_on(pair.mentee, Occasion.FINAL)
    with on(day_of(pair.mentee, Occasion.FINAL, 3)):
        stages = {one["occasion"]: one for one in staff.get(path).json()["results"]}
        rows = staff.get(f"{path}/final").json()["results"]
        own = caller_for(membership_of(pair.mentor)).get(f"{path}/final").json()["results"]
        refused = [staff.post(f"{path}/then/{act}", {}) for act in ("remind", "close", "reopen")]
        reminded = staff.post(f"{path}/final/remind", {}).json()

    assert list(stages) == [*Occasion]
    assert (stages["final"]["state"], stages["final"]["due"]) == ("open", "2028-01-25")
    assert [rate["sent"] for rate in stages["final"]["rates"]] == [1, 0]
    assert [rate["side"] for rate in stages["then"]["rates"]] == ["mentee"]
    assert {row["state"] for row in rows} == {"sent", "unopened"}
    assert [row["participant"] for row in own] == [str(pair.mentor_id)]
    assert {one.status_code for one in refused} == {409}
    assert reminded == {"reminded": 1}


def test_those_who_have_not_answered_are_reminded_once(staff, people):
    assert [staff.post(f"{PATH}/remind", {}).json() for _time in range(2)] == [
        {"reminded": 2},
        {"reminded": 0},
    ]


def test_a_questionnaire_is_closed_and_opened_by_hand(staff, people):
    closed = [staff.post(f"{PATH}/close", {}).json() for _time in range(2)]
    refused = staff.post(f"{PATH}/remind", {})
    opened = [staff.post(f"{PATH}/reopen", {}).json() for _time in range(2)]

    assert [one["state"] for one in (*closed, *opened)] == ["closed"] * 2 + ["open"] * 2
    assert refused.status_code == 409
    assert refused.json()["error"]["message"] == "This questionnaire is not open."
    assert AuditEvent.objects.filter(verb="program.door").count() == 2


def test_a_baseline_stays_closed_once_a_match_was_announced(staff, program, people):
    program.needs_baseline = True
    program.save()
    open_baseline(program, door="closed")
    make_partnership(mentor=ParticipantFactory(program=program, mentor=True), mentee=people["sent"])

    answer = staff.post(f"{PATH}/reopen", {})

    assert answer.status_code == 409
    assert "stays closed" in answer.json()["error"]["message"]
    assert program.dates.get(key="baseline").door == "closed"


@pytest.mark.parametrize("act", ["remind", "close", "reopen"])
def test_only_staff_change_a_questionnaire(act, hr, caller_for, staff, program, people):
    me = caller_for(membership_of(people["started"]))

    assert [one.post(f"{PATH}/{act}", {}).status_code for one in (hr, me)] == [403, 403]
    assert program.dates.get(key="baseline").door == ""
    other = open_baseline(ProgramFactory(slug="other")).program.slug
    for path in (PATH.replace("baseline", "nonsense"), PATH.replace("spring", "none")):
        assert staff.post(f"{path}/{act}", {}).status_code == 404
    assert staff.post(f"programs/{other}/questionnaires/baseline/{act}", {}).status_code == 200


@pytest.mark.parametrize("path", ["programs/spring/questionnaires/nonsense", f"{PATH}/x"])
def test_what_is_not_asked_does_not_exist(staff, people, path):
    assert staff.get(path).status_code == 404


def test_a_page_of_people_costs_the_same_whoever_many(staff, program, people):
    once = statements(staff, PATH)
    send(ParticipantFactory(program=program))

    assert statements(staff, PATH) == once
    assert statements(staff, ALL) <= 12
