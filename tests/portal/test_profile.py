"""People write their own profile: a field at a time, without scripts, in two tabs, and badly."""

from datetime import time

import pytest
from django.urls import reverse

from organizations.models import AuditEvent
from organizations.services import save_company
from participants.models import Participant, ParticipantCompetency
from participants.profiles.models import OwnCompetency
from participants.profiles.saving import fingerprint
from participants.roles import Standing
from participants.stored import values_of
from portal.profiles.sections import SECTIONS
from tests.factories.participants import ParticipantFactory, membership_of
from tests.factories.programs import ProgramFactory


@pytest.fixture
def mentee(organization):
    return ParticipantFactory(competencies=["delegating-work", "leading-a-team"])


@pytest.fixture
def mentor(mentee):
    return ParticipantFactory(program=mentee.program, mentor=True)


@pytest.fixture
def address(organization):
    def of(participant, section, field=None):
        page = "portal:profile-save" if field else "portal:profile-section"
        parts = [organization.slug, participant.pk, section, *([field] if field else [])]
        return reverse(page, args=parts)

    return of


@pytest.fixture
def send(client_for, address):
    """``send(participant, section, field, {…})``: one field by htmx; the whole page without one."""

    def post(participant, section, field, data):
        browser = client_for(membership_of(participant))
        return browser.post(address(participant, section, field), data)

    return post


def _text(response):
    assert response.status_code == 200
    return response.content.decode()


def _values(participant):
    return values_of(Participant.objects.select_related("person").get(pk=participant.pk))


@pytest.mark.parametrize("section", [section.key for section in SECTIONS])
@pytest.mark.parametrize("side", ["mentee", "mentor"])
def test_every_section_opens_for_both_sides(
    client_for, address, request, side, section, django_assert_max_num_queries
):
    participant = request.getfixturevalue(side)
    browser = client_for(membership_of(participant))
    browser.get(address(participant, section))

    with django_assert_max_num_queries(12 + 2):  # the two mark the surrounding of the request
        _text(browser.get(address(participant, section)))


def test_a_field_is_saved_alone_and_leaves_a_trace(send, mentee):
    text = _text(send(mentee, "work", "title", {"title": "  Head of  mills "}))

    assert "Saved" in text
    assert _values(mentee)["title"] == "Head of mills"
    event = AuditEvent.objects.get(verb="participant.changed")
    assert event.facts == {"columns": ["title"]}
    assert str(event.by_user_id) == str(mentee.person.user_id)


def test_a_wrong_field_says_so_and_keeps_what_is_stored(send, mentee):
    text = _text(send(mentee, "work", "years_experience", {"years_experience": "plenty"}))

    assert "is not a whole number" in text
    assert _values(mentee)["years_experience"] == 9


@pytest.mark.parametrize(
    ("act", "codes"),
    [
        ("up:leading-a-team", ("leading-a-team", "delegating-work")),
        ("down:delegating-work", ("leading-a-team", "delegating-work")),
        ("up:delegating-work", ("delegating-work", "leading-a-team")),
        ("remove:delegating-work", ("leading-a-team",)),
        ("add:leading-managers", ("delegating-work", "leading-a-team", "leading-managers")),
        ("add:leading-a-team", ("delegating-work", "leading-a-team")),
    ],
)
def test_needs_are_ordered_by_buttons(send, mentee, act, codes):
    data = {"needs": ["delegating-work", "leading-a-team"], "needs-act": act}

    assert send(mentee, "topics", None, data).status_code == 302
    assert _values(mentee)["needs"] == codes


def test_own_words_count_as_a_competency_until_somebody_looks_at_them(send, mentee):
    data = {"needs": ["delegating-work"], "needs-act": "own:Milling  heritage grain"}
    send(mentee, "topics", "needs", data)

    assert _values(mentee)["needs"] == ("delegating-work", "Milling heritage grain")
    assert OwnCompetency.objects.get().label == "Milling heritage grain"


def test_own_words_that_the_list_has_are_that_competency(send, mentee):
    send(mentee, "topics", "needs", {"needs-act": "own:DELEGATING work"})

    assert _values(mentee)["needs"] == ("delegating-work",)
    assert not OwnCompetency.objects.exists()


@pytest.mark.parametrize("words", ["", "=SUM(A1)", "a;b", "x" * 61, "a\0b", "Level:5"])
def test_own_words_that_cannot_be_kept_leave_nothing(send, mentee, words):
    _text(send(mentee, "topics", "needs", {"needs-act": f"own:{words}"}))

    assert not OwnCompetency.objects.exists()
    assert not ParticipantCompetency.objects.exclude(participant=mentee).exists()


def test_a_sixth_need_is_refused_and_adds_no_words(send, mentee):
    codes = ["delegating-work", "leading-a-team", "leading-managers", "coaching-employees"]
    send(mentee, "topics", "needs", {"needs": [*codes, "managing-conflict"]})
    text = _text(
        send(mentee, "topics", "needs", {"needs": [*codes, "x1", "x2"], "needs-act": "own:A sixth"})
    )

    assert "the most is 5" in text
    assert not OwnCompetency.objects.exists()


def test_words_that_nobody_has_any_more_are_forgotten(send, mentee):
    send(mentee, "topics", "needs", {"needs-act": "own:Milling"})
    send(mentee, "topics", "needs", {"needs": ["Milling"], "needs-act": "remove:Milling"})

    assert _values(mentee)["needs"] == ()
    assert not OwnCompetency.objects.exists()


def test_offers_keep_their_levels(send, mentor):
    data = {"offers": ["delegating-work"], "offers-level": ["5"], "offers-act": "add:public-x"}
    assert "is not a competency" in _text(send(mentor, "topics", "offers", data))
    data["offers-act"] = "add:leading-a-team"
    send(mentor, "topics", "offers", data)

    assert _values(mentor)["offers"] == (("delegating-work", 5), ("leading-a-team", 3))


def test_a_whole_week_is_kept(send, mentee):
    data = {"day": ["1", "3", "7"], "hours_from": "10:00", "hours_to": "12:30"}
    _text(send(mentee, "meetings", "hours", data))

    values = _values(mentee)
    assert values["days"] == (1, 3, 7)
    assert (values["hours_from"], values["hours_to"]) == (time(10), time(12, 30))


def test_one_time_without_the_other_is_refused(send, mentee):
    text = _text(send(mentee, "meetings", "hours", {"hours_from": "10:00", "hours_to": ""}))

    assert "Give both times or neither." in text
    assert _values(mentee)["hours_from"] == time(9)


def test_a_second_tab_is_told_and_overwrites_only_knowingly(send, mentee):
    shown = {"shown-title": fingerprint("Head of operations"), "title": "Mine"}
    send(mentee, "work", "title", {**shown, "title": "Theirs"})

    text = _text(send(mentee, "work", "title", shown))
    assert "Somebody changed this while you had it open" in text
    assert "Theirs" in text
    assert _values(mentee)["title"] == "Theirs"

    send(mentee, "work", "title", {"shown-title": fingerprint("Theirs"), "title": "Mine"})
    assert _values(mentee)["title"] == "Mine"


def test_what_a_page_left_alone_is_not_put_back(send, mentee):
    stored = {"title": "Head of operations", "level": "3", "years_experience": "9"}
    page = {f"shown-{name}": fingerprint(text) for name, text in stored.items()} | stored
    send(mentee, "work", "title", {"title": "New"})

    assert send(mentee, "work", None, {**page, "level": "4"}).status_code == 302
    assert (_values(mentee)["title"], _values(mentee)["level"]) == ("New", 4)


def test_companies_that_take_part_cannot_be_found_out(send, mentee):
    save_company(name="Umbral Foundry", by=None)
    names = "umbral foundry\nUmbral Foundri\nNobody Ltd"
    text = _text(send(mentee, "limits", "please_not", {"please_not": names}))

    assert "Saved" in text
    kept = dict(_values(mentee)["please_not"])
    assert set(kept) == {"umbral foundry", "Umbral Foundri", "Nobody Ltd"}
    assert [name for name, company in kept.items() if company] == ["umbral foundry"]


@pytest.mark.parametrize("zone", ["US/Pacific", "us/pacific", "Asia/Calcutta", "Europe/Kiev"])
def test_former_names_of_zones_are_taken(send, mentee, zone):
    _text(send(mentee, "meetings", "time_zone", {"time_zone": zone}))

    now = {"us/pacific": "America/Los_Angeles", "asia/calcutta": "Asia/Kolkata"}
    assert _values(mentee)["time_zone"] == now.get(zone.lower(), "Europe/Kyiv")


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../etc/passwd", "Europe", "US/Pacific"])
def test_a_stored_zone_that_is_gone_breaks_no_page(client_for, address, mentee, zone, organization):
    Participant.objects.filter(pk=mentee.pk).update(time_zone=zone)
    browser = client_for(membership_of(mentee))

    for section in SECTIONS:
        _text(browser.get(address(mentee, section.key)))
    for page in ("home", "profile", "year"):
        _text(browser.get(reverse(f"portal:{page}", args=[organization.slug])))
    assert _values(mentee)["time_zone"] in ("", "America/Los_Angeles")


@pytest.mark.parametrize(
    ("section", "field", "data", "said"),
    [
        ("story", "story", {"story": "x" * 10_000}, "10000 characters long; the most is 4000"),
        ("story", "story", {"story": "a\0b"}, "control characters"),
        ("work", "title", {"title": "n" * 200}, "the most is 160"),
        ("work", "former_employers", {"employer": "X", "employer-end": "soon"}, "is not a day"),
        ("meetings", "languages", {"languages": ["zz"] * 600}, "the most is 20"),
        ("meetings", "time_zone", {"time_zone": "x" * 90_000}, "Shorten it"),
        ("limits", "manager_email", {"manager_email": "nobody"}, "is not a mail address"),
        ("meetings", "hours", {"day": ["9", "x"], "hours_from": "99:99"}, "not a time of day"),
    ],
)
def test_bad_input_is_told_at_its_field(send, mentee, section, field, data, said):
    before = _values(mentee)

    assert said in _text(send(mentee, section, field, data))
    assert _values(mentee) == before


def test_other_scripts_are_kept_as_written(send, mentee):
    story = "أريد أن أقود فريقًا.\nそして学ぶ。"
    _text(send(mentee, "story", "story", {"story": story}))

    assert _values(mentee)["story"] == story


def test_markup_in_a_story_is_text(send, client_for, address, mentee):
    send(mentee, "story", "story", {"story": "<script>alert(1)</script>"})
    text = _text(client_for(membership_of(mentee)).get(address(mentee, "story")))

    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_nobody_opens_or_saves_the_profile_of_another(client_for, address, mentee, mentor):
    browser = client_for(membership_of(mentor))

    assert browser.get(address(mentee, "work")).status_code == 404
    assert browser.post(address(mentee, "work", "title"), {"title": "x"}).status_code == 404
    assert _values(mentee)["title"] == "Head of operations"


@pytest.mark.parametrize("standing", [Standing.DECLINED, Standing.REMOVED, Standing.WITHDRAWN])
def test_who_does_not_take_part_reads_but_does_not_write(
    send, client_for, address, mentee, standing
):
    Participant.objects.filter(pk=mentee.pk).update(standing=standing)

    text = _text(send(mentee, "work", "title", {"title": "x"}))
    assert "cannot be changed any more" in text
    page = _text(client_for(membership_of(mentee)).get(address(mentee, "work")))
    assert "cannot be changed any more" in page
    assert _values(mentee)["title"] == "Head of operations"


def test_unknown_sections_and_fields_are_not_found(client_for, address, mentee, mentor):
    browser = client_for(membership_of(mentee))

    assert browser.get(address(mentee, "nothing")).status_code == 404
    assert browser.post(address(mentee, "topics", "offers")).status_code == 404
    assert browser.get(address(mentee, "work", "title")).status_code == 405


def test_in_the_next_program_the_next_step_offers_the_last_profile(
    client_for, address, organization, mentee
):
    again = ParticipantFactory(
        program=ProgramFactory(name="Bridge Again", slug="again"),
        person=mentee.person,
        languages=[],
        time_zone="",
        story="",
    )
    again.competencies.all().delete()
    browser = client_for(membership_of(mentee))
    home = reverse("portal:home", args=[organization.slug])

    text = _text(browser.get(home))

    assert "Start from your last profile" in text
    assert f"You have written one for {mentee.program.name}." in text
    overview = reverse("portal:profile", args=[organization.slug])
    assert f'href="{overview}#{again.pk}"' in text
    start = reverse("portal:profile-start", args=[organization.slug, again.pk])
    assert f'action="{start}"' in _text(browser.get(overview))

    browser.post(start)

    assert _values(again)["needs"] == _values(mentee)["needs"]
    assert "Start from your last profile" not in _text(browser.get(home))
    assert start not in _text(browser.get(overview))


def test_a_saved_field_names_only_places_that_are_on_its_page(send, mentee):
    languages = _text(send(mentee, "meetings", "languages", {"languages-new": "English"}))
    needs = _text(send(mentee, "topics", "needs", {"needs": ["delegating-work"]}))

    assert "found-" not in languages
    assert 'id="found-needs"' in needs
