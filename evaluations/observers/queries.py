"""Reads about observers: whom a mentee has asked, who has answered, and what they say."""

from collections import defaultdict
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.http import Http404

from evaluations.observers.kinds import State
from evaluations.observers.letters import INVITED, occasion_of
from evaluations.observers.models import ObserverAnswer, ObserverInvitation
from evaluations.observers.windows import Window, asked_at_the_end, windows_of
from instruments.kinds import Occasion
from instruments.models import Section
from instruments.queries import Line, Page
from instruments.values import value_of
from mentoring.crypto.master import Unreadable
from mentoring.crypto.services import Destroyed, Keyring
from notifications.models import Failure, Message
from participants.models import Participant
from participants.roles import Side, Standing

LOST = (Failure.REFUSED, Failure.GAVE_UP)


class Number(NamedTuple):
    """One observer's answer to one item; ``number`` is None for words, and for "cannot say"."""

    participant: UUID
    invitation: UUID
    item: str
    dimension: str
    is_reversed: bool
    number: int | None


def numbers(program, occasion):
    """``[Number]`` of all that observers of a program have sent on an occasion; one statement.

    A worker reads all of it; a coordinator what the mentees have read, or could for two weeks.
    """
    rows = ObserverAnswer.objects.filter(
        invitation__participant__program=program,
        invitation__occasion=occasion,
        invitation__submitted_at__isnull=False,
    )
    columns = rows.order_by("invitation", "item__section__position", "item__position").values_list(
        "invitation__participant",
        "invitation",
        "item__key",
        "item__dimension",
        "item__is_reversed",
        "number",
    )
    return [Number(*row) for row in columns]


def addresses(program):
    """``{invitation: mail address}`` of those who have answered, the first invited first.

    One statement; whoever was forgotten has no address.
    """
    rows = ObserverInvitation.objects.filter(
        participant__program=program, submitted_at__isnull=False
    ).order_by("invited_at", "pk")
    return {pk: email.casefold() for pk, email in rows.values_list("pk", "email")}


def counts(program, occasion):
    """``(asked, answered)``: how many observers of a program; one statement."""
    rows = _asked(ObserverInvitation.objects.filter(participant__program=program))
    found = rows.filter(occasion=occasion).aggregate(
        asked=Count("pk"), answered=Count("pk", filter=Q(submitted_at__isnull=False))
    )
    return found["asked"], found["answered"]


def _asked(rows):
    """Without those that were withdrawn: nobody was waited for."""
    return rows.filter(Q(withdrawn_at__isnull=True) | Q(submitted_at__isnull=False))


@dataclass(frozen=True)
class Round:
    """One occasion of one mentee: when to invite, and who is invited. ``before`` were not yet."""

    window: Window
    invitations: tuple[ObserverInvitation, ...]
    before: tuple[ObserverInvitation, ...]


def mentees_of(person_id):
    """The person's participations as a mentee who takes part."""
    rows = Participant.objects.filter(person=person_id, side=Side.MENTEE, standing=Standing.IN)
    return list(rows.select_related("program").order_by("-program__starts_on", "id"))


def own_mentee_or_404(pk, person_id):
    found = [row for row in mentees_of(person_id) if row.pk == pk]
    if not found:
        raise Http404
    return found[0]


def own_or_404(pk, person_id, **narrow):
    """An invitation of the person's own; 404 for anybody else's."""
    return _one_or_404(pk, participant__person=person_id, **narrow)


def sent_or_404(program, pk):
    """An invitation of this program whose answers a coordinator may read by now."""
    invitation = _one_or_404(pk, participant__program=program, submitted_at__isnull=False)
    if not invitation.is_for_coordinators:
        raise Http404
    return invitation


def _one_or_404(pk, **narrow):
    rows = ObserverInvitation.objects.select_related("participant__person", "participant__program")
    invitation = rows.filter(pk=pk, forgotten_at__isnull=True, **narrow).first()
    if invitation is None:
        raise Http404
    return invitation


def rounds_of(participants):
    """``{participant id: [Round]}`` of these mentees; four statements."""
    windows = windows_of(participants)
    rows = ObserverInvitation.objects.filter(
        participant__in=[row.pk for row in participants], forgotten_at__isnull=True
    )
    invited = defaultdict(list)
    for row in _with_losses(list(rows)):
        invited[row.participant_id].append(row)
    return {pk: _rounds(found, invited[pk]) for pk, found in windows.items()}


def _rounds(windows, invitations):
    found, earlier = [], []
    for window in windows:
        own = tuple(one for one in invitations if one.occasion == window.occasion)
        asked = {one.email for one in own}
        before = tuple(one for one in earlier if one.email not in asked)
        found.append(Round(window, own, before))
        earlier += [one for one in own if one.state in (State.SENT, State.EXPIRED)]
    # What belongs to an occasion that is over and has no window any more is shown all the same.
    known = {window.occasion for window in windows}
    left = tuple(one for one in invitations if one.occasion not in known)
    return [*([Round(None, left, ())] if left else []), *found]


def _with_losses(invitations):
    """These, each with ``is_lost``: whether the newest mail never arrived."""
    waiting = {occasion_of(one): one for one in invitations if one.is_open}
    lost = set()
    if waiting:
        rows = Message.objects.filter(kind=INVITED, occasion__in=waiting, failure__in=LOST)
        lost = set(rows.values_list("occasion", flat=True))
    for one in invitations:
        one.is_lost = occasion_of(one) in lost
    return invitations


def observed():
    """Annotations of a participant: whom they have asked, and what they have not read yet.

    ``unread_observer`` is the name of the first who has answered, with ``unread_observer_id``.
    """
    mine = ObserverInvitation.objects.filter(participant=OuterRef("pk"), forgotten_at__isnull=True)
    asked = mine.filter(withdrawn_at__isnull=True, declined_at__isnull=True)
    unread = mine.filter(submitted_at__isnull=False, read_at__isnull=True)
    unread = unread.order_by("submitted_at", "id")
    return {
        "has_observers": Exists(asked.order_by().filter(occasion=Occasion.BASELINE)),
        "has_final_observers": Exists(asked.order_by().filter(occasion=Occasion.FINAL)),
        "unread_observer": Subquery(unread.values("name")[:1]),
        "unread_observer_id": Subquery(unread.values("pk")[:1]),
    }


def mentees_to_invite(program, dates, today):
    """Mentees who can invite observers for the end and have not; None when it is not the time."""
    mentees = asked_at_the_end(program, dates, today)
    known = observed()["has_final_observers"]
    return None if mentees is None else mentees.annotate(known=known).filter(known=False)


def of_program(program):
    """What coordinators see of a program's observers, by mentee."""
    rows = _asked(ObserverInvitation.objects.filter(participant__program=program))
    rows = rows.filter(forgotten_at__isnull=True).select_related("participant__person")
    return rows.order_by(
        "participant__person__family_name", "participant__person__given_name", "invited_at", "id"
    )


def words_to(invitation):
    """What the mentee wrote to the observer; "" for nothing, or nothing that can be read."""
    if invitation.locked is None:
        return ""
    author = invitation.participant.person_id
    try:
        return Keyring([author]).decrypt(author, invitation.locked, invitation.about)
    except Unreadable:
        return ""


def pages_of(invitation):
    """``[Page]`` of the questions with what was answered; four statements."""
    keys = Keyring([invitation.pk])
    rows = ObserverAnswer.objects.filter(invitation=invitation).select_related("item")
    answers = {row.item_id: row for row in rows}
    sections = Section.objects.filter(version=invitation.version_id).prefetch_related("items")
    return [
        Page(
            number,
            section,
            tuple(
                _line(item, answers.get(item.pk), keys, invitation.pk)
                for item in section.items.all()
            ),
        )
        for number, section in enumerate(sections, start=1)
    ]


def _line(item, answer, keys, author):
    try:
        return Line(item, value_of(answer, keys, author))
    except Destroyed:
        return Line(item, "", is_gone=True)
