"""A profile changed from several sides: what each may overwrite, read and take over."""

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from organizations.models import AuditEvent
from participants.columns import columns_by_name
from participants.models import FormerEmployer, Participant, PleaseNot
from participants.profiles import own
from participants.profiles.completeness import completeness
from participants.profiles.models import OwnCompetency, OwnState
from participants.profiles.readers import READERS
from participants.profiles.reuse import earlier_profile, start_from
from participants.profiles.saving import Meanwhile, fingerprints, save_edited, save_own
from participants.queries import texts_of
from participants.roles import Side
from participants.services import save_participant
from participants.stored import values_of
from partnerships import services as partnerships
from partnerships.cards import card_of
from partnerships.models import Partnership
from portal.matches import match_view
from tests.factories.participants import ParticipantFactory, membership_of
from tests.factories.programs import ProgramFactory
from tests.participants.files import ANA, BO, row_of


@pytest.fixture
def ana(program):
    save_participant(program, Side.MENTEE, ANA, by=None)
    return Participant.objects.select_related("person", "program").get()


def _values(participant):
    return values_of(Participant.objects.select_related("person").get(pk=participant.pk))


def _save(participant, **texts):
    return save_own(participant, texts, by=membership_of(participant), shown={})


@pytest.mark.parametrize("side", Side)
def test_the_form_the_file_and_the_portal_leave_equal_rows(program, side):
    person = {name: row_of(side)[name] for name in ("email", "given_name", "family_name")}
    least = {**person, "company": row_of(side)["company"]}
    least |= {"capacity": "1"} if side == Side.MENTOR else {}
    save_participant(program, side, least, by=None)
    participant = Participant.objects.get()
    rest = {name: text for name, text in row_of(side).items() if name not in least}
    rest |= {"capacity": "2"} if side == Side.MENTOR else {}

    changed = _save(participant, **rest)

    other = ProgramFactory(name="Other", slug="other")
    save_participant(other, side, row_of(side), by=None)
    twin = Participant.objects.select_related("person").get(program=other)
    assert _values(participant) == values_of(twin)
    event = AuditEvent.objects.get(verb="participant.changed")
    assert event.facts["columns"] == sorted(changed)
    assert save_participant(program, side, row_of(side), by=None) == ("", [])


def test_a_coordinators_form_leaves_alone_what_it_did_not_touch(ana, coordinator):
    texts = texts_of(ana)
    _save(ana, title="Mine", story="New words.")

    save_edited(ana, {**texts, "level": "5"}, by=coordinator, shown=fingerprints(texts))

    values = _values(ana)
    assert (values["title"], values["story"], values["level"]) == ("Mine", "New words.", 5)


def test_a_coordinator_is_told_before_words_of_the_person_are_replaced(ana, coordinator):
    texts = texts_of(ana)
    _save(ana, title="Mine")
    cells = {**texts, "title": "Theirs", "level": "5"}

    with pytest.raises(Meanwhile) as told:
        save_edited(ana, cells, by=coordinator, shown=fingerprints(texts))

    assert told.value.now == {"title": "Mine"}
    assert _values(ana)["level"] == 2
    shown = fingerprints({**texts, "title": "Mine"})
    save_edited(ana, cells, by=coordinator, shown=shown)
    assert _values(ana)["title"] == "Theirs"


def test_the_coordinators_page_says_what_the_person_changed_meanwhile(
    ana, coordinator_client, organization
):
    parts = [organization.slug, ana.program.slug, ana.pk]
    address = reverse("participants:edit", args=parts)
    form = coordinator_client.get(address).context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    _save(ana, title="Mine")

    text = coordinator_client.post(address, {**data, "title": "Theirs"}).content.decode()

    assert "it now reads: “Mine”" in text
    assert _values(ana)["title"] == "Mine"


def test_two_times_are_one_thing_to_say(ana, coordinator):
    texts = texts_of(ana)
    _save(ana, hours_from="10:00", hours_to="12:00")

    cells = {**texts, "hours_to": ""}
    with pytest.raises(Meanwhile):
        save_edited(ana, cells, by=coordinator, shown=fingerprints(texts))
    assert (_values(ana)["hours_from"], _values(ana)["hours_to"]) == (time(10), time(12))


def test_fewer_places_than_live_partnerships_are_refused_in_words(program):
    mentor = ParticipantFactory(program=program, mentor=True, capacity=2)
    for _n in range(2):
        mentee = ParticipantFactory(program=program)
        partnerships.announce_partnership(mentor=mentor, mentee=mentee, by=None, answer_days=7)

    with pytest.raises(ValidationError) as refused:
        _save(mentor, capacity="1")

    assert "fewer than the mentees" in refused.value.message_dict["capacity"][0]
    assert _values(mentor)["capacity"] == 2


def test_somebody_between_two_jobs_can_still_write(ana):
    ana.person.employments.update(ended_on=timezone.localdate())

    _save(ana, title="Between jobs")

    assert _values(ana)["title"] == "Between jobs"
    assert ana.person.employments.count() == 1


# Own words


def test_own_words_are_merged_keeping_the_dearer_need(ana, coordinator):
    code = own.add("Handing over", by=None)
    _save(ana, needs=f"{code}; leading-a-team; delegating-work")

    assert own.merge(OwnCompetency.objects.get(), "Delegating work", by=coordinator) == 1

    assert _values(ana)["needs"] == ("delegating-work", "leading-a-team")
    assert own.listed().find("handing OVER").code == "delegating-work"
    assert _save(ana, needs="Handing over") == ["needs"]
    assert _values(ana)["needs"] == ("delegating-work",)
    with pytest.raises(ValidationError):
        own.accept(OwnCompetency.objects.get(), by=coordinator)


def test_the_coordinators_page_decides_about_own_words(coordinator_client, ana, organization):
    _save(ana, needs=own.add("Milling", by=None))
    parts = [organization.slug, ana.program.slug]
    page = reverse("participants:own-competencies", args=parts)
    mine = OwnCompetency.objects.get()
    decide = reverse("participants:own-decide", args=[*parts, mine.pk])

    assert "Milling" in coordinator_client.get(page).content.decode()
    coordinator_client.post(decide, {"do": "merge", "into": "no such thing"})
    mine.refresh_from_db()
    assert mine.state == OwnState.OPEN
    coordinator_client.post(decide, {"do": "accept"})
    mine.refresh_from_db()
    assert mine.state == OwnState.ACCEPTED


# Who reads what

OTHERS = {
    "needs": "coaching-employees",
    "offers": "coaching-employees:2",
    "transition_wanted": "Into another industry",
    "transitions_lived": "From specialist to first leadership role",
    "story": "Another story.",
    "ways_of_working": "BBBBBBBB",
    "languages": "fr",
    "time_zone": "Asia/Tokyo",
    "days": "Sat; Sun",
    "hours_from": "01:00",
    "hours_to": "02:00",
    "meeting_form": "in person",
    "max_time_zone_gap": "11",
    "title": "Another title",
    "level": "1",
    "years_experience": "60",
    "former_employers": "Some Employer (2020-01-01)",
    "capacity": "3",
    "please_not": "x@y.example",
    "manager_email": "boss@y.example",
}


def _seen(partnership, side):
    """What the other one sees of ``side``: the card before, the partner after."""
    partnership = Partnership.objects.select_related(
        "mentor", "mentee", "mentor_person", "mentee_person", "mentor_company", "mentee_company"
    ).get(pk=partnership.pk)
    you = partnership.mentee if side == Side.MENTOR else partnership.mentor
    both = timezone.now()
    partnership.mentor_accepted_at = partnership.mentee_accepted_at = both
    partnership.status = "preparing"
    after = match_view(partnership, you.person_id, {}, both).partner
    assert after is not None
    return card_of(partnership, side), after


@pytest.mark.parametrize("column", sorted(READERS))
@pytest.mark.parametrize("side", Side)
def test_the_table_of_readers_says_what_the_pages_show(program, side, column):
    if column not in columns_by_name(side):
        assert READERS[column] is not None
        return
    mentor = ParticipantFactory(program=program, mentor=True)
    mentee = ParticipantFactory(program=program)
    pair = partnerships.announce_partnership(mentor=mentor, mentee=mentee, by=None, answer_days=7)
    before = _seen(pair, side)

    _save(mentor if side == Side.MENTOR else mentee, **{column: OTHERS[column]})

    after = _seen(pair, side)
    assert (before[0] != after[0]) == bool(READERS[column].before)
    assert (before[1] != after[1]) == bool(READERS[column].after)


def test_the_table_has_every_column_that_is_written():
    written = {name for side in Side for name in columns_by_name(side)}

    assert set(READERS) == written - {"email", "given_name", "family_name", "company"}


def test_no_match_reads_own_words_that_nobody_has_looked_at(program, coordinator):
    mentor, mentee = ParticipantFactory(program=program, mentor=True), None
    mentee = ParticipantFactory(program=program)
    pair = partnerships.announce_partnership(mentor=mentor, mentee=mentee, by=None, answer_days=7)
    _save(mentee, needs=f"delegating-work; {own.add('Zebulon of Umbral', by=None)}")

    card, _after = _seen(pair, Side.MENTEE)
    assert [topic.label for topic in card.topics] == ["Delegating work"]
    own.accept(OwnCompetency.objects.get(), by=coordinator)
    card, _after = _seen(pair, Side.MENTEE)
    assert "Zebulon of Umbral" in [topic.label for topic in card.topics]


# Completeness and reuse


def test_completeness_names_what_matching_needs_first(ana):
    values = {**_values(ana), "needs": (), "title": ""}

    whole = completeness(Side.MENTEE, values)

    assert [want.column for want in whole.missing][:2] == ["needs", "ways_of_working"]
    assert whole.next.words == "Add your two most important needs"
    assert not whole.is_ready
    assert completeness(Side.MENTEE, {**values, "needs": ("x",)}).is_ready


def _again(ana, side, **fields):
    later = ProgramFactory(name="Again", slug="again", starts_on=date.today() + timedelta(days=400))
    row = Participant.objects.create(
        program=later, person=ana.person, company_id=ana.company_id, side=side, **fields
    )
    return Participant.objects.select_related("person", "program").get(pk=row.pk)


def test_the_next_program_starts_from_the_last_profile(ana):
    again = _again(ana, Side.MENTEE)

    start_from(again, earlier_profile(again), by=membership_of(ana))

    assert _values(again) == _values(ana)
    assert FormerEmployer.objects.filter(participant=again).count() == 1
    assert PleaseNot.objects.filter(participant=again).count() == 2
    assert earlier_profile(again) is None


def test_the_other_side_starts_from_what_is_the_same_on_both(ana):
    again = _again(ana, Side.MENTOR, capacity=1, title="Kept")

    start_from(again, earlier_profile(again), by=membership_of(ana))

    values = _values(again)
    assert values["offers"] == ()
    assert values["story"] == ""
    assert values["languages"] == ("en", "pt")
    assert (values["title"], values["capacity"]) == ("Kept", 1)
    assert _values(ana)["needs"] == ("delegating-work", "leading-a-team")


def test_a_profile_of_somebody_else_is_nothing_to_start_from(ana, program):
    save_participant(program, Side.MENTOR, BO, by=None)
    other = Participant.objects.select_related("person", "program").get(side=Side.MENTOR)
    other.languages = []
    other.save()

    assert earlier_profile(other) is None
