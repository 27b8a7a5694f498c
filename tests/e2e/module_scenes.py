"""A mentee in the middle of the training, and a pair who can meet, for the pictures."""

from partnerships.models import Partnership
from tests.e2e import goal_scenes, meeting_scenes
from tests.factories.participants import membership_of
from tests.factories.training import as_oneself, begin, finish, module_of
from training.modules import learning, parsing, versions
from training.modules.models import Attempt
from training.roles import Reached, TextKind

# How far the mentee is in each module; each is a state of the reader.
FAR = {
    "finished_module": ("roles", None),
    "asked_module": ("first-meeting", Reached.QUESTIONS),
    "story_module": ("goals", Reached.SCENARIO),
    "exercise_module": ("boundaries", Reached.EXERCISE),
    "reading_module": ("feedback", Reached.READING),
    "new_module": ("endings", ""),
}


def pages(state, bare, press, send_empty):
    """States of the pages of modules and guides, on both sides."""
    goals = {"kind": "module", "side": "mentor", "code": "goals"}
    mentor = {"side": "mentor"}
    return {
        "training:modules": [state(), state("empty", parts=bare)],
        "training:progress": [
            state(),
            state("mentors", query="?side=mentor&state=under_way"),
            state("nothing", query="?text=xyzzy"),
            state("empty", parts=bare),
        ],
        "training:create-module": [
            state("blank", parts=mentor),
            state("preview", parts=mentor, act=press("Look at it first")),
            state("errors", parts=mentor, act=send_empty),
        ],
        "training:module-text": [
            state(parts=goals),
            state("guide", parts={"kind": "guide", "side": "mentee", "code": "work"}),
            state("errors", parts=goals, act=send_empty),
        ],
        "portal-training:module": [
            state(key.removesuffix("_module"), who="learner", parts={"module_id": key})
            for key in FAR
        ],
        "portal:guide": [
            state(who="learner", parts={"participant": "learner", "code": "open"}),
            state("mentor", who="introduced", parts={"participant": "introduced", "code": "work"}),
        ],
        **goal_scenes.pages(state, send_empty),
        **meeting_scenes.pages(state),
    }


def prepare(scenes, winter, coordinator):
    """Somebody who has begun with nothing yet is brought to every part of a module."""
    pairs = Partnership.objects.filter(program=winter, status="preparing")
    mentee = pairs.filter(mentee__attempts__isnull=True).earliest("id").mentee
    for key, (code, reached) in FAR.items():
        module = module_of(mentee, code)
        scenes.values[key] = module.pk
        if reached is None:
            finish(mentee, module, wrong=1)
        elif reached:
            _go_on(mentee, begin(mentee, module), reached)
    can_meet = pairs.filter(introduced_at__isnull=False).earliest("id")
    scenes.people["learner"] = mentee.person.user
    scenes.people["introduced"] = can_meet.mentor_person.user
    scenes.values.update(learner=mentee.pk, introduced=can_meet.mentor_id)
    goal_scenes.prepare(scenes, can_meet)
    meeting_scenes.prepare(scenes, can_meet)
    _write_over(winter, coordinator)


def _go_on(mentee, attempt, reached):
    by = membership_of(mentee)
    attempt = Attempt.objects.select_related("version", "participant").get(pk=attempt.pk)
    with as_oneself(mentee):
        for part in Reached.values[1 : Reached.values.index(reached) + 1]:
            if part == Reached.QUESTIONS:
                learning.choose(attempt, 0, by=by)
            learning.go_on(attempt, part, by=by)
        if reached == Reached.QUESTIONS:
            question = parsing.module(attempt.version.source).questions[0]
            learning.answer(attempt, 0, (question.right + 1) % 3, by=by)


def _write_over(winter, coordinator):
    """The organization's own version of a module, which no program takes yet."""
    module = winter.modules.get(side="mentor", code="goals")
    source = module.version.source.replace("summary: ", "summary: With our own example. ", 1)
    kind, number = TextKind.MODULE, module.version.number
    versions.save(kind, "mentor", "goals", source, number, by=coordinator)
