"""What one of the two may know of their own match, before and after both have accepted."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from participants import reference
from participants.profiles.own import open_labels
from participants.roles import Side
from partnerships.cards import LEVELS
from partnerships.lifecycle import BEGUN, FAILED, Status
from partnerships.queries import other_side, side_of
from portal.situations import NO, YES, MatchFacts, Waits


@dataclass(frozen=True)
class Partner:
    """The other person, once both accepted."""

    name: str
    title: str
    company: str
    side: str


@dataclass(frozen=True)
class MatchView:
    """One match or partnership as one of the two may know it.

    ``partner`` is None until both have accepted. Until then ``about`` tells several matches apart,
    with words that the card of the match shows too; it may be empty. ``news`` is how much the
    partner has done on their pages since this person last looked.
    """

    id: str
    status: str
    side: str
    my_answer: str
    announced_at: datetime
    answer_by: datetime
    is_overdue: bool
    partner: Partner | None
    about: str = ""
    introduced_at: datetime | None = None
    wants_next: bool | None = None
    ends_on: date | None = None
    paused_on: date | None = None
    closing_until: date | None = None
    waits: Waits = Waits()
    news: int = 0

    @property
    def is_open(self):
        """An answer can still come from one of the two."""
        return self.status == Status.PROPOSED and not self.is_overdue

    @property
    def may_answer(self):
        return self.is_open and not self.my_answer

    @property
    def is_waiting(self):
        return self.is_open and self.my_answer == YES

    @property
    def is_preparing(self):
        return self.status == Status.PREPARING

    @property
    def can_meet(self):
        return self.introduced_at is not None and self.status in BEGUN

    @property
    def may_end(self):
        return self.status in BEGUN

    @property
    def has_ended(self):
        """It came to be and ended early, so another match is offered."""
        return self.status == Status.ENDED

    @property
    def leads(self):
        """What comes next depends on it: it came to be, or may, and is not left behind."""
        return self.status not in FAILED and not (self.has_ended and self.wants_next)

    @property
    def is_over(self):
        """It did not come to be, or its time has passed."""
        return self.status in FAILED or (self.status == Status.PROPOSED and self.is_overdue)

    @property
    def other_side(self):
        return other_side(self.side)


def match_view(partnership, person_id, declines, now):
    """What this person may know of one of their own partnerships.

    ``declines`` says which side declined it, as ``partnerships.queries.declined_by``; what was said
    about a next match is known of rows of ``partnerships_of``.
    """
    side = side_of(partnership, person_id)
    accepted = getattr(partnership, f"{side}_accepted_at") is not None
    declined = declines.get(partnership.pk) == side
    partner = _partner(partnership, other_side(side))
    return MatchView(
        id=str(partnership.pk),
        status=partnership.status,
        side=side,
        my_answer=YES if accepted else NO if declined else "",
        announced_at=partnership.announced_at,
        answer_by=partnership.answer_by,
        is_overdue=partnership.answer_by <= now,
        partner=partner,
        about="" if partner else _about(partnership, other_side(side)),
        introduced_at=partnership.introduced_at,
        wants_next=getattr(partnership, "wants_next", None),
        ends_on=partnership.ends_on,
        paused_on=partnership.paused_on,
        closing_until=partnership.closing_until,
        waits=getattr(partnership, "waits", Waits()),
        news=getattr(partnership, "news", 0),
    )


def facts_of(match):
    """What decides the next step of this match, None of none."""
    if match is None:
        return None
    return MatchFacts(
        id=match.id,
        status=match.status,
        answer_by=match.answer_by,
        my_answer=match.my_answer,
        partner=match.partner.name if match.partner else "",
        about=match.about,
        introduced_at=match.introduced_at,
        wants_next=match.wants_next,
        ends_on=match.ends_on,
        waits=match.waits,
    )


def _partner(partnership, side):
    if not partnership.is_revealed:
        return None
    participant = getattr(partnership, side)
    return Partner(
        name=getattr(partnership, f"{side}_person").name,
        title=participant.title,
        company=getattr(partnership, f"{side}_company").name,
        side=side,
    )


def _about(partnership, side):
    """`Leads a team · wants to learn: Delegating work`, as far as it is known."""
    code = getattr(partnership, "other_competency", None)
    words = [str(LEVELS.get(getattr(partnership, side).level, ""))]
    if code and not open_labels([code]):  # nothing in words that nobody has looked at
        told = _("offers: %(topic)s") if side == Side.MENTOR else _("wants to learn: %(topic)s")
        words.append(told % {"topic": reference.competencies().label(code)})
    return " · ".join(word for word in words if word)
