"""Pages of cases: the list and what is done with several, one case, mails, workload, rules."""

from datetime import timedelta

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from mentoring import clock
from notifications.kinds import write
from notifications.models import Message
from organizations.models import AuditEvent
from organizations.roles import Role
from partnerships.cases import acts, services
from partnerships.cases.kinds import Channel, Decision, Level, Outcome, Severity, Signal
from partnerships.cases.letters import letter_of
from partnerships.cases.models import Case, CaseEvent, CaseRule
from partnerships.cases.pages import HAPPENED
from partnerships.cases.subjects import recipients_of
from partnerships.cases.words import ONE, WORDS
from tests.dashboard.statements import MOST, statements
from tests.factories.organizations import MembershipFactory, PersonFactory
from tests.factories.participants import ParticipantFactory
from tests.factories.partnerships import make_partnership

BOTH = ("mentor", "mentee")


@pytest.fixture
def pair(organization):
    return make_partnership(accepted_by=BOTH)


def opened(pair, signal=Signal.NO_MEETING, *, days=0, **facts):
    """A case of the pair that is due so many days from today."""
    number = Case.objects.count()
    return Case.objects.create(
        program=pair.program,
        partnership=facts.pop("partnership", pair),
        signal=signal,
        occasion=f"number {number}",
        since=clock.now() - timedelta(days=40),
        due_on=clock.today() + timedelta(days=days),
        **facts,
    )


@pytest.fixture
def go(coordinator_client, organization):
    """Post to, or look at, a page of cases by its name."""

    def call(name, *parts, data=None, query=""):
        url = reverse(f"cases:{name}", args=[organization.slug, *parts]) + query
        if data is None:
            return coordinator_client.get(url)
        return coordinator_client.post(url, data, follow=True)

    return call


def shown(page):
    return [[str(row.case.signal) for row in group.rows] for group in page.context["groups"]]


def test_what_is_due_comes_first_and_tabs_say_whose(go, pair, coordinator):
    late = opened(pair, Signal.CALL, days=-2, severity=Severity.HIGH)
    opened(pair, Signal.GOAL)
    opened(pair, Signal.UNSIGNED, days=3, owner=coordinator)
    opened(pair, Signal.SILENCE, days=20, owner=MembershipFactory(role=Role.COORDINATOR))
    put_off = opened(pair, Signal.BOUNCED, participant=pair.mentor)
    services.snooze(put_off, clock.today() + timedelta(days=5), by=coordinator)

    page = go("list")
    assert shown(page) == [["call"], ["goal"], ["unsigned"], ["silence"]]
    labels = ["Overdue", "Today", "In the next seven days", "Later"]
    assert [group.label for group in page.context["groups"]] == labels
    assert [tab["count"] for tab in page.context["tabs"]] == [4, 3, 1, 2, 1, 0]
    assert "2 days late" in page.text
    asked = {
        "?show=mine": [["unsigned"]],
        "?show=for-me": [["call"], ["goal"], ["unsigned"]],
        "?show=snoozed": [["bounced"]],
        "?signal=goal&due=today": [["goal"]],
        "?due=overdue&severity=1": [["call"]],
        f"?owner={coordinator.pk}": [["unsigned"]],
        f"?company={pair.mentee_company_id}&signal=call": [["call"]],
        f"?q={pair.mentor_person.family_name}&show=nobody": [["call"], ["goal"]],
        "?sort=severity&show=nobody": [["call"], ["goal"]],
        "?q=nobodyofthisname": [],
        "?program=gone&show=mine": [["unsigned"]],
    }
    for query, found in asked.items():
        assert shown(go("list", query=query)) == found, query
    services.close(late, Outcome.SETTLED, by=coordinator)
    assert shown(go("list", query="?show=closed")) == [["call"]]


@pytest.mark.parametrize("query", ["?show=closed", "?show=snoozed", "?show=mine", "", "?q=x"])
def test_an_empty_list_says_why(go, organization, query):
    assert 'class="empty' in go("list", query=query).text


def test_a_list_costs_the_same_for_one_row_and_for_thirty(coordinator_client, organization, pair):
    url = reverse("cases:list", args=[organization.slug])
    opened(pair)
    once = statements(coordinator_client, url)
    for _number in range(29):
        opened(pair, Signal.CALL, participant=pair.mentee)

    assert len(statements(coordinator_client, url)) == len(once) <= MOST


def test_a_file_has_the_same_rows(go, pair, organization, tmp_path):
    opened(pair, Signal.CALL, participant=pair.mentee)
    opened(pair)
    csv = go("export", "csv", query="?signal=call").getvalue().decode()
    header, row, *rest = csv.strip().splitlines()
    assert rest == []
    assert header.lstrip("\ufeff").startswith("signal,person,person_company,partner,")
    assert pair.mentee_person.name in row
    path = tmp_path / "cases.xlsx"
    path.write_bytes(go("export", "xlsx").getvalue())
    assert load_workbook(path).active.max_row == 3
    assert AuditEvent.objects.filter(verb="cases.exported").count() == 2


def test_many_at_once_and_who_was_faster_is_said(go, pair, coordinator):
    olga = MembershipFactory(role=Role.COORDINATOR, name="Olga Brandt")
    mine, hers = opened(pair), opened(pair, Signal.CALL, participant=pair.mentee, owner=olga)
    ids = [mine.pk, hers.pk, "no id", mine.pk]

    page = go("act", data={"act": "take", "ids": ids})
    assert "Done with 1 case." in page.text
    assert "Olga Brandt looks after this case already." in page.text
    page = go("act", data={"act": "give", "ids": ids, "owner": olga.pk, "then": hers.pk})
    assert page.redirect_chain[0][0].endswith(f"#case-{hers.pk}")
    assert set(Case.objects.values_list("owner", flat=True)) == {olga.pk}
    go("act", data={"act": "snooze", "ids": ids, "days": "7"}, query="?show=mine")
    week = clock.today() + timedelta(days=7)
    assert set(Case.objects.values_list("snoozed_until", flat=True)) == {week}
    go("act", data={"act": "wake", "ids": ids})
    go("act", data={"act": "close", "ids": ids, "outcome": "settled"})
    assert set(Case.objects.values_list("outcome", "closed_by")) == {("settled", coordinator.pk)}


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"act": "take", "ids": []}, "Nothing is picked."),
        ({"act": "take", "ids": ["x", "'"]}, "Nothing is picked."),
        ({"act": "explode"}, "Say what to do"),
        ({"act": "snooze", "days": "400"}, "Choose for how long"),
        ({"act": "give", "owner": "nobody"}, "Choose who looks after them"),
        ({"act": "close", "outcome": "gone"}, "Choose what became of it."),
    ],
)
def test_what_makes_no_sense_for_many_is_said(go, pair, said, words):
    case = opened(pair)
    page = go("act", data={"ids": [case.pk], **said})
    assert words in page.text
    assert not CaseEvent.objects.exists()


def test_every_signal_has_words_and_ways_and_letters_say_nothing_of_the_partner(
    go, pair, coordinator
):
    alone = (Signal.INVITATION, Signal.PROFILE, Signal.BOUNCED)
    for signal in Signal:
        is_of_one = WORDS[signal].turn_to == ONE
        case = opened(
            pair,
            signal,
            participant=pair.mentee if is_of_one else None,
            partnership=None if signal in alone else pair,
        )
        page = go("case", case.pk)
        assert str(signal.label) in page.text
        assert WORDS[signal].advice.split(".")[0] in page.text.replace("&#x27;", "'")
        assert ("Correct the mail address" in page.text) == (signal == Signal.BOUNCED)
        for side in recipients_of(case):
            letter = letter_of(case, side, coordinator)
            assert "%(" not in letter.subject + " ".join(letter.paragraphs)
            preview = go("letter", case.pk, side)
            assert preview.status_code == 200
            assert letter.paragraphs[1] in preview.text.replace("&#x27;", "'")
        if is_of_one:
            assert go("letter", case.pk, "mentor").status_code == 404
    assert set(HAPPENED) == set(CaseEvent._meta.get_field("action").choices and _actions())


def _actions():
    return {value for value, _label in CaseEvent._meta.get_field("action").choices}


def test_a_case_is_worked_on_and_its_history_says_who(go, pair, coordinator):
    case, olga = opened(pair), MembershipFactory(role=Role.COORDINATOR, name="Olga Brandt")
    following = opened(pair, Signal.GOAL, days=9)
    day = clock.today() + timedelta(days=6)

    assert "You look after it now." in go("do", case.pk, "take", data={}).text
    go("do", case.pk, "due", data={"due-day": day})
    whom = {"contact-whom": pair.mentee_id, "contact-channel": "phone"}
    page = go("do", case.pk, "contact", data={**whom, "contact-on": clock.today()})
    assert f"was in touch with {pair.mentee_person.name}" in page.text
    go("do", case.pk, "raise", data={"raise-level": "2"})
    page = go("do", case.pk, "raise", data={"raise-level": "3"})
    assert "Say whether the person is told." in page.text
    page = go("do", case.pk, "raise", data={"raise-level": "3", "raise-told": "yes"})
    assert "A second person has to agree" in page.text
    assert "Somebody else has to agree" in go("do", case.pk, "agree", data={}).text
    go("do", case.pk, "keep-level", data={})
    seen = {"give-owner": olga.pk, "give-seen": coordinator.pk}
    assert "Olga Brandt looks after it" in go("do", case.pk, "give", data=seen).text
    stale = {"give-owner": "nobody", "give-seen": coordinator.pk}
    assert "Meanwhile this case went to Olga Brandt." in go("do", case.pk, "give", data=stale).text
    page = go("do", case.pk, "snooze", data={"snooze-until": day}, query="?show=")
    assert page.redirect_chain[0][0].endswith(f"/cases/{following.pk}/?show=")
    go("do", case.pk, "wake", data={})
    page = go("do", case.pk, "close", data={"close-outcome": "agreed"})
    assert "The two have agreed" in go("case", case.pk).text
    assert "closed this case" in go("do", case.pk, "close", data={"close-outcome": "ends"}).text
    go("do", case.pk, "reopen", data={})
    case.refresh_from_db()
    assert (case.is_open, case.owner, case.level) == (True, coordinator, Level.LEAD)


@pytest.mark.parametrize(
    ("act", "said", "words"),
    [
        ("due", {"due-day": "someday"}, "Enter a valid date."),
        ("due", {"due-day": "1990-01-01"}, "Choose a day from"),
        ("snooze", {"snooze-until": "2199-12-31"}, "Choose a day from"),
        ("snooze", {}, "Please fill this in."),
        ("close", {"close-outcome": "gone"}, "Select a valid choice."),
        ("contact", {"contact-channel": "phone"}, "Please fill this in."),
        ("contact", {"contact-whom": "7", "contact-channel": "pigeon"}, "Select a valid choice."),
        ("give", {"give-owner": "7"}, "Select a valid choice."),
        ("raise", {"raise-level": "9"}, "Select a valid choice."),
    ],
)
def test_what_cannot_be_done_comes_back_with_what_was_typed(go, pair, act, said, words):
    case = opened(pair)
    page = go("do", case.pk, act, data=said)
    assert words in page.text
    assert all(value in page.text for value in said.values() if len(value) > 9)
    assert not CaseEvent.objects.exists()


@pytest.mark.parametrize("act", ["explode", "decide"])
def test_what_a_case_does_not_know_is_not_found(go, pair, act):
    assert go("do", opened(pair).pk, act, data={}).status_code == 404


def test_a_change_of_facts_is_decided(go, pair):
    case = opened(pair, Signal.SPONSOR_LEFT)
    assert acts.is_decided(case)
    page = go("do", case.pk, "decide", data={"decide-decision": Decision.GOES_ON})
    assert "settled" in page.text
    case.refresh_from_db()
    assert case.outcome == Outcome.GOES_ON


def test_neighbors_are_those_of_the_list_one_came_from(go, pair, coordinator):
    one, other, third = (opened(pair, days=days, owner=coordinator) for days in (1, 2, 3))
    opened(pair, Signal.GOAL, days=2)
    page = go("case", other.pk, query="?show=mine").context["neighbors"]
    assert (page.before, page.following, page.place, page.count) == (one.pk, third.pk, 2, 3)
    assert go("case", third.pk).context["neighbors"].count == 4


def test_a_mail_is_looked_at_sent_once_a_day_and_noted(go, pair, coordinator):
    case = opened(pair, Signal.CALL, participant=pair.mentee)
    page = go("letter", case.pk, "mentee", data={})
    assert "The mail is on its way." in page.text
    assert "went out today already" in go("letter", case.pk, "mentee", data={}).text
    message = Message.objects.get(kind="case_letter")
    letter = write(message)
    assert letter.subject == "When may we call you?"
    assert (str(coordinator.name), coordinator.user.email) == (
        letter.facts[0][1],
        letter.facts[1][1],
    )
    event = CaseEvent.objects.get(action="contacted")
    assert (event.channel, event.participant_id) == (Channel.MAIL, pair.mentee_id)
    services.close(case, Outcome.SETTLED, by=coordinator)
    assert write(message) is None
    assert go("letter", case.pk, "mentee").status_code == 404


def test_workload_and_handing_over(go, pair, coordinator):
    olga = MembershipFactory(role=Role.COORDINATOR, name="Olga Brandt")
    opened(pair, days=-1, owner=olga)
    opened(pair, Signal.GOAL, owner=olga)
    page = go("workload")
    numbers = {one.pk: (one.open_cases, one.overdue) for one in page.context["staff"]}
    assert numbers == {olga.pk: (2, 1), coordinator.pk: (0, 0)}
    same = go("workload", data={"whose": olga.pk, "to": olga.pk})
    assert "Choose somebody else." in same.text
    page = go("workload", data={"whose": olga.pk, "to": coordinator.pk})
    assert "2 cases were handed over." in page.text
    go("workload", data={"whose": coordinator.pk, "to": "nobody"})
    assert not Case.objects.filter(owner__isnull=False).exists()


def test_rules_are_set_looked_at_first_and_bounded(go, pair):
    program = pair.program
    ParticipantFactory(program=program, person=PersonFactory(), languages=[])
    page = go("rules", program.slug)
    lines = page.context["lines"]
    numbers = {one.number.html_name: str(one.rule.number) for one in lines if one.number}
    switches = {one.is_on.html_name: "on" for one in lines}
    looked = go("rules", program.slug, data={**numbers, **switches, "look": "1"})
    assert "would open now" in looked.text
    assert not CaseRule.objects.exists()
    wrong = go("rules", program.slug, data={**numbers, **switches, "profile-number": "999"})
    assert "less than or equal to 60" in wrong.text
    assert 'value="999"' in wrong.text
    changed = {**numbers, **switches, "profile-number": "9"}
    del changed["goal-on"]
    assert "From now on" in go("rules", program.slug, data=changed).text
    rows = set(CaseRule.objects.values_list("signal", "is_on", "number"))
    assert rows == {("profile", True, 9), ("goal", False, 30)}


def test_hostile_names_are_shown_as_text(go, pair):
    person = pair.mentee_person
    person.given_name, person.family_name = "<script>x", "שרה \u202e"
    person.save()
    case = opened(pair)
    for page in (go("list"), go("case", case.pk), go("letter", case.pk, "mentee")):
        assert "<script>x" not in page.text
        assert "&lt;script&gt;x" in page.text


def test_the_page_of_a_pair_leads_to_its_open_cases(coordinator_client, pair, coordinator):
    mine = opened(pair, Signal.NO_MEETING, owner=coordinator)
    over = opened(pair, Signal.GOAL)
    services.close(over, Outcome.SETTLED, by=coordinator)
    slug, program = pair.organization.slug, pair.program.slug

    page = coordinator_client.get(reverse("partnerships:detail", args=[slug, program, pair.pk]))

    assert reverse("cases:case", args=[slug, mine.pk]) in page.text
    assert reverse("cases:case", args=[slug, over.pk]) not in page.text
    assert coordinator.name in page.text


def test_the_settings_of_a_program_lead_to_when_its_cases_open(coordinator_client, pair):
    slug, program = pair.organization.slug, pair.program.slug

    page = coordinator_client.get(reverse("programs:settings", args=[slug, program]))

    assert reverse("cases:rules", args=[slug, program]) in page.text
