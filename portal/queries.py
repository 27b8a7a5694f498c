"""What the portal shows to one person: a match, their profiles, their year, whom to ask."""

from dataclasses import dataclass

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from instruments.waiting import is_ever_asked
from mentoring import clock
from organizations.models import Membership
from organizations.roles import Role
from participants.models import Participant
from participants.photos.keeping import has_photo
from participants.profiles.completeness import Completeness, completeness
from participants.profiles.reuse import start_of
from participants.profiles.saving import is_open
from participants.stored import values_of_many
from partnerships.cards import Card, card_of, industries_of, own_card
from partnerships.nudges.stages import stage_now
from partnerships.queries import declined_by, partnerships_of
from portal.guides import guide_of
from portal.matches import match_view
from portal.profiles.sections import section_of, sections_with
from portal.stages import DEFAULT_ZONE, months_of, without_setup
from programs.queries import span_in_words, stage_of


def participations_of(person_id):
    """The person's participants, the program that starts first before the others."""
    return (
        Participant.objects.filter(person=person_id)
        .select_related("program", "person", "company")
        .prefetch_related("program__dates", "competencies")
        .order_by("program__starts_on", "side", "id")
    )


def partnership_or_404(pk, person_id):
    """One of the person's own partnerships; 404 for anybody else's."""
    found = partnerships_of(person_id).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def match_page(partnership, person_id):
    """What the page of a match shows to one of the two, without the row that knows all names.

    ``card`` is there while the other one has no name yet and the match is alive; ``pictured`` is
    the person whose photo there is to see.
    """
    match = match_view(partnership, person_id, declined_by([partnership.pk]), clock.now())
    own = getattr(partnership, match.side)
    other_id = getattr(partnership, f"{match.other_side}_person_id")
    return {
        "match": match,
        "program": partnership.program,
        "zone": own.time_zone or DEFAULT_ZONE,
        "card": card_of(partnership, match.other_side) if match.is_open else None,
        "pictured": other_id if match.partner and has_photo(other_id) else None,
        "preparing_steps": _preparing_steps(partnership) if match.is_preparing else None,
        "guide": guide_of(own.pk, _stage(partnership)),
    }


def _stage(partnership):
    today, ends_on = clock.today(), partnership.ends_on or partnership.program.ends_on
    return stage_now(partnership.status, partnership.introduced_at, ends_on, today)


def _preparing_steps(partnership):
    """The way from both answers to the first agreement, as items of the tag ``steps``."""
    spans = {row.key: span_in_words(row) for row in partnership.program.dates.all()}
    is_introduced = partnership.introduced_at is not None
    return [
        {"label": _("Both have accepted"), "state": "done"},
        {
            "label": _("Training for your part"),
            "hint": "" if is_introduced else spans.get("training", ""),
            "state": "done" if is_introduced else "current",
        },
        {
            "label": _("First meeting"),
            "hint": _("within ten days after the training of both"),
            "state": "current" if is_introduced else "",
        },
        {"label": _("Agreement signed by both"), "hint": spans.get("agreements", "")},
    ]


@dataclass(frozen=True)
class Profile:
    """One participation: its parts, how complete it is, and what others see of it.

    ``earlier`` is another profile to start from, while there is nothing in this one.
    """

    participant: Participant
    card: Card
    completeness: Completeness
    sections: list
    is_open: bool
    earlier: Participant | None

    @property
    def next_section(self):
        return section_of(self.completeness.next.column) if self.completeness.next else ""


def profiles_of(person_id):
    """A ``Profile`` for each of the person's participations."""
    participants = list(participations_of(person_id))
    values = values_of_many(participants)
    industries = industries_of([participant.company_id for participant in participants])
    return [
        _profile(participant, participants, values, industries[participant.company_id])
        for participant in participants
    ]


def _profile(participant, participants, values, industries):
    whole = completeness(participant.side, values[participant.pk])
    editable = is_open(participant, clock.today())
    return Profile(
        participant,
        own_card(participant, industries),
        whole,
        sections_with(whole),
        editable,
        start_of(participant, participants, values) if editable else None,
    )


def year_of(person_id):
    """The page of the year: ``[(Stage, months)]``, the program that starts first before others.

    ``is_asked``: the person has questionnaires in one of them.
    """
    participants = list(participations_of(person_id))
    programs = {row.program_id: row.program for row in participants}
    stages = [without_setup(stage_of(program)) for program in programs.values()]
    return {
        "stages": [(stage, months_of(stage)) for stage in stages],
        "is_asked": any(is_ever_asked(row, row.program.dates.all()) for row in participants),
    }


@dataclass(frozen=True)
class Contact:
    name: str
    email: str


def coordinators():
    """Whom a participant can ask, by name; the administrators where nobody coordinates."""
    staff = Membership.objects.filter(role__in=(Role.COORDINATOR, Role.ADMINISTRATOR))
    people = list(staff.select_related("user").order_by("name", "id"))
    named = [one for one in people if one.role == Role.COORDINATOR] or people
    return [Contact(one.name, one.user.email) for one in named]
