"""The days of a program: read them, set one or several, or move them all with the start."""

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from api import queries
from api.access import OrganizationView, opened_to
from api.errors import described
from api.fields import ListQuery, Strict, accepted, page_of, paged
from api.refusals import by_field, sensible_day
from organizations.roles import STAFF, Role
from programs import services
from programs.queries import in_order, program_or_404
from programs.timetable import LABELS, START

FOR_READING = (*STAFF, Role.PARTICIPANT)


class DateOut(serializers.Serializer):
    """One row of a timetable."""

    key = serializers.CharField()
    label = serializers.CharField(source="get_key_display")
    opens_on = serializers.DateField()
    closes_on = serializers.DateField()


class Span(Strict):
    """The first and the last day of a row; a moment has the same day twice."""

    opens_on = serializers.DateField()
    closes_on = serializers.DateField()


class _Spans(Strict):
    """Rows to set, by their keys; what is absent stays. All are set or none."""


Spans = type(
    "Spans",
    (_Spans,),
    {
        "__doc__": _Spans.__doc__,
        **{
            key: Span(required=False, help_text=str(label))
            for key, label in LABELS.items()
            if key != START
        },
    },
)


class ShiftIn(Strict):
    """The day on which the program starts."""

    starts_on = serializers.DateField(validators=[sensible_day])


class ShiftedOut(serializers.Serializer):
    """The program's first and last day, and its timetable, as they are now."""

    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    dates = DateOut(many=True)


class Timetable(OrganizationView):
    """The days of a program."""

    @extend_schema(
        operation_id="timetable_list",
        summary="List a program's dates",
        parameters=[ListQuery],
        responses={200: page_of(DateOut), **described(400)},
    )
    @opened_to(*FOR_READING)
    def get(self, request, program):
        program = queries.program_for_or_404(request.membership, program)
        accepted(ListQuery, request.query_params.dict())
        return paged(request, in_order(program.dates.all()), DateOut)

    @extend_schema(
        operation_id="timetable_change",
        summary="Set several dates of a program, or none",
        description="A row that is wrong is named among the fields, and nothing is written.",
        request=Spans,
        responses={200: DateOut(many=True), **described(400, 413)},
    )
    @opened_to(*STAFF)
    def patch(self, request, program):
        program = program_or_404(program)
        wanted = accepted(Spans, request.data)
        spans = {key: (span["opens_on"], span["closes_on"]) for key, span in wanted.items()}
        with by_field():
            services.set_dates(program, spans, by=request.membership)
        return Response(DateOut(in_order(program.dates.all()), many=True).data)


class OneDate(OrganizationView):
    """One row of a timetable."""

    @extend_schema(
        operation_id="timetable_read",
        summary="Read one date of a program",
        responses={200: DateOut, **described()},
    )
    @opened_to(*FOR_READING)
    def get(self, request, program, key):
        program = queries.program_for_or_404(request.membership, program)
        return Response(DateOut(queries.date_or_404(program, key)).data)

    @extend_schema(
        operation_id="timetable_set",
        summary="Set one date of a program",
        description="The row `end` is the day on which the program ends. The row `start` is moved "
        "by shifting the program.",
        request=Span,
        responses={200: DateOut, **described(400, 413)},
    )
    @opened_to(*STAFF)
    def put(self, request, program, key):
        program = program_or_404(program)
        if key not in LABELS:
            raise Http404
        span = accepted(Span, request.data)
        with by_field():
            services.set_date(program, key, by=request.membership, **span)
        return Response(DateOut(queries.date_or_404(program, key)).data)


class Shift(OrganizationView):
    """Move a program."""

    @extend_schema(
        operation_id="timetable_shift",
        summary="Move a program's start, and every date with it",
        description="Dates that were never edited keep their distance in months, others in days. "
        "The same start again changes nothing.",
        request=ShiftIn,
        responses={200: ShiftedOut, **described(400, 413)},
    )
    @opened_to(*STAFF)
    def post(self, request, program):
        program = program_or_404(program)
        wanted = accepted(ShiftIn, request.data)
        with by_field():
            program = services.shift_start(program, by=request.membership, **wanted)
        days = {"starts_on": program.starts_on, "ends_on": program.ends_on}
        dates = in_order(program.dates.all())
        return Response(ShiftedOut({**days, "dates": dates}).data)
