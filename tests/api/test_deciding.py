"""What coordinators decide over the API about people on their way into a program."""

import pytest

from notifications.models import Message
from organizations.models import Employment, Person
from participants.models import Participant
from participants.nominating import applying
from participants.nominating.models import Application, Asking, NominationResult
from tests.api.statements import statements
from tests.factories.nominations import asked, nominated, open_program, sponsored
from tests.factories.organizations import CompanyFactory
from tests.factories.participants import ParticipantFactory, membership_of
from tests.surroundings import inside

ROOT = "programs/spring"
PEOPLE, DOUBTS = f"{ROOT}/nominations/people", f"{ROOT}/nominations/to-settle"


@pytest.fixture
def program(organization):
    return open_program(slug="spring", name="Spring program")


@pytest.fixture
def company(program):
    made = CompanyFactory(name="Harbor Works")
    sponsored(program, made)
    return made


@pytest.fixture
def person(caller_for, program):
    return caller_for(membership_of(ParticipantFactory(program=program)))


@pytest.fixture
def application(program, company):
    row = Application(
        side="mentor",
        email="omar@mail.example",
        given_name="Omar",
        family_name="Haddad",
        company_name="Harbor",
    )
    applying.apply(program, row, "To give back.")
    return Application.objects.get()


@pytest.fixture
def doubtful(program, company, settle):
    """A nomination of somebody who works elsewhere, as far as is known."""
    known = ParticipantFactory(program=open_program(), company=CompanyFactory(name="Elsewhere"))
    row = nominated(program, company, known.person.email)
    settle()
    return row


def nora(company):
    names = {"given_name": "Nora", "family_name": "Lind", "email": "Nora@Works.example"}
    return {"side": "mentee", "company": str(company.pk), **names}


def fields(answer):
    assert answer.status_code == 400
    return list(answer.json()["error"]["fields"])


def refusal(answer):
    assert answer.status_code == 409
    assert answer.json()["error"]["code"] == "conflict"
    return answer.json()["error"]["message"]


def test_coordinators_read_sponsors_doubts_and_applications(
    staff, program, company, doubtful, application
):
    ParticipantFactory(program=program, company=company)

    (line,) = staff.get("programs/spring/nominations/sponsors").json()["results"]
    (doubt,) = staff.get("programs/spring/nominations/to-settle").json()["results"]
    (applied,) = staff.get("programs/spring/applications", state="new").json()["results"]

    assert (line["company"]["name"], line["mentees"]) == ("Harbor Works", {"in": 1})
    assert (doubt["employer"], doubt["company"]["name"]) == ("Elsewhere", "Harbor Works")
    assert doubt["decisions"] == ["keep", "move", "refuse"]
    assert (applied["why"], applied["state"]) == ("To give back.", "new")
    assert staff.get("programs/spring/applications", state="declined").json()["count"] == 0


def test_an_application_is_accepted_for_a_sponsor_once(staff, company, application):
    path = f"{ROOT}/applications/{application.pk}"
    accepted = staff.post(f"{path}/accept", {"company": str(company.pk)})

    body = accepted.json()
    made = Participant.objects.get()
    assert (body["state"], body["participant"], body["why"]) == (
        *("accepted", str(made.pk)),
        "To give back.",
    )
    assert (made.standing, made.company) == ("nominated", company)
    assert staff.get(path).json() == body
    again = staff.post(f"{path}/accept", {"company": str(company.pk)})
    assert refusal(again) == refusal(staff.post(f"{path}/decline", {}))
    assert Asking.objects.count() == 1


def test_an_application_is_declined_without_a_mail(staff, application):
    answer = staff.post(f"{ROOT}/applications/{application.pk}/decline", {})

    assert (answer.status_code, answer.json()["state"]) == (200, "declined")
    assert not Participant.objects.exists()
    assert not Message.objects.exists()


@pytest.mark.parametrize("sent", [{}, {"company": None}, {"company": "x"}, {"company": "other"}])
def test_an_application_is_accepted_for_no_other_company(sent, staff, application):
    if sent.get("company") == "other":
        sent = {"company": str(CompanyFactory().pk)}

    answer = staff.post(f"{ROOT}/applications/{application.pk}/accept", sent)

    assert fields(answer) == ["company"]
    application.refresh_from_db()
    assert application.state == "new"


def test_an_applicant_who_works_elsewhere_is_not_taken(staff, program, company, application):
    known = ParticipantFactory(program=open_program()).person
    known.email = application.email
    known.save()

    answer = staff.post(
        f"{ROOT}/applications/{application.pk}/accept", {"company": str(company.pk)}
    )

    assert "Correct that first" in refusal(answer)
    assert not Participant.objects.filter(program=program).exists()


def test_the_link_to_apply_by_is_opened_renewed_and_closed(staff, hr, person, company):
    path = f"{ROOT}/applications/link"
    assert staff.get(path).json() == {"is_open": False, "address": "", "is_over": False}

    opened, again = (staff.put(path, {"is_open": True}).json() for _time in range(2))
    renewed = staff.put(path, {"is_open": True, "renew": True}).json()
    closed = staff.put(path, {"is_open": False}).json()

    assert opened == again
    assert opened["address"] != renewed["address"]
    assert (closed["is_open"], closed["address"]) == (False, "")
    assert [staff.put(path, body).status_code for body in ({}, {"is_open": "x"})] == [400, 400]
    for caller in (hr, person):
        assert (
            caller.get(path).status_code == caller.put(path, {"is_open": True}).status_code == 403
        )


def test_a_claim_is_settled_once(staff, program, company, doubtful):
    path = f"{DOUBTS}/{doubtful.pk}"

    answer = staff.post(path, {"decision": "move", "day": "2026-01-05"})

    made = Participant.objects.get(program=program)
    assert answer.json() == {
        "nomination": str(doubtful.pk),
        "outcome": "placed",
        "participant": str(made.pk),
    }
    job = Employment.objects.get(person=made.person, ended_on=None)
    assert (job.company, str(job.started_on)) == (company, "2026-01-05")
    assert "settled in the meantime" in refusal(staff.post(path, {"decision": "refuse"}))
    assert staff.get(DOUBTS).json()["results"] == []


def test_a_claim_is_refused(staff, program, doubtful):
    answer = staff.post(f"{DOUBTS}/{doubtful.pk}", {"decision": "refuse"})

    assert (answer.json()["outcome"], answer.json()["participant"]) == ("refused", None)
    assert not Participant.objects.filter(program=program).exists()


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "decision"),
        ({"decision": "perhaps"}, "decision"),
        ({"decision": "move", "day": "0001-01-01"}, "day"),
        ({"decision": "move", "day": "soon"}, "day"),
        ({"decision": "move", "why": "so"}, "why"),
    ],
)
def test_a_decision_that_makes_no_sense(sent, field, staff, doubtful):
    assert fields(staff.post(f"{DOUBTS}/{doubtful.pk}", sent)) == [field]
    assert NominationResult.objects.get().outcome == "to_settle"


@pytest.mark.parametrize(
    "sent", [{"decision": "both"}, {"decision": "again"}, {"decision": "move", "day": "2199-01-01"}]
)
def test_a_decision_that_is_not_possible_writes_nothing(sent, staff, doubtful):
    assert refusal(staff.post(f"{DOUBTS}/{doubtful.pk}", sent))
    assert NominationResult.objects.get().outcome == "to_settle"


def test_somebody_is_asked_once_and_listed(staff, program, company):
    first, again = (staff.post(PEOPLE, nora(company)) for _time in range(2))

    assert (first.status_code, first.json()) == (201, again.json())
    body = first.json()
    assert (body["email"], body["standing"], body["source"], body["answer"]) == (
        *("nora@works.example", "nominated"),
        *("coordinator", ""),
    )
    assert staff.get(PEOPLE).json()["results"] == [body]
    assert Message.objects.filter(kind="nomination_asked").count() == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"email": "nobody"}, "email"),
        ({"side": "king"}, "side"),
        ({"given_name": ""}, "given_name"),
        ({"family_name": "x" * 200}, "family_name"),
        ({"company": "0190a1b2-0000-7000-8000-000000000000"}, "company"),
        ({"standing": "in"}, "standing"),
    ],
)
def test_who_cannot_be_asked(change, field, staff, company):
    assert fields(staff.post(PEOPLE, nora(company) | change)) == [field]
    assert not Person.objects.exists()


def test_who_works_elsewhere_is_not_asked(staff, program, company):
    known = ParticipantFactory(program=open_program())

    answer = staff.post(PEOPLE, nora(company) | {"email": known.person.email})

    assert "is not invited" in refusal(answer)
    assert not Participant.objects.filter(program=program).exists()


def test_people_are_reminded_and_asked_again(staff, program, company):
    waiting = asked(program, company=company)
    out = asked(program, email="out@works.example", company=company)
    Participant.objects.filter(pk=out.pk).update(standing="declined")
    Asking.objects.filter(participant=out).update(answer="declined", answered_at=out.created_at)
    path = f"{PEOPLE}/{out.pk}"

    assert staff.post(f"{PEOPLE}/{waiting.pk}/remind", {}).json() == {"reminded": True}
    assert staff.post(f"{path}/remind", {}).json() == {"reminded": False}
    rows = staff.get(PEOPLE).json()["results"]
    assert [(row["standing"], row["answer"]) for row in rows] == [
        ("nominated", ""),
        ("declined", "declined"),
    ]
    assert staff.post(f"{path}/reopen", {}).json()["standing"] == "nominated"
    assert refusal(staff.post(f"{path}/reopen", {}))
    assert Message.objects.filter(kind="nomination_reminder").count() == 1


def writes(company, application, doubtful, participant):
    return (
        (PEOPLE, nora(company)),
        (f"{PEOPLE}/{participant.pk}/remind", {}),
        (f"{PEOPLE}/{participant.pk}/reopen", {}),
        (f"{ROOT}/applications/{application.pk}/accept", {"company": str(company.pk)}),
        (f"{ROOT}/applications/{application.pk}/decline", {}),
        (f"{DOUBTS}/{doubtful.pk}", {"decision": "refuse"}),
    )


def test_only_staff_decide(hr, person, program, company, application, doubtful):
    chosen = writes(company, application, doubtful, asked(program, company=company))

    for path, body in chosen:
        assert [one.post(path, body).status_code for one in (hr, person)] == [403, 403]
    for path in (PEOPLE, DOUBTS, f"{ROOT}/applications/{application.pk}"):
        assert [one.get(path).status_code for one in (hr, person)] == [403, 403]


def test_rows_of_another_program_do_not_exist(staff, company, application, doubtful, program):
    open_program(slug="other")
    chosen = writes(company, application, doubtful, asked(program, company=company))

    for path, body in chosen[1:]:
        assert staff.post(path.replace("spring", "other"), body).status_code == 404
    elsewhere = f"{ROOT}/applications/{application.pk}".replace("spring", "other")
    assert staff.get(elsewhere).status_code == 404


def test_another_organizations_program_does_not_exist(staff, other_organization):
    with inside(other_organization):
        made = CompanyFactory()
        sponsored(open_program(slug="theirs"), made)

    assert staff.get("programs/theirs/nominations/people").status_code == 404
    assert staff.post("programs/theirs/nominations/people", nora(made)).status_code == 404


def test_the_people_asked_cost_the_same_however_many(staff, program, company):
    asked(program, company=company)
    one = statements(staff, PEOPLE)
    for letter in "ab":
        asked(program, email=f"{letter}@works.example", company=company)

    assert statements(staff, PEOPLE) == one <= 12
