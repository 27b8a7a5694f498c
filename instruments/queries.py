"""Reads about questionnaires: what a person has to answer, and who has answered."""

from dataclasses import dataclass

from django.db.models import (
    Case,
    CharField,
    Count,
    DateTimeField,
    OuterRef,
    Q,
    Subquery,
    TextField,
    UUIDField,
    Value,
    When,
)
from django.db.models.functions import Cast, Concat
from django.http import Http404
from django.utils.functional import cached_property

from instruments import letters
from instruments.asked import people_asked
from instruments.bank import pages
from instruments.kinds import Kind, Occasion
from instruments.models import Item, Response, Section
from instruments.stages import stage_of, stages_for
from instruments.values import value_of, words
from mentoring.crypto.services import Destroyed, Keyring
from notifications.models import Message
from participants.models import Participant
from participants.roles import Side
from programs.reminding import STEPS

# What these measure is between two people; a mentor's own ways of mentoring are not.
ABOUT_TWO = ("guidance", "relationship", "fit", "warning")
SENT, STARTED, UNOPENED, MISSED = "sent", "started", "unopened", "missing"
WEAK = 0.6  # of those who were asked


def own_participant_or_404(pk, person_id, occasion):
    """One of the person's own participations, asked on an occasion that there is."""
    rows = Participant.objects.filter(pk=pk, person=person_id).select_related("program")
    participant = rows.first()
    if participant is None or not pages(participant.side, occasion):
        raise Http404
    return participant


def own_response_or_404(pk, person_id):
    """One of the person's own responses; 404 for anybody else's."""
    return _response_or_404(pk, participant__person=person_id)


def response_or_404(program, pk):
    """A sent response of this program."""
    return _response_or_404(pk, participant__program=program, submitted_at__isnull=False)


def _response_or_404(pk, **narrow):
    rows = Response.objects.select_related("participant__program", "participant__person")
    response = rows.filter(pk=pk, **narrow).first()
    if response is None:
        raise Http404
    return response


def item_or_404(response, pk):
    """An item of the version that the response answers."""
    item = Item.objects.filter(pk=pk, version=response.version_id).first()
    if item is None:
        raise Http404
    return item


@dataclass(frozen=True)
class Line:
    """One question and its answer: ``value`` as pages carry it, "" for none.

    ``is_gone``: there were words, and the key to them was destroyed.
    """

    item: Item
    value: object
    is_gone: bool = False

    @property
    def is_missing(self):
        return self.item.is_required and not self.value

    @property
    def is_typed(self):
        return self.item.kind in (Kind.TEXT, Kind.NUMBER)

    @property
    def words(self):
        """The answer in words; None for somebody who cannot say, "" for no answer."""
        return words(self.item, self.value) if self.value else ""


@dataclass(frozen=True)
class Page:
    """One section and its lines; ``number`` counts from 1."""

    number: int
    section: Section
    lines: tuple[Line, ...]

    @property
    def title(self):
        return self.section.title

    @property
    def is_about_two(self):
        """It is about one's partner, or about the two together."""
        return any(line.item.dimension in ABOUT_TWO for line in self.lines)

    @property
    def missing(self):
        return sum(line.is_missing for line in self.lines)


@dataclass(frozen=True)
class Sheet:
    """A response with all its pages."""

    response: Response
    pages: tuple[Page, ...]

    @cached_property
    def missing(self):
        return sum(page.missing for page in self.pages)

    @property
    def resume_at(self):
        """The page to go on with: the first with something missing, else the last one seen.

        None when all pages were seen and nothing is missing.
        """
        for page in self.pages:
            if page.missing:
                return page.number
        return (
            None
            if self.response.last_section >= len(self.pages)
            else (self.response.last_section + 1)
        )

    def page(self, number):
        if not 1 <= number <= len(self.pages):
            raise Http404
        return self.pages[number - 1]


def sheet(response):
    """The ``Sheet`` of a response whose participant is loaded; four statements."""
    author = response.participant.person_id
    keys = Keyring([author])
    answers = {row.item_id: row for row in response.answers.select_related("item")}
    sections = Section.objects.filter(version=response.version_id).prefetch_related("items")
    return Sheet(
        response,
        tuple(
            Page(
                number,
                section,
                tuple(
                    _line(item, answers.get(item.pk), keys, author) for item in section.items.all()
                ),
            )
            for number, section in enumerate(sections, start=1)
        ),
    )


def _line(item, answer, keys, author):
    try:
        return Line(item, value_of(answer, keys, author))
    except Destroyed:
        return Line(item, "", is_gone=True)


def look_back_of(response, stage):
    """Whether to offer a look back after this: ``"begin"``, ``"go_on"``, or "" for not."""
    participant = response.participant
    if response.occasion != Occasion.FINAL or not response.submitted_at:
        return ""
    if not (stage and stage.is_open and pages(participant.side, Occasion.THEN)):
        return ""
    begun = Response.objects.filter(participant=participant, occasion=Occasion.THEN).first()
    if begun is None:
        return "begin"
    return "" if begun.submitted_at else "go_on"


def missing_required(response):
    """How many questions that must be answered are not."""
    asked = Item.objects.filter(version=response.version_id, is_required=True)
    return asked.exclude(answers__response=response).count()


@dataclass(frozen=True)
class Rate:
    """How many of one side have answered."""

    side: str
    asked: int
    sent: int
    started: int

    @property
    def label(self):
        return Side(self.side).label

    @property
    def missing(self):
        return self.asked - self.sent

    @property
    def is_weak(self):
        """Too few to say much about all."""
        return self.asked > 0 and self.sent < WEAK * self.asked


def rates(program, occasion):
    """``[Rate]`` of the sides that are asked, mentees first; none where there is no such date."""
    stage = stage_of(program, occasion)
    return rates_of(stage) if stage else []


def rates_of(stage):
    """The same of a ``Stage``, in one statement."""
    mine = Q(responses__occasion=stage.occasion)
    found = (
        people_asked(stage)
        .order_by()
        .values("side")
        .annotate(
            asked=Count("pk", distinct=True),
            sent=Count("pk", filter=mine & Q(responses__submitted_at__isnull=False), distinct=True),
            started=Count(
                "pk", filter=mine & Q(responses__submitted_at__isnull=True), distinct=True
            ),
        )
    )
    known = {row["side"]: Rate(**row) for row in found}
    sides = [side for side in Side.values if pages(side, stage.occasion)]
    return [known.get(side, Rate(side, 0, 0, 0)) for side in sides]


def respondents(stage, *, side="", state=""):
    """The people who are asked, each with ``state``, ``sent_at``, ``response_pk``, ``reminded_at``.

    ``reminded_by_hand_at`` is when a coordinator did. ``state`` narrows to sent, started, unopened,
    or missing (not sent).
    """
    mine = Response.objects.filter(participant=OuterRef("pk"), occasion=stage.occasion)
    rows = people_asked(stage).annotate(
        response_pk=Subquery(mine.values("pk")[:1], output_field=UUIDField()),
        sent_at=Subquery(mine.values("submitted_at")[:1], output_field=DateTimeField()),
        reminded_at=Subquery(_reminders(stage.occasion, *STEPS), output_field=DateTimeField()),
        reminded_by_hand_at=Subquery(_reminders(stage.occasion), output_field=DateTimeField()),
    )
    rows = rows.annotate(
        state=Case(
            When(sent_at__isnull=False, then=Value(SENT)),
            When(response_pk__isnull=False, then=Value(STARTED)),
            default=Value(UNOPENED),
            output_field=CharField(),
        )
    )
    if side:
        rows = rows.filter(side=side)
    if state:
        rows = rows.exclude(state=SENT) if state == MISSED else rows.filter(state=state)
    order = ("person__family_name", "person__given_name", "id")
    return rows.select_related("person", "company").order_by(*order)


def _reminders(occasion, *steps):
    """When somebody was last reminded: by a hand, and by these numbers of days."""
    endings = [f":{occasion}", *(f":{occasion}:{step}" for step in steps)]
    names = [Concat(Cast(OuterRef("pk"), TextField()), Value(ending)) for ending in endings]
    rows = Message.objects.filter(
        kind=letters.REMINDER, person=OuterRef("person"), occasion__in=names
    )
    return rows.order_by("-created_at").values("created_at")[:1]


def stage_or_404(program, occasion):
    """The ``Stage`` of an occasion that this program asks."""
    found = stage_of(program, occasion)
    if found is None:
        raise Http404
    return found


def open_baseline(program):
    """The ``Stage`` that must close before a match may be announced, or None."""
    return next((stage for stage in stages_for(program) if stage.blocks_matches), None)
