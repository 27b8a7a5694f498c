"""What the portal shows to one person: their parts in programs, their matches, whom to ask."""

from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from instruments.queries import answerable, is_asked
from matching.shortlists.queries import to_rank
from mentoring import clock
from mentoring.tenancy.prepared import PreparedRead
from mentoring.ui import timeline
from organizations.models import Membership
from organizations.roles import Role
from participants.models import Participant, ParticipantCompetency
from participants.nominating.consents import consent_numbers
from participants.photos.keeping import has_photo
from participants.profiles.completeness import Completeness, completeness
from participants.profiles.profile import NEEDED_FOR_MATCHING, missing_for_matching
from participants.profiles.reuse import newest_of, start_of
from participants.profiles.saving import is_open
from participants.reference import zone_today
from participants.roles import Side, Standing
from participants.stored import values_of_many
from partnerships.cards import Card, card_of, industries_of, own_card
from partnerships.lifecycle import Status
from partnerships.queries import declined_by, partnerships_in_brief, partnerships_of
from portal.guides import guide_of, stage_now
from portal.matches import MatchView, match_view
from portal.next_step import agree_step, baseline_step, next_step, session_step
from portal.profiles.sections import section_of, sections_with
from portal.ranking import rank_steps
from portal.situations import MatchFacts, Modules, Situation, Step
from programs.models import Program, ProgramDate
from programs.queries import Stage, in_order, span_in_words, stage_of
from training.modules.queries import required_left
from training.queries import unanswered_sessions

DEFAULT_ZONE = "UTC"


@dataclass(frozen=True)
class Part:
    """One participation: the program, the stage it is in, the matches, and what comes next.

    ``is_asked``: there are questionnaires, open now or not.
    """

    participant: Participant
    program: Program
    side: str
    zone: str
    stage: Stage
    missing: tuple[str, ...]
    matches: tuple[MatchView, ...]
    steps: tuple[Step, ...]
    is_asked: bool

    @property
    def is_in(self):
        return self.participant.standing == Standing.IN

    @property
    def step(self):
        return self.steps[0]

    @property
    def months(self):
        return months_of(self.stage)

    @property
    def current(self):
        """Matches that are open, the next deadline first, and then those that came to be."""
        alive = [match for match in self.matches if not match.is_over]
        return tuple(sorted(alive, key=lambda match: (not match.is_open, match.answer_by)))

    @property
    def over(self):
        return tuple(match for match in self.matches if match.is_over)


def participations_of(person_id):
    """The person's participants, the program that starts first before the others."""
    return (
        Participant.objects.filter(person=person_id)
        .select_related("program", "person", "company")
        .prefetch_related("program__dates", "competencies")
        .order_by("program__starts_on", "side", "id")
    )


def _in_brief(person_id):
    has = ParticipantCompetency.objects.filter(participant=OuterRef("pk")).order_by()
    return (
        Participant.objects.filter(person=person_id)
        .annotate(
            has_competencies=Exists(has),
            has_story=Q(story__gt=""),
            **consent_numbers(),
            **to_rank(),
        )
        .order_by("program__starts_on", "side", "id")
        .values(
            *("id", "person_id", "program_id", "side", "standing", "languages", "time_zone"),
            *(f"program__{name}" for name in ("id", "name", "slug", "starts_on", "ends_on")),
            *("has_competencies", "has_story", "text_number", "agreed_number"),
            *("list_length", "list_closes", "has_ranked"),
        )
    )


def _dates_of(person_id):
    programs = Participant.objects.filter(person=person_id).values("program")
    rows = ProgramDate.objects.filter(program__in=programs)
    return rows.values("id", "program_id", "key", "opens_on", "closes_on", "door")


# What the home page shows of participations, each with ``has_competencies``, and their timetables.
_participations_in_brief = PreparedRead(_in_brief)
_timetables = PreparedRead(_dates_of)


def parts_of(person_id, organization):
    """Every ``Part`` of a person in this organization, the most pressing step first.

    Of two that are as pressing the one whose day comes first, then the program that starts first.
    """
    participants = _participations_in_brief(person_id)
    partnerships = partnerships_in_brief(person_id) if participants else []
    declined = [row.pk for row in partnerships if row.status == Status.DECLINED]
    declines = declined_by(declined) if declined else {}
    dates = _timetables(person_id) if participants else []
    asked = answerable(participants, dates)
    said = [row for row in participants if row.has_competencies or row.has_story or row.languages]
    prepare = any(row.status == Status.PREPARING for row in partnerships)
    left = required_left(person_id) if prepare else {}
    parts = [
        _part(
            participant,
            partnerships,
            declines,
            dates,
            asked.get(participant.pk),
            organization,
            newest_of(participant, said),
            left.get(participant.pk),
        )
        for participant in participants
    ]
    sessions = unanswered_sessions(person_id) if participants else {}
    parts = [_with_session(part, sessions.get(part.participant.pk), organization) for part in parts]
    return sorted(parts, key=lambda part: part.step.order)


def _with_session(part, session, organization):
    """The part with one more step where a session waits for an answer."""
    if session is None or not part.is_in:
        return part
    step = session_step(organization.slug, session.title, session.starts_at)
    return replace(part, steps=tuple(sorted((*part.steps, step), key=lambda step: step.order)))


def _part(participant, partnerships, declines, dates, asked, organization, earlier, left):
    zone = zone_today(participant.time_zone) or DEFAULT_ZONE
    now = clock.now()
    matches = tuple(
        match_view(row, participant.person_id, declines, now)
        for row in partnerships
        if participant.pk in (row.mentor_id, row.mentee_id)
    )
    dates = [row for row in dates if row.program_id == participant.program_id]
    today = now.astimezone(ZoneInfo(zone)).date()
    stage = _without_setup(Stage(participant.program, today, in_order(dates)))
    missing = _missing(participant, participant.has_competencies)
    return Part(
        participant=participant,
        program=participant.program,
        side=participant.side,
        zone=zone,
        stage=stage,
        missing=missing,
        matches=matches,
        steps=_steps(participant, stage, matches, missing, asked, now, organization, earlier, left),
        is_asked=is_asked(participant, dates),
    )


def _steps(participant, stage, matches, missing, asked, now, organization, earlier, left):
    """A step for each match that is alive, else for the participation; consent; the baseline."""
    spans = {row.key: (row.opens_on, row.closes_on) for row in stage.rows}
    alive = [match for match in matches if match.leads] or [matches[0] if matches else None]
    situations = [
        Situation(
            organization=organization.slug,
            participant=str(participant.pk),
            program=participant.program.name,
            side=participant.side,
            standing=participant.standing,
            missing=missing,
            now=now,
            today=stage.today,
            ends_on=participant.program.ends_on,
            matching=spans.get("matching"),
            training=spans.get("training"),
            nominations=spans.get("nominations"),
            match=_facts(match),
            earlier=earlier.program.name if earlier else "",
            modules=Modules(left.left, left.minutes, left.is_begun) if left else None,
        )
        for match in alive
    ]
    steps = [next_step(situation) for situation in situations]
    if _has_to_agree(participant, situations[0]):
        steps.append(agree_step(situations[0], changed=participant.agreed_number is not None))
    if ranking := rank_steps(participant, matches, situations[0]):
        steps = [step for step in steps if not step.is_waiting] + ranking
    if asked:
        facts = {"minutes": asked.minutes, "is_begun": asked.is_started, "due": asked.stage.due}
        steps.append(baseline_step(situations[0], **facts))
    return tuple(sorted(steps, key=lambda step: step.order))


def _has_to_agree(participant, situation):
    """Whether there is a text that somebody who takes part has not agreed to yet."""
    is_in = participant.standing == Standing.IN and situation.today <= situation.ends_on
    return is_in and participant.text_number != participant.agreed_number


def _facts(match):
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
    )


def _missing(participant, has_competencies):
    """The columns that must be filled before this participant can be matched."""
    subject = "needs" if participant.side == Side.MENTEE else "offers"
    values = {
        name: getattr(participant, name, None) for name in NEEDED_FOR_MATCHING[participant.side]
    }
    values[subject] = has_competencies
    return tuple(missing_for_matching(participant.side, values))


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
    today, ends_on = clock.today(), partnership.program.ends_on
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
    stages = [_without_setup(stage_of(program)) for program in programs.values()]
    return {
        "stages": [(stage, months_of(stage)) for stage in stages],
        "is_asked": any(is_asked(row, row.program.dates.all()) for row in participants),
    }


def _without_setup(stage):
    """Where a program stands, without the weeks in which only coordinators have to do."""
    return replace(stage, rows=[row for row in stage.rows if row.key != "setup"])


def months_of(stage):
    """The line of months of a program, as the tag ``year`` takes it."""
    return timeline.months(stage.program.starts_on, stage.today, count=stage.length)


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
