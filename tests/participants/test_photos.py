"""Photos: what is taken for one, what is kept of it, and who sees it, by raw SQL too."""

from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from mentoring.tenancy.context import Actor
from notifications import kinds
from notifications.models import Message
from organizations.models import AuditEvent, Person
from participants.photos import keeping
from participants.photos.models import Photo
from participants.photos.pictures import MOST_BYTES, pictures_of
from tests.factories.organizations import CompanyFactory, OrganizationFactory
from tests.factories.participants import ParticipantFactory, membership_of
from tests.factories.partnerships import make_partnership, say_yes
from tests.participants.photos import (
    drawn,
    halves,
    opened,
    png_that_claims,
    text_bomb,
    told,
    upload,
)
from tests.surroundings import inside

RED, BLUE = (255, 0, 0), (0, 0, 255)


def _is(color, other):
    return all(abs(a - b) < 12 for a, b in zip(color, other, strict=True))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_becomes_two_squares_of_one_modern_kind(kind):
    pictures = pictures_of(upload(drawn(kind)))

    assert [opened(one).size for one in (pictures.small, pictures.large)] == [(96, 96), (384, 384)]
    assert {opened(one).format for one in (pictures.small, pictures.large)} == {"WEBP"}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_stands_upright_and_tells_nothing_of_where_it_was_taken(kind):
    sent = halves(kind, exif=told(orientation=6))
    assert b"Zebulon" in sent

    kept = pictures_of(upload(sent))

    large = opened(kept.large)
    assert _is(large.getpixel((192, 20)), BLUE)
    assert _is(large.getpixel((192, 360)), RED)
    assert not large.getexif()
    assert not {"exif", "xmp", "icc_profile"} & set(large.info)
    assert b"Zebulon" not in kept.large + kept.small


@pytest.mark.parametrize(
    ("mode", "kind"),
    [("CMYK", "JPEG"), ("L", "JPEG"), ("L", "PNG"), ("P", "PNG"), ("1", "PNG"), ("I;16", "PNG")],
)
def test_photos_of_other_colors_are_read(mode, kind):
    sent = drawn(kind, mode=mode, color=0 if mode != "CMYK" else (0, 255, 255, 0))

    color = opened(pictures_of(upload(sent)).large).convert("RGB").getpixel((9, 9))

    assert _is(color, RED if mode == "CMYK" else (0, 0, 0))


def test_what_is_transparent_turns_white():
    sent = drawn("PNG", mode="RGBA", color=(0, 0, 0, 0))

    assert _is(opened(pictures_of(upload(sent)).large).getpixel((9, 9)), (255, 255, 255))


def test_of_a_moving_picture_its_beginning_stays():
    moving = halves("WEBP", save_all=True, append_images=[opened(drawn("PNG", (800, 400)))] * 3)
    assert opened(moving).n_frames > 1

    large = opened(pictures_of(upload(moving)).large)

    assert not getattr(large, "is_animated", False)
    assert _is(large.getpixel((20, 192)), BLUE)


TOO_MANY, NO_PHOTO, BROKEN = "25 megapixels", "not a photo", "cannot be read"


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        (png_that_claims(50_000, 50_000), TOO_MANY),
        (png_that_claims(10_000, 10_000), TOO_MANY),
        (png_that_claims(5_001, 5_000), TOO_MANY),
        (text_bomb(), BROKEN),
        (png_that_claims(4_000, 4_000), BROKEN),
        (drawn("JPEG")[:600], BROKEN),
        (drawn("PNG")[:200], BROKEN),
        (drawn("GIF"), NO_PHOTO),
        (drawn("TIFF"), NO_PHOTO),
        (drawn("GIF", save_all=True, append_images=[opened(drawn("PNG"))]), NO_PHOTO),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", NO_PHOTO),
        (b"\x89PNG\r\n\x1a\n<html><script>alert(1)</script></html>", NO_PHOTO),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 400 400\n", NO_PHOTO),
        (b"\0", NO_PHOTO),
        (drawn("PNG", (95, 400)), "too small"),
        (b"\xff\xd8\xff" + bytes(20 * 2**20), "larger than 10 MB"),
        (drawn() + bytes(MOST_BYTES), "larger than 10 MB"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_photo_is_refused_in_words(sent, why):
    with pytest.raises(ValidationError, match=why):
        pictures_of(upload(sent, name="me.png", kind="image/png"))


def test_what_follows_a_good_photo_is_left_behind():
    kept = pictures_of(upload(drawn() + b"<script>alert(1)</script>"))

    assert b"script" not in kept.small + kept.large


# Keeping


@pytest.fixture
def ana(organization):
    return ParticipantFactory(login=True)


@pytest.fixture
def ben(ana):
    return ParticipantFactory(program=ana.program, company=CompanyFactory(), mentor=True)


def _as(participant, actor=Actor.PARTICIPANT):
    return inside(participant.organization, membership_of(participant).user_id, actor)


def _put(participant, **options):
    by = membership_of(participant)
    with _as(participant):
        keeping.put(participant.person, upload(drawn(**options)), by=by)


def test_another_photo_takes_the_place_of_the_first(ana):
    _put(ana, color="white")
    first = Photo.objects.get()
    _put(ana, color="black")

    (photo,) = Photo.objects.all()
    assert photo.mark != first.mark
    assert photo.changed_at > first.changed_at
    assert _is(opened(bytes(photo.small)).getpixel((9, 9)), (0, 0, 0))
    traces = AuditEvent.objects.filter(verb="photo.changed", object_id=ana.person_id)
    assert [event.facts for event in traces] == [{}, {}]


def test_a_removed_photo_is_gone_and_leaves_a_trace_once(ana):
    _put(ana)
    by = membership_of(ana)
    with _as(ana):
        assert keeping.remove(ana.person, by=by) is True
        assert keeping.remove(ana.person, by=by) is False

    assert not Photo.objects.exists()
    assert AuditEvent.objects.filter(verb="photo.removed").count() == 1


def test_a_coordinator_removes_a_photo_and_its_owner_is_told(
    ana, organization, coordinator, coordinator_client
):
    _put(ana)
    address = reverse("people:remove-photo", args=[organization.slug, ana.person_id])
    person = reverse("people:person", args=[organization.slug, ana.person_id])
    assert address in coordinator_client.get(person).content.decode()

    assert coordinator_client.get(address).status_code == 405
    for _twice in range(2):
        assert coordinator_client.post(address).status_code == 302

    assert not Photo.objects.exists()
    assert address not in coordinator_client.get(person).content.decode()
    event = AuditEvent.objects.get(verb="photo.removed")
    assert event.by_user_id == coordinator.user_id
    message = Message.objects.get(kind="photo_removed")
    assert message.person_id == ana.person_id
    assert "A coordinator has removed your photo." in kinds.write(message).paragraphs[0]


def test_a_photo_goes_with_its_owner(organization, ana):
    _put(ana)
    loose = Person.objects.create(email="loose@works.example", given_name="L", family_name="O")
    Photo.objects.create(person=loose, small=b"s", large=b"l", mark="m")

    loose.delete()

    assert [photo.person_id for photo in Photo.objects.all()] == [ana.person_id]


def test_a_photo_of_the_next_program_is_that_of_the_last(ana):
    _put(ana)
    again = ParticipantFactory(person=ana.person, company=ana.company)

    assert again.program_id != ana.program_id
    assert keeping.has_photo(again.person_id)


# Who sees it


def _seen(participant, actor=Actor.PARTICIPANT):
    """How many photos raw SQL finds, and the queries that pages ask."""
    with _as(participant, actor), connection.cursor() as cursor:
        cursor.execute("SELECT person_id FROM participants_photo")
        found = {str(row[0]) for row in cursor.fetchall()}
        asked = {str(pk) for pk in Photo.objects.values_list("person_id", flat=True)}
    assert found == asked
    return found


def test_a_photo_is_seen_by_its_owner_and_coordinators(organization, ana, ben, coordinator):
    _put(ana)
    mine = {str(ana.person_id)}

    assert _seen(ana) == mine
    assert _seen(ben) == set()
    assert _seen(ana, Actor.GUEST) == set()
    with inside(organization, coordinator.user_id, Actor.COORDINATOR):
        assert keeping.has_photo(ana.person_id)


def test_a_partner_sees_it_from_the_second_yes_on(ana, ben):
    _put(ana)
    _put(ben)
    both = {str(ana.person_id), str(ben.person_id)}
    match = make_partnership(mentor=ben, mentee=ana)
    assert _seen(ana) == {str(ana.person_id)}
    say_yes(match, "mentor")

    assert _seen(ana) == {str(ana.person_id)}
    assert _seen(ben) == {str(ben.person_id)}
    say_yes(match, "mentee")

    assert _seen(ana) == both
    assert _seen(ben) == both


def test_a_partner_of_somebody_else_sees_nothing(ana, ben):
    make_partnership(mentor=ben, mentee=ana, accepted_by=("mentor", "mentee"))
    third = ParticipantFactory(program=ana.program, company=CompanyFactory())
    _put(ana)
    _put(third)

    assert _seen(third) == {str(third.person_id)}
    assert _seen(ben) == {str(ana.person_id)}


def test_hr_has_no_right_to_the_table(ana, organization):
    _put(ana)
    company = ana.company_id

    with (
        pytest.raises(DatabaseError, match="permission denied"),
        inside(organization, None, Actor.HR, company),
        transaction.atomic(),
    ):
        list(Photo.objects.all())


def _try(statement):
    """Carry it out, or be refused by row security and by nothing else."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError as refusal:
        if "row-level security" not in str(refusal):
            raise


REMOVAL = "DELETE FROM participants_photo"
WRITES = [
    "UPDATE participants_photo SET mark = 'x'",
    "UPDATE participants_photo SET person_id = person_id, small = ''",
    REMOVAL,
    "INSERT INTO participants_photo"
    " (organization_id, id, person_id, small, large, mark, changed_at)"
    " SELECT organization_id, gen_random_uuid(), id, '', '', 'x', now() FROM organizations_person",
]


OTHERS = [
    (actor, statement)
    for actor in (Actor.PARTICIPANT, Actor.COORDINATOR, Actor.GUEST)
    for statement in WRITES
    if (actor, statement) != (Actor.COORDINATOR, REMOVAL)
]


@pytest.mark.parametrize(("actor", "statement"), OTHERS)
def test_nobody_but_its_owner_changes_a_photo(ana, ben, actor, statement):
    make_partnership(mentor=ben, mentee=ana, accepted_by=("mentor", "mentee"))
    _put(ana)
    before = Photo.objects.values().get()

    with _as(ben, actor):
        _try(statement)

    assert Photo.objects.values().get() == before


def test_the_other_organization_sees_none(ana):
    _put(ana)

    with inside(OrganizationFactory()):
        assert not keeping.has_photo(ana.person_id)


@pytest.mark.django_db(transaction=True)
def test_two_photos_at_the_same_moment_leave_one():
    organization = OrganizationFactory()
    with inside(organization):
        ana = ParticipantFactory()
        by = membership_of(ana)
    gate, failed = Barrier(4), []

    def send(color):
        try:
            gate.wait()
            with inside(organization, by.user_id, Actor.PARTICIPANT):
                keeping.put(ana.person, upload(drawn(color=color)), by=by)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [Thread(target=send, args=[color]) for color in ("red", "blue", "white", "black")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failed == []
    with inside(organization):
        (photo,) = Photo.objects.all()
        assert opened(bytes(photo.large)).getpixel((9, 9)) == opened(bytes(photo.small)).getpixel(
            (9, 9)
        )
        assert AuditEvent.objects.filter(verb="photo.changed").count() == 4
