"""Photos of people: put in place, taken away, and read by those who may."""

import hashlib

from django.db import transaction
from django.http import Http404

from notifications.services import tell
from organizations.audit import record
from participants.photos.models import Photo
from participants.photos.pictures import pictures_of

SIZES = ("small", "large")


@transaction.atomic
def put(person, file, *, by):
    """Show what ``file`` holds as the person's photo, in place of an earlier one.

    Of two at the same moment the later one stays. Raises ValidationError for what is no photo.
    """
    pictures = pictures_of(file)
    photo = Photo(
        person=person,
        small=pictures.small,
        large=pictures.large,
        mark=hashlib.sha256(pictures.large).hexdigest()[:32],
    )
    Photo.objects.bulk_create(
        [photo],
        update_conflicts=True,
        unique_fields=["organization", "person"],
        update_fields=["small", "large", "mark", "changed_at"],
    )
    record("photo.changed", person, by=by)


@transaction.atomic
def remove(person, *, by):
    """Forget the person's photo; whether there was one. The owner is told of another's act."""
    photo = Photo.objects.filter(person=person).only("pk").first()
    removed = photo is not None and Photo.objects.filter(pk=photo.pk).delete()[0]
    if removed:
        record("photo.removed", person, by=by)
        if by.person_id != person.pk:
            tell(person, "photo_removed", photo.pk)
    return bool(removed)


def has_photo(person_id):
    """Whether there is a photo of the person that whoever is at work may see."""
    return Photo.objects.filter(person=person_id).exists()


def picture_or_404(person_id, size):
    """``(bytes, mark)`` of a photo in one of ``SIZES``, for whoever may see it."""
    if size not in SIZES:
        raise Http404
    found = Photo.objects.filter(person=person_id).values_list(size, "mark").first()
    if found is None:
        raise Http404
    return bytes(found[0]), found[1]
