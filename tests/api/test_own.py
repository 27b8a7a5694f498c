"""Participants over the API: their own consent, profile and next steps, and nobody else's."""

import pytest

from mentoring.tenancy.keys import uuid7
from organizations.models import AuditEvent
from participants.models import Participant
from participants.nominating.models import Consent
from participants.profiles.models import OwnCompetency
from participants.roles import Side, Standing
from programs.models import Program
from tests.api.statements import statements
from tests.factories.nominations import asked, open_program
from tests.factories.organizations import CompanyFactory
from tests.factories.participants import ParticipantFactory, membership_of
from tests.factories.programs import ProgramFactory
from tests.surroundings import inside


@pytest.fixture
def opened(organization):
    """A program that asks people, and its sponsor."""
    company = CompanyFactory(name="Torvelia Foods")
    return open_program(company, slug="spring", purpose="An outside view."), company


@pytest.fixture
def mentor(opened):
    program, company = opened
    return asked(program, company=company, side=Side.MENTOR)


@pytest.fixture
def mentee(program):
    return ParticipantFactory(program=program, competencies=["delegating-work", "leading-a-team"])


@pytest.fixture
def own(caller_for):
    """``own(participant)``: the API as this participant calls it."""
    return lambda participant: caller_for(membership_of(participant))


def path_of(participant, rest):
    return f"programs/{participant.program.slug}/participants/{participant.pk}/{rest}"


def standing_of(participant):
    return Participant.objects.get(pk=participant.pk).standing


def faults(answer):
    assert answer.status_code == 400
    return answer.json()["error"]["fields"]


def conflict(answer):
    assert answer.status_code == 409
    return answer.json()["error"]["message"]


def columns_of(profile):
    return {row["name"]: row for section in profile["sections"] for row in section["columns"]}


def change(caller, participant, section, **texts):
    """Send these texts with the fingerprints that stand now."""
    now = columns_of(caller.get(path_of(participant, "profile")).json())
    shown = {name: now[name]["shown"] for name in texts}
    body = {"texts": texts, "shown": shown}
    return caller.patch(path_of(participant, f"profile/{section}"), body)


def test_one_reads_what_is_asked_and_takes_part(own, mentor):
    caller = own(mentor)

    asked_of = caller.get(path_of(mentor, "consent")).json()
    yes = {"text": asked_of["text"]["id"], "agreed": True, "capacity": 2}
    answers = [caller.post(path_of(mentor, "consent/accept"), yes) for _time in range(2)]

    assert (asked_of["may"], asked_of["agreed"], asked_of["text"]["number"]) == ("answer", None, 1)
    assert "An outside view." in asked_of["text"]["sections"][0]["lines"]
    assert [one.status_code for one in answers] == [200, 200]
    assert answers[0].json() == answers[1].json() == caller.get(path_of(mentor, "consent")).json()
    assert (answers[0].json()["may"], answers[0].json()["standing"]) == ("read", "in")
    mentor.refresh_from_db()
    assert (mentor.standing, mentor.capacity) == (Standing.IN, 2)
    assert Consent.objects.count() == 1
    assert AuditEvent.objects.filter(verb="participant.agreed").count() == 1


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"capacity": None}, "capacity", "may not be null"),
        ({"capacity": 9}, "capacity", "not one of the available choices"),
        ({"capacity": ...}, "capacity", "Say for how many mentees"),
        ({"agreed": False}, "agreed", "Tick this box"),
        ({"text": "x"}, "text", "valid UUID"),
        ({"reason": "x"}, "reason", "no field of this name"),
    ],
)
def test_a_wrong_yes_changes_nothing(own, mentor, change, field, said):
    caller = own(mentor)
    text = caller.get(path_of(mentor, "consent")).json()["text"]["id"]
    sent = {"text": text, "agreed": True, "capacity": 1} | change
    sent = {name: value for name, value in sent.items() if value is not ...}

    told = faults(caller.post(path_of(mentor, "consent/accept"), sent))

    assert list(told) == [field]
    assert said in told[field][0]
    assert standing_of(mentor) == Standing.NOMINATED


def test_mentees_give_no_capacity(own, opened):
    program, company = opened
    mentee = asked(program, company=company, email="mei@works.example", name="Mei Tan")
    caller = own(mentee)
    yes = {"text": caller.get(path_of(mentee, "consent")).json()["text"]["id"], "agreed": True}

    refused = caller.post(path_of(mentee, "consent/accept"), {**yes, "capacity": 1})
    taken = caller.post(path_of(mentee, "consent/accept"), yes)

    assert list(faults(refused)) == ["capacity"]
    assert taken.json()["standing"] == "in"


def test_a_text_that_changed_is_read_anew_and_agreed_to(own, mentor):
    caller = own(mentor)
    first = caller.get(path_of(mentor, "consent")).json()["text"]["id"]
    yes = {"agreed": True, "capacity": 1}
    caller.post(path_of(mentor, "consent/accept"), {**yes, "text": first})
    Program.objects.update(purpose="Another view.")

    late = caller.post(path_of(mentor, "consent/accept"), {**yes, "text": first})
    anew = caller.get(path_of(mentor, "consent")).json()
    agreed = caller.post(
        path_of(mentor, "consent/accept"), {"text": anew["text"]["id"], "agreed": True}
    )

    assert "Read it once more" in conflict(late)
    assert (anew["may"], anew["agreed"]["number"], anew["text"]["number"]) == ("agree", 1, 2)
    assert anew["changes"][0]["before"] == ["An outside view."]
    assert anew["changes"][0]["after"] == ["Another view."]
    assert (agreed.json()["may"], agreed.json()["agreed"]["number"]) == ("read", 2)


def test_one_declines_once(own, mentor):
    caller = own(mentor)

    wrong = caller.post(path_of(mentor, "consent/decline"), {"reason": "bored"})
    first = caller.post(path_of(mentor, "consent/decline"), {"reason": "no_time"})
    second = caller.post(path_of(mentor, "consent/decline"), {})
    text = first.json()["text"]["id"]
    yes = caller.post(
        path_of(mentor, "consent/accept"), {"text": text, "agreed": True, "capacity": 1}
    )

    assert list(faults(wrong)) == ["reason"]
    assert (first.status_code, first.json()["may"]) == (200, "out")
    assert "answered already" in conflict(second)
    assert conflict(second) == conflict(yes)
    assert standing_of(mentor) == Standing.DECLINED


def test_each_answers_and_writes_for_themselves(own, staff, mentee, organization):
    other = ParticipantFactory(program=mentee.program, mentor=True)
    elsewhere = ParticipantFactory()
    caller = own(mentee)
    reads = ("consent", "profile")
    writes = ("consent/accept", "consent/decline", "profile/start")
    for theirs in (path_of(other, ""), path_of(mentee, "").replace(str(mentee.pk), str(uuid7()))):
        assert {caller.get(theirs + rest).status_code for rest in reads} == {404}
        assert {caller.post(theirs + rest, {}).status_code for rest in writes} == {404}
        assert caller.patch(f"{theirs}profile/work", {}).status_code == 404
    misplaced = f"programs/{elsewhere.program.slug}/participants/{mentee.pk}/profile"
    assert caller.get(misplaced).status_code == 404
    assert {staff.get(path_of(mentee, rest)).status_code for rest in reads} == {403}
    assert {staff.post(path_of(mentee, rest), {}).status_code for rest in writes} == {403}
    assert standing_of(other) == Standing.IN


def test_people_of_another_organization_do_not_exist(own, mentee, other_organization):
    with inside(other_organization):
        theirs = ParticipantFactory(program=ProgramFactory(slug="spring"))

    assert own(mentee).get(path_of(theirs, "profile")).status_code == 404


def test_a_profile_says_what_is_missing_and_who_reads_it(own, mentee):
    body = own(mentee).get(path_of(mentee, "profile")).json()

    known = columns_of(body)
    assert known["needs"]["text"] == "Delegating work; Leading a team"
    assert known["please_not"]["readers"] == {"before": "", "after": ""}
    assert known["title"]["readers"]["after"] == "all of it"
    assert "capacity" not in known
    assert body["completeness"]["is_ready"] is True
    assert [row["column"] for row in body["missing"]] == ["transition_wanted"]
    assert body["missing"][0]["section"] == "topics"
    done = {section["key"]: section["is_done"] for section in body["sections"]}
    assert done["topics"] is False
    assert done["work"] is True


def test_a_section_is_changed_and_twice_is_once(own, mentee):
    caller = own(mentee)
    now = columns_of(caller.get(path_of(mentee, "profile")).json())
    body = {
        "texts": {"title": "  Head of  mills ", "years_experience": "12"},
        "shown": {name: now[name]["shown"] for name in ("title", "years_experience", "level")},
    }

    answers = [caller.patch(path_of(mentee, "profile/work"), body) for _time in range(2)]

    assert [one.status_code for one in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    known = columns_of(answers[1].json())
    assert (known["title"]["text"], known["years_experience"]["text"]) == ("Head of mills", "12")
    assert known["level"]["text"] == now["level"]["text"]
    assert AuditEvent.objects.filter(verb="participant.changed").count() == 1


def test_two_writers_meet(own, staff, mentee):
    caller = own(mentee)
    now = columns_of(caller.get(path_of(mentee, "profile")).json())["title"]["shown"]
    staff.patch(path_of(mentee, "").rstrip("/"), {"title": "Theirs"})

    body = {"texts": {"title": "Mine"}, "shown": {"title": now}}
    refused = caller.patch(path_of(mentee, "profile/work"), body)

    assert "“Theirs”" in conflict(refused)
    assert Participant.objects.get(pk=mentee.pk).title == "Theirs"
    assert change(caller, mentee, "work", title="Mine").status_code == 200
    assert Participant.objects.get(pk=mentee.pk).title == "Mine"


@pytest.mark.parametrize(
    ("section", "texts", "field"),
    [
        ("work", {"years_experience": "many"}, "years_experience"),
        ("work", {"title": "x" * 161}, "title"),
        ("work", {"title": "\x00"}, "title"),
        ("work", {"title": 7}, "texts"),
        ("work", {"needs": "Delegating work"}, "needs"),
        ("work", {"email": "other@works.example"}, "email"),
        ("limits", {"capacity": "2"}, "capacity"),
        ("meetings", {"time_zone": "Nowhere"}, "time_zone"),
        ("topics", {"needs": "Milling grain"}, "needs"),
        ("work", {}, "texts"),
    ],
)
def test_a_section_is_checked_by_column(own, mentee, section, texts, field):
    caller = own(mentee)
    now = columns_of(caller.get(path_of(mentee, "profile")).json())
    shown = {name: row["shown"] for name, row in now.items()}

    answer = caller.patch(path_of(mentee, f"profile/{section}"), {"texts": texts, "shown": shown})

    assert list(faults(answer)) == [field]
    assert not AuditEvent.objects.filter(verb="participant.changed").exists()


def test_a_change_without_what_was_read_is_refused(own, mentee):
    caller = own(mentee)

    refused = caller.patch(
        path_of(mentee, "profile/work"), {"texts": {"title": "Mine"}, "shown": {}}
    )

    assert list(faults(refused)) == ["shown"]
    assert caller.patch(path_of(mentee, "profile/none"), {}).status_code == 404


def test_own_words_become_a_need(own, mentee):
    caller, path = own(mentee), path_of(mentee, "profile/topics")
    shown = columns_of(caller.get(path_of(mentee, "profile")).json())["needs"]["shown"]
    body = {
        "texts": {"needs": "Milling heritage grain; delegating-work"},
        "shown": {"needs": shown},
        "own_words": ["Milling  heritage grain"],
    }

    answers = [caller.patch(path, body) for _time in range(2)]

    assert [one.status_code for one in answers] == [200, 200]
    needs = columns_of(answers[1].json())["needs"]["text"]
    assert needs == "Milling heritage grain; Delegating work"
    assert OwnCompetency.objects.get().label == "Milling heritage grain"
    found = caller.get("competencies", search="heritage").json()["results"]
    assert [row["label"] for row in found] == ["Milling heritage grain"]


@pytest.mark.parametrize("words", ["", "a; b", "x" * 61, "\x00"])
def test_own_words_that_cannot_be_kept_leave_nothing(own, mentee, words):
    body = {
        "texts": {"needs": "Delegating work"},
        "shown": {"needs": "0" * 16},
        "own_words": ["Milling", words],
    }

    answer = own(mentee).patch(path_of(mentee, "profile/topics"), body)

    assert list(faults(answer)) == ["own_words"]
    assert not OwnCompetency.objects.exists()


def test_own_words_that_no_text_names_are_not_kept(own, mentee):
    caller = own(mentee)
    shown = columns_of(caller.get(path_of(mentee, "profile")).json())["needs"]["shown"]
    body = {"texts": {"needs": "Delegating work"}, "shown": {"needs": shown}}

    answer = caller.patch(path_of(mentee, "profile/topics"), {**body, "own_words": ["Milling"]})

    assert answer.status_code == 200
    assert not OwnCompetency.objects.exists()


def test_who_does_not_take_part_reads_but_does_not_write(own, mentee):
    Participant.objects.filter(pk=mentee.pk).update(standing=Standing.WITHDRAWN)
    caller = own(mentee)

    body = caller.get(path_of(mentee, "profile")).json()

    assert (body["is_open"], body["earlier"]) == (False, None)
    assert "cannot be changed any more" in conflict(change(caller, mentee, "work", title="Mine"))


def test_the_next_program_starts_from_the_last_profile(own, mentee):
    anew = Participant.objects.create(
        program=ProgramFactory(slug="autumn"),
        person=mentee.person,
        company=mentee.company,
        side=Side.MENTEE,
        standing=Standing.IN,
    )
    caller = own(mentee)

    before = caller.get(path_of(anew, "profile")).json()
    answers = [caller.post(path_of(anew, "profile/start"), {}) for _time in range(2)]

    assert before["earlier"] == "spring"
    assert answers[0].status_code == 200
    assert columns_of(answers[0].json())["needs"]["text"] == "Delegating work; Leading a team"
    assert "begun already" in conflict(answers[1])


def test_the_next_step_is_told(own, mentor):
    caller = own(mentor)

    (part,) = caller.get("next-steps").json()["parts"]

    assert (part["participant"], part["program"], part["side"]) == (
        *(str(mentor.pk), "spring"),
        "mentor",
    )
    step = part["steps"][0]
    assert step["page"].endswith(f"/portal/programs/{mentor.pk}/")
    assert (step["due_is"], step["is_waiting"]) == ("before", False)
    assert step["due_on"]
    assert step["due_at"] is None


def test_reading_costs_the_same_however_much_there_is(own, mentee):
    caller = own(mentee)
    paths = (path_of(mentee, "profile"), path_of(mentee, "consent"), "next-steps", "competencies")
    few = [statements(caller, path) for path in paths]
    ParticipantFactory(person=mentee.person, company=mentee.company)
    ParticipantFactory(person=mentee.person, company=mentee.company)

    assert [statements(caller, path) for path in paths] == few
    assert max(few) <= 12


def test_competencies_are_listed_and_found(own, staff, hr, mentee):
    caller = own(mentee)

    every = caller.get("competencies").json()
    found = caller.get("competencies", search="delegating").json()["results"]

    assert every["count"] > 40
    assert found[0]["code"] == "delegating-work"
    assert staff.get("competencies").json() == every
    assert hr.get("competencies").status_code == 403
    assert caller.get("competencies", search="x" * 101).status_code == 400
