"""What somebody has to answer: their own questionnaires, each as it stands for them."""

from collections import defaultdict
from dataclasses import dataclass

from instruments.asked import is_asked, moved, pairs_of
from instruments.bank import minutes_of, pages
from instruments.kinds import STAGES, Occasion
from instruments.models import Response
from instruments.stages import Stage, State, stage_rows, stages_of
from participants.models import Participant
from participants.roles import Standing


@dataclass(frozen=True)
class Task:
    """One questionnaire of one participant, opened or not."""

    participant: Participant
    stage: Stage
    response: Response | None

    @property
    def program(self):
        return self.participant.program

    @property
    def is_sent(self):
        return self.response is not None and self.response.submitted_at is not None

    @property
    def is_started(self):
        return self.response is not None and not self.is_sent

    @property
    def may_answer(self):
        open_for = self.stage.takes_what_was_begun if self.is_started else self.stage.is_open
        return open_for and not self.is_sent

    @property
    def is_ahead(self):
        return self.stage.state == State.PLANNED

    @property
    def minutes(self):
        return minutes_of(self.participant.side, self.stage.occasion)


def tasks_of(person_id):
    """``[Task]`` of the person's participations, what can be answered first; four statements."""
    rows = Participant.objects.filter(person=person_id, standing=Standing.IN)
    rows = list(rows.select_related("program").order_by("program__starts_on", "side", "id"))
    return _tasks(rows, pairs_of(rows)) if rows else []


def _tasks(participants, pairs):
    """``[Task]`` of these participants with their partnerships; two statements."""
    programs = {row.program_id for row in participants}
    rows = defaultdict(list)
    for row in stage_rows().filter(program__in=programs).select_related("program"):
        rows[row.program_id].append(row)
    responses = _responses_of(participants)
    made = [
        Task(row, moved(stage, pairs[row.pk]), responses.get((row.pk, stage.occasion)))
        for row in participants
        if rows[row.program_id]
        for stage in stages_of(rows[row.program_id][0].program, rows[row.program_id])
        if pages(row.side, stage.occasion)
    ]
    asked = [task for task in made if _concerns(task, pairs, responses)]
    return sorted(asked, key=_first_to_answer)


def _first_to_answer(task):
    return not task.may_answer, task.is_ahead, task.stage.is_look_back


def _responses_of(participants):
    found = Response.objects.filter(participant__in=[row.pk for row in participants])
    return {(row.participant_id, row.occasion): row for row in found}


def _concerns(task, pairs, responses):
    """Whether there is anything of this to show: what was begun, and what asks this person."""
    pk = task.participant.pk
    final = responses.get((pk, Occasion.FINAL))
    sent_final = final is not None and final.submitted_at is not None
    return task.response is not None or is_asked(task.stage, pairs[pk], sent_final=sent_final)


def answerable(participants, dates, partnerships):
    """``{participant id: Task}`` of what these have to answer now, of several what closes first.

    ``dates`` are rows of their programs' timetables, ``partnerships`` theirs: where by these
    nothing can be open, nothing more is asked of the database.
    """
    pairs = {
        row.pk: [one for one in partnerships if row.pk in (one.mentor_id, one.mentee_id)]
        for row in participants
    }
    chosen = [
        row
        for row in participants
        if row.standing == Standing.IN and _may_be_open(row, dates, pairs[row.pk])
    ]
    if not chosen:
        return {}
    waiting = [
        task for task in _tasks(chosen, pairs) if task.may_answer and not task.stage.is_look_back
    ]
    waiting.sort(key=lambda task: task.stage.closes_on, reverse=True)
    return {task.participant.pk: task for task in waiting}


def _may_be_open(participant, dates, pairs):
    """Whether something is open by what is at hand; a match elsewhere may have closed it."""
    rows = [row for row in dates if row.program_id == participant.program_id]
    stages = [moved(stage, pairs) for stage in stages_of(participant.program, rows)]
    return any(stage.takes_what_was_begun and is_asked(stage, pairs) for stage in stages)


def is_ever_asked(participant, dates):
    """Whether a participant has questionnaires, now or later, by their program's ``dates``."""
    keys = {row.key for row in dates}
    return participant.standing == Standing.IN and any(
        key in keys and pages(participant.side, occasion) for occasion, key in STAGES.items()
    )
