"""The people of a program over the API: the same rows and the same messages as everywhere else."""

import pytest

from organizations.models import AuditEvent
from participants.models import Participant
from participants.roles import Side
from participants.services import save_participant
from tests.api.statements import statements
from tests.factories.participants import ParticipantFactory, membership_of

PEOPLE = "programs/spring/participants"
NEW = {
    "side": "mentee",
    "email": " Ana.Silva@Mail.Example ",
    "given_name": "Ana",
    "family_name": "Silva",
    "company": "harbor works",
    "languages": "en; Portuguese",
    "time_zone": "Europe/Lisbon",
    "needs": "Delegating work",
    "story": "What I want.",
}


def faults(response):
    assert response.status_code == 400
    return response.json()["error"]["fields"]


def test_a_person_is_added(staff, program, company):
    response = staff.post(PEOPLE, NEW)

    assert response.status_code == 201
    body = response.json()
    assert (body["name"], body["email"]) == ("Ana Silva", "ana.silva@mail.example")
    assert body["company"] == {"id": str(company.pk), "name": "Harbor Works"}
    assert body["profile"]["languages"] == "en; pt"
    assert staff.get(f"{PEOPLE}/{body['id']}").json() == body


def test_the_same_person_twice_is_one(staff, program, company):
    first = staff.post(PEOPLE, NEW)
    audit = AuditEvent.objects.count()
    second = staff.post(PEOPLE, NEW)

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert AuditEvent.objects.count() == audit


def test_the_api_says_what_the_service_says(staff, program, company):
    wrong = {**NEW, "email": "no address", "company": "Nobody Inc", "level": "9"}
    with pytest.raises(Exception, match=r".") as refused:
        save_participant(
            program, Side.MENTEE, {k: v for k, v in wrong.items() if k != "side"}, by=None
        )

    assert faults(staff.post(PEOPLE, wrong)) == refused.value.message_dict
    assert Participant.objects.count() == 0


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"capacity": "2"}, "capacity"),
        ({"organization": "one"}, "organization"),
        ({"standing": "in"}, "standing"),
        ({"side": "both"}, "side"),
        ({"side": None}, "side"),
        ({"story": ["a", "list"]}, "story"),
        ({"level": 3}, "level"),
        ({"story": "\x00"}, "story"),
    ],
)
def test_input_is_checked_by_field(change, field, staff, program, company):
    assert list(faults(staff.post(PEOPLE, {**NEW, **change}))) == [field]
    assert Participant.objects.count() == 0


@pytest.mark.parametrize(
    ("needs", "told"),
    [
        ("none such;" * 150, "150 are listed; the most is 5. Keep the most important."),
        ("none such;" * 5000, "This is 50000 characters long; the most is 2000. Shorten it."),
    ],
)
def test_a_list_without_end_is_refused_in_one_sentence(needs, told, staff, program, company):
    made = staff.post(PEOPLE, NEW).json()

    response = staff.patch(f"{PEOPLE}/{made['id']}", {"needs": needs})

    assert faults(response) == {"needs": [told]}


@pytest.mark.parametrize("body", [[], '"text"', "7", "null"])
def test_a_body_of_another_shape(body, staff, program, company):
    assert "side" in faults(staff.post(PEOPLE, body))


def test_a_person_is_changed_and_the_rest_stays(staff, program, company):
    made = staff.post(PEOPLE, NEW).json()

    response = staff.patch(f"{PEOPLE}/{made['id']}", {"title": "Team lead"})

    assert response.status_code == 200
    assert response.json()["profile"] == {**made["profile"], "title": "Team lead"}


def test_what_was_read_can_be_sent_back(staff, program, company):
    made = staff.post(PEOPLE, NEW).json()

    response = staff.patch(f"{PEOPLE}/{made['id']}", made["profile"])

    assert response.status_code == 200
    assert response.json() == made


def test_a_change_cannot_make_it_somebody_else(staff, program, company):
    made = staff.post(PEOPLE, NEW).json()

    response = staff.patch(f"{PEOPLE}/{made['id']}", {"email": "bo.lind@mail.example"})

    assert list(faults(response)) == ["email"]
    assert Participant.objects.count() == 1


def test_the_list_is_narrowed(staff, program, company):
    ana = ParticipantFactory(program=program, company=company)
    ana.person.given_name = "Ana"
    ana.person.save()
    mentor = ParticipantFactory(program=program, mentor=True, standing="declined")

    def found(**parameters):
        response = staff.get(PEOPLE, **parameters)
        assert response.status_code == 200
        return {row["id"] for row in response.json()["results"]}

    assert found() == {str(ana.pk), str(mentor.pk)}
    assert found(side="mentor") == {str(mentor.pk)}
    assert found(standing="in") == {str(ana.pk)}
    assert found(company=str(company.pk)) == {str(ana.pk)}
    assert found(search="ana") == {str(ana.pk)}
    assert found(search="%") == set()


def test_a_person_reads_their_own_and_nobody_elses(caller_for, program):
    mine = ParticipantFactory(program=program)
    other = ParticipantFactory(program=program, company=mine.company)
    me = caller_for(membership_of(mine))

    assert [row["id"] for row in me.get(PEOPLE).json()["results"]] == [str(mine.pk)]
    assert me.get(PEOPLE, search="Given").json()["count"] == 1
    assert me.get(f"{PEOPLE}/{mine.pk}").json()["profile"]["story"] == mine.story
    assert me.get(f"{PEOPLE}/{other.pk}").status_code == 404


def test_people_and_hr_write_nothing(caller_for, hr, program, company):
    mine = ParticipantFactory(program=program, company=company)
    me = caller_for(membership_of(mine))

    for caller in (me, hr):
        assert caller.post(PEOPLE, NEW).status_code == 403
        assert caller.patch(f"{PEOPLE}/{mine.pk}", {"title": "King"}).status_code == 403
    assert hr.get(PEOPLE).status_code == 403


def test_the_number_of_statements_does_not_grow(staff, program):
    ParticipantFactory(program=program)
    one = statements(staff, PEOPLE)
    ParticipantFactory.create_batch(2, program=program)

    assert statements(staff, PEOPLE) == one
    assert one <= 12
