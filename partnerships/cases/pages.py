"""What the page of a case shows around it: the people, the ways on, its neighbors, its history."""

from dataclasses import dataclass
from urllib.parse import quote
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from mentoring import clock
from mentoring.ui import formats
from partnerships.cases import letters, ways
from partnerships.cases.acts import forms_of, is_decided
from partnerships.cases.kinds import Action, Level, Severity
from partnerships.cases.listed import queries as listed
from partnerships.cases.listed.pages import due_mark
from partnerships.cases.queries import history_of, others_about
from partnerships.cases.subjects import (
    company_of,
    participants_of,
    people_of,
    recipients_of,
    subject_of,
)
from partnerships.cases.words import WORDS
from programs.queries import program_menu


@dataclass(frozen=True)
class Neighbors:
    """The cases before and after one in the list that somebody came from, and its place there."""

    before: UUID | None = None
    following: UUID | None = None
    place: int = 0
    count: int = 0


@dataclass(frozen=True)
class Someone:
    """One of those a case is about; ``mailto`` opens a mail in one’s own program."""

    name: str
    address: str
    label: str
    company: str
    url: str
    mailto: str
    letter_url: str


@dataclass(frozen=True)
class Entry:
    """Something that happened to a case, in words."""

    at: object
    words: str


def page_of(request, case, *, bound=None, owners=None):
    """What the template of a case takes; ``bound`` are forms that came back with errors."""
    owners = listed.owners() if owners is None else owners
    words, viewer = WORDS[case.signal], request.membership
    asked = asked_of(request)
    return {
        "case": case,
        "what": case.get_signal_display(),
        "who": subject_of(case),
        "happened": words.happened % {"day": formats.written_day(_day(case.since))},
        "advice": words.advice,
        "people": [_someone(request, case, side, asked) for side, _person in people_of(case)],
        "ways": ways.ways_on(case, request.organization.slug),
        "due": due_mark(case, clock.today()),
        "is_urgent": case.severity == Severity.HIGH,
        "is_mine": case.owner_id == viewer.pk,
        "may_agree": case.raise_asked_by_id is not None and case.level != Level.SPONSOR,
        "asked_by_me": case.raise_asked_by_id == viewer.pk,
        "is_decided": is_decided(case),
        "forms": forms_of(case, owners) | (bound or {}),
        "failed": next(iter(bound), "") if bound else "",
        "history": [Entry(event.at, words_of(event)) for event in history_of(case)],
        "others": _others(request, case),
        "neighbors": neighbors_of(request, case),
        "asked": asked,
    }


def _day(moment):
    return moment.astimezone(formats.as_zone(None)).date()


def asked_of(request):
    """The list that somebody came from, as its address says it; ``?…`` or nothing."""
    query = request.GET.urlencode()
    return f"?{query}" if query else ""


def address_of(request, pk):
    """The page of a case, in the list that somebody came from."""
    return reverse("cases:case", args=[request.organization.slug, pk]) + asked_of(request)


def neighbors_of(request, case):
    """The ``Neighbors`` of a case in that list."""
    viewer = request.membership
    listing = listed.listing_for(request.GET, viewer, program_menu(request), is_brief=True)
    ids = list(listed.ids_in_order(listing, viewer))
    if case.pk not in ids:
        return Neighbors(following=ids[0] if ids else None, count=len(ids))
    place = ids.index(case.pk)
    return Neighbors(
        before=ids[place - 1] if place else None,
        following=ids[place + 1] if place + 1 < len(ids) else None,
        place=place + 1,
        count=len(ids),
    )


def _someone(request, case, side, asked):
    slug, participant = request.organization.slug, participants_of(case)[side]
    person = dict(people_of(case))[side]
    may_be_written_to = case.is_open and side in recipients_of(case)
    letter_url = reverse("cases:letter", args=[slug, case.pk, side]) + asked
    return Someone(
        name=person.name,
        address=person.email,
        label=participant.get_side_display(),
        company=company_of(case, side),
        url=reverse("participants:detail", args=[slug, case.program.slug, participant.pk]),
        mailto=_mailto(case, side, person, request.membership),
        letter_url=letter_url if may_be_written_to else "",
    )


def _mailto(case, side, person, by):
    """An address that opens a mail with its words where there are some for this person."""
    address = f"mailto:{quote(person.email, safe='@')}"
    if side not in recipients_of(case):
        return address
    letter = letters.letter_of(case, side, by)
    body = "\n\n".join(letter.paragraphs)
    return f"{address}?subject={quote(letter.subject)}&body={quote(body)}"


def _others(request, case):
    """Other open cases about the same two or the same person, each with its address."""
    return [
        (other.get_signal_display(), address_of(request, other.pk)) for other in others_about(case)
    ]


def words_of(event):
    """One thing that happened to a case, with who did it."""
    said = {
        "by": event.by.name if event.by else _("The system"),
        "to": event.to.name if event.to else _("nobody"),
        "day": formats.written_day(event.day) if event.day else "",
        "how": event.get_channel_display(),
        "whom": event.participant.person.name if event.participant else "",
        "outcome": event.get_outcome_display(),
        "level": event.get_level_display() if event.level is not None else "",
    }
    return HAPPENED[event.action]() % said


HAPPENED = {
    Action.OPENED: lambda: _("%(by)s opened the case"),
    Action.TAKEN: lambda: _("%(by)s took it"),
    Action.ASSIGNED: lambda: _("%(by)s gave it to %(to)s"),
    Action.RELEASED: lambda: _("%(by)s gave it back to nobody"),
    Action.RETURNED: lambda: _("It went back to nobody, because who looked after it has left"),
    Action.DUE: lambda: _("%(by)s moved the day to %(day)s"),
    Action.SNOOZED: lambda: _("%(by)s put it off until %(day)s"),
    Action.WOKEN: lambda: _("%(by)s took it up again"),
    Action.CONTACTED: lambda: _("%(by)s was in touch with %(whom)s on %(day)s: %(how)s"),
    Action.RAISE_ASKED: lambda: _("%(by)s asked a second person to raise it"),
    Action.RAISED: lambda: _("%(by)s raised it: %(level)s"),
    Action.LOWERED: lambda: _("%(by)s lowered it: %(level)s"),
    Action.CLOSED: lambda: _("%(by)s closed it: %(outcome)s"),
    Action.CLOSED_ITSELF: lambda: _("It closed itself: the cause is gone"),
    Action.REOPENED: lambda: _("%(by)s opened it again"),
}
