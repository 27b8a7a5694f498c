"""Reads about calls, contact persons and one's own concerns."""

from dataclasses import dataclass, field

from django.db.models import F, OuterRef, Subquery
from django.http import Http404
from django.utils.translation import gettext as _

from mentoring.crypto.master import Unreadable
from mentoring.crypto.services import Keyring
from partnerships.concerns.models import CallRequest, Concern, ContactPerson


@dataclass(frozen=True)
class Call:
    """One request with how to reach the person in the open, if they said so."""

    row: CallRequest
    reach: str = field(default="", repr=False)


def own_open_call(partnership, person_id):
    """The person's call that nobody has closed, or None."""
    rows = CallRequest.objects.filter(partnership=partnership, person=person_id)
    return rows.filter(closed_at__isnull=True).first()


def own_call_or_404(pk, partnership_id, person_id):
    return _call_or_404(pk, partnership=partnership_id, person=person_id)


def call_or_404(program, pk):
    return _call_or_404(pk, partnership__program=program)


def _call_or_404(pk, **narrow):
    found = CallRequest.objects.filter(pk=pk, **narrow).first()
    if found is None:
        raise Http404
    return found


def calls_in(program, *, is_open=True):
    """Calls of a program: those that wait, the oldest first, or the closed ones, newest first."""
    rows = CallRequest.objects.filter(partnership__program=program).select_related(
        "person", "partnership__mentor_person", "partnership__mentee_person"
    )
    if is_open:
        return rows.filter(closed_at__isnull=True).order_by("asked_at", "id")
    return rows.filter(closed_at__isnull=False).order_by(F("closed_at").desc(), "id")


def opened(calls):
    """``[Call]`` of these rows; one statement for all their keys."""
    calls = list(calls)
    authors = {row.person_id for row in calls if row.locked is not None}
    keys = Keyring(authors) if authors else None
    return [Call(row, _reach(row, keys)) for row in calls]


def _reach(row, keys):
    if row.locked is None:
        return ""
    try:
        return keys.decrypt(row.person_id, row.locked, row.about)
    except Unreadable:
        return ""


def facts():
    """Annotations of a ``Partnership`` queryset: since when each of the two waits for a call."""
    waiting = CallRequest.objects.filter(partnership=OuterRef("pk"), closed_at__isnull=True)
    return {
        f"{side}_asked_at": Subquery(
            waiting.filter(person=OuterRef(f"{side}_person")).values("asked_at")[:1]
        )
        for side in ("mentee", "mentor")
    }


def calls_waiting(program_ids):
    """Calls of these programs that nobody has closed."""
    return CallRequest.objects.filter(partnership__program__in=program_ids, closed_at__isnull=True)


def contact_of(program):
    """Who hears in this program what the coordinators should not handle, or None."""
    return ContactPerson.objects.filter(program=program, ended_at__isnull=True).first()


def contacts_before(program):
    """Former contact persons, the newest first."""
    return list(ContactPerson.objects.filter(program=program, ended_at__isnull=False)[:20])


def own_concerns(partnership, person_id):
    """What the person has told in this partnership: that and when, never the words."""
    rows = Concern.objects.filter(partnership=partnership, author=person_id).defer("locked")
    return list(rows.select_related("contact"))


def changed_words(contact):
    """What somebody reads whose contact person changed while they typed."""
    if contact is None:
        return _(
            "No contact person is named in this program any more, so nothing was sent. "
            "What you typed is below."
        )
    return _(
        "Meanwhile %(name)s was named as the contact person. Nothing was sent: look who they are, "
        "and send it if you wish to. What you typed is below."
    ) % {"name": contact.name}
