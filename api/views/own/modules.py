"""One's own training: modules with what is in them, and the steps of going through one."""

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from api.access import OrganizationView, opened_to
from api.errors import Conflict, described
from api.fields import ListQuery, Strict, accepted, page_of, paged
from organizations.roles import Role
from participants.roles import Side
from training.modules import learning, parsing, queries
from training.modules.learning import CannotLearn
from training.roles import Need, Reached

STATES = [("new", _("Not begun")), ("begun", _("Begun")), ("finished", _("Finished"))]


class CompletionOut(serializers.Serializer):
    """When a module was finished, how long it took, and how many first answers were right."""

    finished_at = serializers.DateTimeField()
    minutes = serializers.IntegerField()
    score = serializers.IntegerField()
    questions = serializers.IntegerField()


class OwnModuleOut(serializers.Serializer):
    """A module of one's own side of a program."""

    id = serializers.UUIDField(source="module.pk")
    program = serializers.CharField(source="participant.program.name")
    participant = serializers.UUIDField(source="participant.pk")
    side = serializers.ChoiceField(Side.choices, source="participant.side")
    title = serializers.CharField(source="version.title")
    summary = serializers.CharField(source="version.summary")
    minutes = serializers.IntegerField(source="version.minutes")
    need = serializers.ChoiceField(Need.choices, source="module.need")
    state = serializers.ChoiceField(STATES)
    completion = CompletionOut(allow_null=True)


class PartOut(serializers.Serializer):
    """A title and a text; # begins a heading, - an item of a list, => a link."""

    title = serializers.CharField()
    body = serializers.CharField()


class ChoiceOut(serializers.Serializer):
    """A choice; whether it is right, and why, once the question is answered."""

    text = serializers.CharField()
    is_right = serializers.BooleanField(allow_null=True)
    why = serializers.CharField()


class QuestionOut(serializers.Serializer):
    """A question; `answer` is the number of one's own choice, from 0."""

    text = serializers.CharField()
    choices = ChoiceOut(many=True)
    answer = serializers.IntegerField(allow_null=True)


class ModuleTextOut(serializers.Serializer):
    """What is in a module, and how far one is; `reached` is empty before it is begun."""

    reached = serializers.ChoiceField(Reached.choices, allow_blank=True)
    ending = serializers.IntegerField(allow_null=True, help_text="The chosen one, from 0.")
    video = serializers.CharField()
    text = PartOut()
    exercise = PartOut()
    scenario = PartOut()
    endings = PartOut(many=True)
    questions = QuestionOut(many=True)


class OneModuleOut(OwnModuleOut):
    """A module with its text."""

    content = ModuleTextOut()


class StepIn(Strict):
    """One step: to a part, to an ending, or the answer to a question. Nothing begins the module."""

    part = serializers.ChoiceField(Reached.choices, required=False)
    ending = serializers.IntegerField(required=False, min_value=0, max_value=9)
    question = serializers.IntegerField(required=False, min_value=0, max_value=99)
    choice = serializers.IntegerField(required=False, min_value=0, max_value=99)

    def validate(self, step):
        if set(step) not in (set(), {"part"}, {"ending"}, {"question", "choice"}):
            told = _("Give one step: a part, an ending, or a question with its choice.")
            raise serializers.ValidationError(told)
        return step


class OwnModules(OrganizationView):
    """Modules of one's own training."""

    @extend_schema(
        operation_id="own_modules_list",
        summary="List the modules of one's own training",
        parameters=[ListQuery],
        responses={200: page_of(OwnModuleOut), **described(400)},
    )
    @opened_to(Role.PARTICIPANT)
    def get(self, request):
        accepted(ListQuery, request.query_params.dict())
        shelves = queries.own_shelves(request.membership.person_id)
        return paged(request, [one for shelf in shelves for one in shelf.modules], OwnModuleOut)


class OwnModule(OrganizationView):
    """One module: its text, and the steps of going through it."""

    @extend_schema(
        operation_id="own_modules_read",
        summary="Read a module of one's own training",
        responses={200: OneModuleOut, **described()},
    )
    @opened_to(Role.PARTICIPANT)
    def get(self, request, module_id):
        return Response(_written(request, module_id))

    @extend_schema(
        operation_id="own_modules_step",
        summary="Begin a module, go on in it, choose an ending, or answer a question",
        description="The first answer to a question counts; the last question finishes the module.",
        request=StepIn,
        responses={200: OneModuleOut, **described(400, 409, 413)},
    )
    @opened_to(Role.PARTICIPANT)
    def post(self, request, module_id):
        own, _shelf = queries.own_or_404(request.membership.person_id, module_id)
        step = accepted(StepIn, request.data)
        try:
            _take(own, step, request.membership)
        except CannotLearn as refusal:
            raise Conflict(str(refusal)) from refusal
        return Response(_written(request, module_id))


def _take(own, step, by):
    attempt = learning.begin(own.participant, own.module, by=by)
    if "part" in step:
        learning.go_on(attempt, step["part"], by=by)
    elif "ending" in step:
        learning.choose(attempt, step["ending"], by=by)
    elif "question" in step:
        learning.answer(attempt, step["question"], step["choice"], by=by)


def _written(request, module_id):
    own, _shelf = queries.own_or_404(request.membership.person_id, module_id)
    text = parsing.module(own.version.source)
    answers = own.bookmark.answers if own.bookmark else {}
    content = {
        "reached": own.bookmark.reached if own.bookmark else "",
        "ending": own.bookmark.ending if own.bookmark else None,
        "video": text.video,
        "text": text.body,
        "exercise": text.exercise,
        "scenario": text.scenario,
        "endings": text.endings,
        "questions": [
            _question(question, answers.get(str(number)))
            for number, question in enumerate(text.questions)
        ],
    }
    return {**OwnModuleOut(own).data, "content": ModuleTextOut(content).data}


def _question(question, answer):
    choices = [
        {"text": one.text, "is_right": one.is_right, "why": one.why}
        if answer is not None
        else {"text": one.text, "is_right": None, "why": ""}
        for one in question.choices
    ]
    return {"text": question.text, "choices": choices, "answer": answer}
