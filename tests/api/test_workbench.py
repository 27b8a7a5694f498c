"""The workbench over the API: what coordinators decide between a run and its announcement."""

import pytest

from matching import announcing, services
from matching.changes.models import Change
from matching.decisions import Decision
from matching.models import AnnouncementRun, Match, MatchingRun
from matching.rulings.models import Ruling
from mentoring.jobs.models import RunStatus
from mentoring.tenancy.keys import uuid7
from organizations.models import AuditEvent
from organizations.roles import Role
from tests.api.statements import statements
from tests.factories.organizations import CompanyFactory, MembershipFactory
from tests.factories.participants import ParticipantFactory, membership_of
from tests.factories.programs import SponsorshipFactory
from tests.matching.pools import finished_run, make_pool
from tests.surroundings import inside

RUNS = "programs/spring/runs"
RUN = f"{RUNS}/1"
RULINGS = "programs/spring/rulings"


@pytest.fixture
def run(program, coordinator):
    make_pool(3, 4, program=program)
    return finished_run(program, by=coordinator)


@pytest.fixture
def match(run):
    return Match.objects.filter(run=run).order_by("pk").first()


@pytest.fixture
def second(caller_for, organization):
    """The API as another coordinator calls it."""
    return caller_for(MembershipFactory(role=Role.COORDINATOR))


@pytest.fixture
def person(caller_for, program):
    return caller_for(membership_of(ParticipantFactory(program=program)))


def faults(answer):
    assert answer.status_code == 400
    return list(answer.json()["error"]["fields"])


def conflict(answer):
    assert answer.status_code == 409
    return answer.json()["error"]["message"]


def place_of(match, rest=""):
    return f"{RUN}/mentees/{match.mentee_id}{rest}"


def pairs_of(run):
    return dict(Match.objects.filter(run=run).values_list("mentee_id", "mentor_id"))


def change(caller, match, act, other, **more):
    """Make a change whose effect was read just now."""
    effect = caller.get(place_of(match, f"/effect/{act}/{other}")).json()["effect"]
    sent = {"act": act, "other": str(other), "seen": effect["seen"]} | more
    return caller.post(place_of(match, "/change"), sent)


def test_a_run_is_started_once_and_cancelled_once(staff, program):
    make_pool(program=program)

    started = staff.post(RUNS, {"floor": 100, "holds": True})
    again = staff.post(RUNS, {})
    waiting = staff.get(RUN).json()
    stopped = [staff.post(f"{RUN}/cancel", {}) for _time in range(2)]

    assert started.status_code == 201
    assert started.json() == waiting
    assert (waiting["status"], waiting["floor"], waiting["holds"]) == ("queued", 100, True)
    assert (waiting["certificate"], waiting["is_newest"]) == (None, False)
    assert "at work already" in conflict(again)
    assert stopped[0].json()["status"] == "cancelled"
    assert "nothing to cancel" in conflict(stopped[1])
    assert MatchingRun.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"floor": -1}, "floor"),
        ({"floor": 10_001}, "floor"),
        ({"floor": "much"}, "floor"),
        ({"holds": "perhaps"}, "holds"),
        ({"quick": True}, "quick"),
    ],
)
def test_a_wrong_run_is_not_started(staff, program, sent, field):
    assert faults(staff.post(RUNS, sent)) == [field]
    assert not MatchingRun.objects.exists()


def test_a_run_keeps_quotas_of_sponsors(staff, program):
    company = CompanyFactory(name="Harbor Works")
    SponsorshipFactory(program=program, company=company)
    make_pool(2, 2, program=program, company=company)
    quota = {"company": str(company.pk), "side": "mentee", "least": 1, "most": 2}

    twice = staff.post(RUNS, {"quotas": [quota, quota]})
    unlikely = staff.post(RUNS, {"quotas": [{**quota, "least": 9, "most": None}]})
    stranger = staff.post(RUNS, {"quotas": [{**quota, "company": str(uuid7())}]})
    started = staff.post(RUNS, {"quotas": [quota]})

    assert faults(twice) == faults(staff.post(RUNS, {"quotas": [{"side": "x"}]})) == ["quotas"]
    assert "only 2 wait" in conflict(unlikely)
    assert "does not sponsor" in conflict(stranger)
    assert started.json()["quotas"] == [quota]
    assert staff.get(RUN).json() == started.json()


def test_a_finished_run_is_read_with_its_proof(staff, run):
    body = staff.get(RUN).json()

    assert body["certificate"]["digest"] == run.problem_digest
    assert body["outcome"]["matched"] == body["certificate"]["matched"] == 3
    assert body["outcome"]["total"] >= body["baseline"]["total"]
    assert (body["is_newest"], body["is_announcing"], body["progress"]) == (True, False, None)
    assert staff.get(f"{RUNS}/2").status_code == 404


def test_who_has_nobody_is_told_why(staff, program, coordinator):
    make_pool(2, 1, program=program)
    run = finished_run(program, by=coordinator)

    (row,) = staff.get(f"{RUN}/nobody").json()["results"]

    assert "compete for" in row["lead"]
    assert "One more place at" in row["lines"][0]
    place = staff.get(f"{RUN}/mentees/{row['participant']['id']}").json()
    assert (place["mentor"], place["match"]) == (None, None)
    assert place["nobody"] == {"lead": row["lead"], "lines": row["lines"]}
    assert run.matches.count() == 1


def test_matches_are_narrowed(staff, run, match, coordinator):
    services.approve(match, by=coordinator)

    rows = staff.get(f"{RUN}/matches", decision="approved").json()["results"]

    assert [row["id"] for row in rows] == [str(match.pk)]
    assert staff.get(f"{RUN}/matches", band=match.band).json()["count"] >= 1
    assert faults(staff.get(f"{RUN}/matches", band="x", decision="x")) == ["decision", "band"]


def test_a_match_is_rejected_and_reopened(staff, match):
    path = f"{RUN}/matches/{match.pk}"

    rejected = [staff.post(f"{path}/reject", {}).json() for _time in range(2)]
    reopened = [staff.post(f"{path}/reopen", {}).json() for _time in range(2)]

    assert [row["decision"] for row in rejected] == ["rejected", "rejected"]
    assert [row["decision"] for row in reopened] == ["proposed", "proposed"]
    verbs = AuditEvent.objects.filter(verb__in=["match.rejected", "match.reopened"])
    assert verbs.count() == 2


def test_a_match_that_is_another_by_now_is_not_decided(staff, match):
    path = f"{RUN}/matches/{match.pk}"
    other = Match.objects.exclude(pk=match.pk).first().mentor_id

    for act in ("approve", "reject"):
        assert "meanwhile" in conflict(staff.post(f"{path}/{act}", {"mentor": str(other)}))
        assert faults(staff.post(f"{path}/{act}", {"mentor": "x"})) == ["mentor"]
    seen = {"mentor": str(match.mentor_id)}
    assert staff.post(f"{path}/approve", seen).json()["decision"] == "approved"


def test_many_are_approved_with_alternates(staff, run, match):
    named = {"matches": [str(match.pk)], "alternates": 1}
    first = [staff.post(f"{RUN}/matches/approve", named).json() for _time in range(2)]
    every = [str(pk) for pk in run.matches.values_list("pk", flat=True)]
    rest = staff.post(f"{RUN}/matches/approve", {"matches": every})

    assert first == [{"approved": 1}, {"approved": 0}]
    assert rest.json() == {"approved": 2}
    assert match.alternates.count() == 1
    assert set(run.matches.values_list("decision", flat=True)) == {Decision.APPROVED}


def test_without_names_the_sure_ones_are_approved(staff, run, match):
    Match.objects.filter(run=run).update(band="good")
    Match.objects.filter(pk=match.pk).update(band="sure")

    assert staff.post(f"{RUN}/matches/approve", {}).json() == {"approved": 1}
    match.refresh_from_db()
    assert match.decision == Decision.APPROVED


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"alternates": 3}, "alternates"),
        ({"alternates": -1}, "alternates"),
        ({"matches": "all"}, "matches"),
        ({"matches": [str(uuid7())]}, "matches"),
        ({"matches": ["x"]}, "matches"),
    ],
)
def test_approving_many_is_checked_by_field(staff, run, sent, field):
    assert faults(staff.post(f"{RUN}/matches/approve", sent)) == [field]
    assert not run.matches.exclude(decision=Decision.PROPOSED).exists()


def test_another_mentor_is_chosen_as_it_was_seen(staff, run, match):
    before = pairs_of(run)
    place = staff.get(place_of(match)).json()
    offer = place["options"][-1]
    sent = {"act": "choose", "other": offer["mentor"]["id"], "seen": offer["seen"]}

    made, again = [staff.post(place_of(match, "/change"), sent) for _time in range(2)]

    assert place["mentor"]["id"] == str(match.mentor_id)
    assert (place["match"], place["is_held"], place["is_pinned"]) == (str(match.pk), False, False)
    body = made.json()
    assert (body["number"], body["act"], body["points"]) == (1, "choose", offer["points"])
    assert len(body["moves"]) == len(offer["others"]) + 1
    assert body["certificate"]["digest"]
    after = pairs_of(run)
    assert str(after[match.mentee_id]) == offer["mentor"]["id"]
    moved = {str(one) for one in after if after[one] != before[one]}
    assert moved == {move["mentee"]["id"] for move in body["moves"]}
    conflict(again)
    assert Change.objects.count() == 1
    assert staff.get(place_of(match)).json()["is_pinned"] is True


@pytest.mark.parametrize("act", ["pin", "veto"])
def test_the_same_twice_is_one_change(staff, run, match, act):
    told = {"reason": "They know each other."}

    made = change(staff, match, act, match.mentor_id, **told)
    again = change(staff, match, act, match.mentor_id, **told)

    assert made.status_code == 200
    assert "already" in conflict(again)
    assert (Change.objects.count(), Ruling.objects.count()) == (1, 1)


def test_a_veto_wants_a_reason(staff, match):
    assert "Say why" in conflict(change(staff, match, "veto", match.mentor_id))
    assert not Change.objects.exists()


def test_two_mentees_swap_and_it_is_undone_once(staff, run, match):
    other = Match.objects.filter(run=run).exclude(pk=match.pk).first()
    before = pairs_of(run)

    made = change(staff, match, "swap", other.mentee_id).json()
    swapped = pairs_of(run)
    undone = [staff.post(f"{RUN}/changes/1/undo", {}) for _time in range(2)]

    assert swapped[match.mentee_id] == other.mentor_id
    assert {pair["mentee"]["id"] for pair in made["pairs"]} == {
        str(match.mentee_id),
        str(other.mentee_id),
    }
    assert undone[0].json()["undone_at"]
    assert "Only the last change" in conflict(undone[1])
    assert pairs_of(run) == before
    (row,) = staff.get(f"{RUN}/changes").json()["results"]
    assert row == undone[0].json()
    assert staff.post(f"{RUN}/changes/7/undo", {}).status_code == 404


def test_what_was_not_seen_is_not_done(staff, match):
    sent = {"act": "pin", "other": str(match.mentor_id), "seen": "0" * 16}

    assert "Nothing was changed" in conflict(staff.post(place_of(match, "/change"), sent))
    assert not Change.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"act": "marry"}, "act"),
        ({"other": "x"}, "other"),
        ({"seen": "0" * 17}, "seen"),
        ({"reason": "x" * 501}, "reason"),
        ({"quick": True}, "quick"),
    ],
)
def test_changes_are_checked_by_field(staff, match, wrong, field):
    sent = {"act": "pin", "other": str(match.mentor_id), "seen": "0" * 16} | wrong

    assert faults(staff.post(place_of(match, "/change"), sent)) == [field]


def test_what_cannot_be_is_a_conflict_and_nobody_is_missing(staff, match, coordinator):
    effect = f"/effect/choose/{match.mentor_id}"
    missing = (
        place_of(match, f"/effect/choose/{uuid7()}"),
        place_of(match, f"/effect/marry/{match.mentor_id}"),
        f"{RUN}/mentees/{match.mentor_id}",
        f"{RUN}/mentees/{uuid7()}{effect}",
    )
    assert {staff.get(path).status_code for path in missing} == {404}
    assert staff.get(place_of(match, effect)).json()["refused"] == ""
    services.approve(match, by=coordinator)

    told = staff.get(place_of(match, effect)).json()
    assert told["effect"] is None
    assert "is decided" in told["refused"]
    sent = {"act": "choose", "other": str(match.mentor_id), "seen": "0" * 16}
    assert conflict(staff.post(place_of(match, "/change"), sent)) == told["refused"]
    assert staff.get(place_of(match)).json()["is_held"] is True


def test_why_these_two_or_why_not(staff, program, coordinator):
    company = CompanyFactory(name="Harbor Works")
    make_pool(2, 2, program=program)
    mentee = ParticipantFactory(program=program, company=company)
    mentor = ParticipantFactory(program=program, company=company, mentor=True)
    run = finished_run(program, by=coordinator)
    match = run.matches.first()

    against = staff.get(f"{RUN}/mentees/{mentee.pk}/rules/{mentor.pk}").json()
    passed = staff.get(place_of(match, f"/rules/{match.mentor_id}")).json()

    assert (against["is_possible"], passed["is_possible"]) == (False, True)
    assert against["lines"][0]["rule"] == "SAME_COMPANY"
    assert "Harbor Works" in against["lines"][0]["text"]
    assert all(line["passed"] for line in passed["lines"])
    assert staff.get(place_of(match, f"/rules/{uuid7()}")).status_code == 404


def test_matches_are_announced_once_and_taken_back_once(staff, run, match, coordinator):
    path = f"{RUN}/matches/{match.pk}/take-back"
    nothing = staff.post(f"{RUN}/announce", {})
    services.approve_many(list(run.matches.all()), by=coordinator)

    asked = [staff.post(f"{RUN}/announce", {}).json() for _time in range(2)]
    early = staff.post(path, {})
    _announce_now(run)
    told = staff.get(f"{RUN}/announcement").json()
    one = [staff.post(path, {"goes_on": True}) for _time in range(2)]
    rest = [staff.post(f"{RUN}/take-back", {}).json() for _time in range(2)]

    assert "nothing left to announce" in conflict(nothing)
    assert asked[0] == asked[1]
    assert (asked[0]["last"]["status"], asked[0]["last"]["matches"]) == ("queued", 3)
    assert "nothing to take back" in conflict(early)
    assert (told["last"]["announced"], told["now"]["approved"]) == (3, 0)
    assert one[0].json()["decision"] == "announced"
    assert "taken back already" in conflict(one[1])
    assert rest == [{"taken_back": 2}, {"taken_back": 0}]
    assert faults(staff.post(path, {"goes_on": "x"})) == ["goes_on"]


def _announce_now(run):
    """What the worker does with what was asked for."""
    asked = AnnouncementRun.objects.get(run=run)
    announcing.prepare(asked)
    while announcing.step(asked):
        pass
    done = {"status": RunStatus.DONE, "finished_at": asked.created_at}
    AnnouncementRun.objects.filter(pk=asked.pk).update(**done)


def test_two_pairs_of_eyes(staff, second, run, match, program, coordinator):
    program.needs_two_approvers = True
    program.save()
    services.approve(match, by=coordinator)

    assert "two pairs of eyes" in conflict(staff.post(f"{RUN}/announce", {}))
    assert second.post(f"{RUN}/announce", {}).json()["last"]["matches"] == 1


def test_people_are_pinned_and_vetoed_before_a_run(staff, program):
    _program, (mentee, _other), mentors = make_pool(program=program)
    pin = {"kind": "pin", "mentee": str(mentee.pk), "mentor": str(mentors[0].pk)}
    veto = {**pin, "kind": "veto", "mentor": str(mentors[1].pk), "reason": "They are friends."}

    made = [staff.post(RULINGS, pin) for _time in range(2)]
    vetoed = staff.post(RULINGS, veto)
    rows = staff.get(RULINGS).json()["results"]
    lift = f"{RULINGS}/{made[0].json()['id']}/lift"
    lifted = [staff.post(lift, {}).json() for _time in range(2)]

    assert (made[0].status_code, vetoed.status_code) == (201, 201)
    assert "pinned already" in conflict(made[1])
    assert [row["kind"] for row in rows] == ["pin", "veto"]
    assert (rows[0], rows[1]["reason"]) == (made[0].json(), "They are friends.")
    assert lifted[0]["lifted_at"] == lifted[1]["lifted_at"] is not None
    assert staff.get(RULINGS).json()["count"] == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kind": "marry"}, "kind"),
        ({"mentee": str(uuid7())}, "mentee"),
        ({"mentor": "x"}, "mentor"),
        ({"kind": "veto"}, "reason"),
        ({"reason": "x" * 501}, "reason"),
    ],
)
def test_rulings_are_checked_by_field(staff, program, wrong, field):
    _program, (mentee, _other), mentors = make_pool(program=program)
    sent = {"kind": "pin", "mentee": str(mentee.pk), "mentor": str(mentors[0].pk)} | wrong

    assert faults(staff.post(RULINGS, sent)) == [field]
    assert not Ruling.objects.exists()


def test_a_pin_against_the_rules_says_all_of_them(staff, program):
    company = CompanyFactory(name="Harbor Works")
    mentee = ParticipantFactory(program=program, company=company)
    mentor = ParticipantFactory(program=program, company=company, mentor=True)
    sent = {"kind": "pin", "mentee": str(mentee.pk), "mentor": str(mentor.pk)}

    assert "Harbor Works" in conflict(staff.post(RULINGS, sent))


def test_only_staff_reach_the_workbench(hr, person, run, match):
    reads = (RUN, f"{RUN}/nobody", f"{RUN}/announcement", f"{RUN}/changes", place_of(match))
    writes = (RUNS, f"{RUN}/cancel", f"{RUN}/announce", f"{RUN}/take-back", RULINGS)
    for caller in (hr, person):
        assert {caller.get(path).status_code for path in reads} == {403}
        assert {caller.post(path, {}).status_code for path in writes} == {403}
        assert caller.post(place_of(match, "/change"), {}).status_code == 403


def test_runs_of_another_organization_do_not_exist(staff, program, other_organization):
    with inside(other_organization):
        theirs, *_ = make_pool()
        theirs.slug = "spring"
        theirs.save()
        match = finished_run(theirs).matches.first()

    assert staff.get(RUN).status_code == 404
    assert staff.get(place_of(match)).status_code == 404
    assert staff.post(f"{RUN}/matches/{match.pk}/reject", {}).status_code == 404


def test_reading_costs_the_same_however_many_there_are(staff, program, coordinator):
    def counted(number):
        mentee = Match.objects.filter(run__number=number).first().mentee_id
        paths = ("", "/nobody", "/changes", "/announcement", f"/mentees/{mentee}")
        found = [statements(staff, f"{RUNS}/{number}{path}") for path in paths]
        return [*found, statements(staff, RULINGS)]

    make_pool(2, 2, program=program)
    finished_run(program, by=coordinator)
    few = counted(1)
    make_pool(3, 3, program=program)
    finished_run(program, by=coordinator)

    assert counted(2) == few
    assert max(few) <= 12
