"""Somebody shows what they look like: from their own page to that of a partner and no further."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from organizations.roles import Role
from participants.photos.models import Photo
from participants.roles import Standing
from tests.factories.organizations import CompanyFactory, MembershipFactory, OrganizationFactory
from tests.factories.participants import ParticipantFactory, membership_of
from tests.factories.partnerships import make_partnership, say_yes
from tests.participants.photos import drawn, halves, told, upload
from tests.surroundings import inside


@pytest.fixture
def mentee(organization):
    return ParticipantFactory()


@pytest.fixture
def mentor(mentee):
    return ParticipantFactory(program=mentee.program, company=CompanyFactory(), mentor=True)


@pytest.fixture
def page(organization):
    """``page("portal:photo")``: its address in this organization."""
    return lambda name, *args: reverse(name, args=[organization.slug, *args])


@pytest.fixture
def browser(client_for, mentee):
    return client_for(membership_of(mentee))


@pytest.fixture
def send(browser, page):
    def post(content, **told):
        return browser.post(page("portal:photo"), {"photo": upload(content, **told)})

    return post


def _text(response):
    assert response.status_code == 200
    return response.content.decode()


def test_a_photo_is_shown_replaced_and_removed(browser, page, send, mentee):
    picture = page("portal:picture", mentee.person_id, "large")
    assert "Add a photo" in _text(browser.get(page("portal:profile")))
    assert browser.get(picture).status_code == 404

    response = send(drawn())

    assert response["Location"] == page("portal:profile")
    text = _text(browser.get(page("portal:profile")))
    assert f'src="{picture}"' in text
    assert "Change or remove it" in text
    first = browser.get(picture).content
    send(drawn(color="white"))
    assert browser.get(picture).content != first
    browser.post(page("portal:photo-remove"))
    assert browser.get(picture).status_code == 404
    assert "Add a photo" in _text(browser.get(page("portal:profile")))
    assert browser.post(page("portal:photo-remove")).status_code == 302


def test_the_page_says_who_sees_it(browser, page):
    text = " ".join(_text(browser.get(page("portal:photo"))).split())

    assert "Who sees this: your partner and coordinators" in text
    assert "<dt>Your match, before both of you accept</dt><dd>nothing</dd>" in text
    assert "<dt>HR of your company</dt><dd>nothing</dd>" in text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "This file is empty"),
        (b"<svg/>", "not a photo that can be shown"),
        (drawn("GIF"), "not a photo that can be shown"),
        (drawn()[:500], "damaged or not whole"),
        (bytes(20 * 2**20), "larger than 10 MB"),
    ],
    ids=["empty", "svg", "gif", "cut off", "20 MB"],
)
def test_what_is_no_photo_is_refused_beside_the_field(send, content, said):
    text = _text(send(content, name="me.png", kind="image/png"))

    assert said in text
    assert 'id="id_photo_error"' in text
    assert not Photo.objects.exists()


def test_a_refused_file_leaves_the_photo_as_it_is(send):
    send(drawn())
    mark = Photo.objects.get().mark

    send(b"nothing like it")

    assert Photo.objects.get().mark == mark


def test_sending_nothing_asks_for_a_photo(browser, page):
    assert "Choose a photo first." in _text(browser.post(page("portal:photo"), {}))


def test_a_picture_is_answered_as_what_it_is(browser, page, send, mentee):
    send(halves(exif=told()))

    answer = browser.get(page("portal:picture", mentee.person_id, "small"))

    assert answer["Content-Type"] == "image/webp"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-cache"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.content[:4] == b"RIFF"
    assert b"Zebulon" not in answer.content


def test_a_picture_that_the_browser_has_is_not_sent_again(browser, page, send, mentee):
    send(drawn())
    picture = page("portal:picture", mentee.person_id, "large")
    etag = browser.get(picture)["ETag"]

    again = browser.get(picture, headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    assert again["Cache-Control"] == "private, no-cache"

    send(drawn(color="white"))
    assert browser.get(picture, headers={"If-None-Match": etag}).status_code == 200
    browser.post(page("portal:photo-remove"))
    assert browser.get(picture, headers={"If-None-Match": etag}).status_code == 404


def test_a_partner_sees_it_after_both_have_accepted(client_for, page, send, mentee, mentor):
    send(drawn())
    other = client_for(membership_of(mentor))
    picture = page("portal:picture", mentee.person_id, "large")
    match = make_partnership(mentor=mentor, mentee=mentee)
    at = page("portal:match", match.pk)
    for _answer in range(2):
        assert other.get(picture).status_code == 404
        assert picture not in _text(other.get(at))
        if not match.mentor_accepted_at:
            say_yes(match, "mentor")
    say_yes(match, "mentee")

    assert other.get(picture).status_code == 200
    assert f'src="{picture}"' in _text(other.get(at))


def test_without_a_photo_there_are_initials(client_for, page, mentee, mentor):
    match = make_partnership(mentor=mentor, mentee=mentee, accepted_by=("mentor", "mentee"))

    text = _text(client_for(membership_of(mentor)).get(page("portal:match", match.pk)))

    assert "<img" not in text
    assert 'class="avatar avatar--large"' in text


def test_nobody_else_learns_whether_there_is_a_photo(client_for, page, send, mentee, mentor):
    send(drawn())
    person = mentee.person
    stranger = ParticipantFactory(program=mentee.program, standing=Standing.IN)
    others = [client_for(membership_of(one)) for one in (mentor, stranger)]
    paths = [page("portal:picture", pk, "large") for pk in (person.pk, mentor.person_id, mentee.pk)]

    answers = {one.get(path).content for one in others for path in paths}

    assert len(answers) == 1
    assert {one.get(paths[0]).status_code for one in others} == {404}


@pytest.mark.parametrize("role", [Role.HR, Role.COORDINATOR])
def test_staff_and_hr_stay_off_the_portals_pictures(client_for, page, send, mentee, role):
    send(drawn())
    company = mentee.company if role == Role.HR else None
    other = client_for(MembershipFactory(role=role, company=company))

    assert other.get(page("portal:picture", mentee.person_id, "large")).status_code == 403
    status = other.get(page("people:picture", mentee.person_id, "large")).status_code
    assert status == (403 if role == Role.HR else 200)


def test_coordinators_see_it_on_the_pages_of_the_person(coordinator_client, page, send, mentee):
    person, program = mentee.person_id, mentee.program.slug
    pages = [page(f"people:{name}", person) for name in ("person", "notes", "trail")]
    pages.append(page("participants:detail", program, mentee.pk))
    picture = page("people:picture", person, "large")
    assert all(picture not in _text(coordinator_client.get(one)) for one in pages)

    send(drawn())

    assert all(f'src="{picture}"' in _text(coordinator_client.get(one)) for one in pages)
    for one in pages[2:]:
        assert "Photo changed" in _text(coordinator_client.get(one))


def test_exports_and_lists_carry_no_photo(coordinator_client, page, send, mentee):
    send(drawn())
    program = mentee.program.slug
    pages = [page("participants:list", program), page("participants:export", program, "csv")]
    pages += [page("api:participants", program), page("api:participant", program, mentee.pk)]
    pages.append(page("api:person", mentee.person_id))

    for one in pages:
        text = _text(coordinator_client.get(one)).lower()
        assert "photo" not in text
        assert "riff" not in text


def test_another_organization_has_its_own_photos(client_for, browser, page, send, mentee):
    send(drawn())
    with inside(OrganizationFactory()) as there:
        theirs = ParticipantFactory()
        member = membership_of(theirs)
        slug = theirs.organization.slug
    other = client_for(member)

    assert there.organization_id != mentee.organization_id
    address = reverse("portal:picture", args=[slug, mentee.person_id, "large"])
    assert other.get(address).status_code == 404
    assert other.get(page("portal:picture", mentee.person_id, "large")).status_code == 404


@pytest.mark.parametrize("size", ["huge", "mark", "id", "person"])
def test_there_are_two_sizes_and_no_more(browser, page, send, mentee, size):
    send(drawn())

    assert browser.get(page("portal:picture", mentee.person_id, size)).status_code == 404


def test_a_picture_takes_few_statements(browser, page, send, mentee):
    send(drawn())
    picture = page("portal:picture", mentee.person_id, "large")
    browser.get(picture)

    with CaptureQueriesContext(connection) as taken:
        browser.get(picture)

    assert len([one for one in taken if "SAVEPOINT" not in one["sql"]]) <= 8
