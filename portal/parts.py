"""Somebody's parts in programs with what comes next in each: the portal's home page."""

from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from django.db.models import Exists, OuterRef, Q

from evaluations.observers.queries import observed
from evaluations.seen.queries import unseen
from instruments.waiting import answerable, is_ever_asked
from matching.shortlists.queries import to_rank
from mentoring import clock
from mentoring.tenancy.prepared import PreparedRead
from participants.models import Participant, ParticipantCompetency
from participants.nominating.consents import consent_numbers
from participants.profiles.profile import NEEDED_FOR_MATCHING, missing_for_matching
from participants.profiles.reuse import newest_of
from participants.reference import zone_today
from participants.roles import Side, Standing
from partnerships.lifecycle import Status
from partnerships.queries import declined_by, partnerships_in_brief
from portal.matches import MatchView, facts_of, match_view
from portal.next_step import agree_step, next_step, questions_step, session_step
from portal.observing import observer_steps
from portal.ranking import rank_steps
from portal.situations import Modules, Situation, Step
from portal.stages import DEFAULT_ZONE, months_of, without_setup
from portal.waits import add_what_waits
from portal.year_end import year_end_steps
from programs.models import Program, ProgramDate
from programs.queries import Stage, in_order
from training.modules.queries import required_left
from training.queries import unanswered_sessions


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


OF_PROGRAM = ("id", "name", "slug", "starts_on", "ends_on", "needs_baseline", "grace_days")


def _in_brief(person_id):
    has = ParticipantCompetency.objects.filter(participant=OuterRef("pk")).order_by()
    return (
        Participant.objects.filter(person=person_id)
        .annotate(
            has_competencies=Exists(has),
            has_story=Q(story__gt=""),
            **consent_numbers(),
            **to_rank(),
            **observed(),
            **unseen(),
        )
        .order_by("program__starts_on", "side", "id")
        .values(
            *("id", "person_id", "program_id", "side", "standing", "languages", "time_zone"),
            *(f"program__{name}" for name in OF_PROGRAM),
            *("has_competencies", "has_story", "text_number", "agreed_number"),
            *("list_length", "list_closes", "has_ranked"),
            *("has_observers", "has_final_observers", "unread_observer", "unread_observer_id"),
            *("has_new_change", "has_new_paper", "has_new_results"),
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
    asked = answerable(participants, dates, partnerships)
    said = [row for row in participants if row.has_competencies or row.has_story or row.languages]
    learning = [row for row in partnerships if row.status == Status.PREPARING]
    prepare = any(row.introduced_at is None for row in learning)
    left = required_left(person_id) if prepare else {}
    add_what_waits(partnerships, person_id)
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
    parts = [_with_evaluations(part, dates, partnerships, organization) for part in parts]
    return sorted(parts, key=lambda part: part.step.order)


def _with_session(part, session, organization):
    """The part with one more step where a session waits for an answer."""
    if session is None or not part.is_in:
        return part
    step = session_step(organization.slug, session.title, session.starts_at)
    return replace(part, steps=tuple(sorted((*part.steps, step), key=lambda step: step.order)))


def _with_evaluations(part, dates, partnerships, organization):
    """The part with what a mentee has to do with observers, and what a year ends with."""
    dates = [row for row in dates if row.program_id == part.participant.program_id]
    more = observer_steps(part.participant, dates, partnerships, organization)
    more += year_end_steps(part.participant, organization)
    return replace(part, steps=tuple(sorted((*part.steps, *more), key=lambda step: step.order)))


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
    stage = without_setup(Stage(participant.program, today, in_order(dates)))
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
        is_asked=is_ever_asked(participant, dates),
    )


def _steps(participant, stage, matches, missing, asked, now, organization, earlier, left):
    """A step for each match that is alive, else for the participation; consent; questions."""
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
            match=facts_of(match),
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
        steps.append(questions_step(situations[0], asked.stage.occasion, **facts))
    return tuple(sorted(steps, key=lambda step: step.order))


def _has_to_agree(participant, situation):
    """Whether there is a text that somebody who takes part has not agreed to yet."""
    is_in = participant.standing == Standing.IN and situation.today <= situation.ends_on
    return is_in and participant.text_number != participant.agreed_number


def _missing(participant, has_competencies):
    """The columns that must be filled before this participant can be matched."""
    subject = "needs" if participant.side == Side.MENTEE else "offers"
    values = {
        name: getattr(participant, name, None) for name in NEEDED_FOR_MATCHING[participant.side]
    }
    values[subject] = has_competencies
    return tuple(missing_for_matching(participant.side, values))
