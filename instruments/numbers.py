"""What the coordinators' home page says of questionnaires that are open."""

from django.db.models import Case, Count, Q, Value, When
from django.db.models import prefetch_related_objects as load

from instruments.asked import people_asked
from instruments.stages import stages_of
from participants.roles import Side

KIND = "asked:"


def open_stages(programs):
    """``{program id: [Stage]}`` of what is open today; one statement without their timetables."""
    load(programs, "dates")
    return {
        program.pk: [
            stage
            for stage in stages_of(program, program.dates.all())
            if stage.is_open and not stage.is_look_back
        ]
        for program in programs
    }


def answer_numbers(stage):
    """Rows of program, kind, how many have sent, and how many are asked, for each side."""
    sent = Q(responses__occasion=stage.occasion, responses__submitted_at__isnull=False)
    kinds = [When(side=side, then=Value(f"{KIND}{stage.occasion}:{side}")) for side in Side.values]
    rows = people_asked(stage).order_by().values("program_id").annotate(kind=Case(*kinds))
    rows = rows.annotate(
        number=Count("pk", filter=sent, distinct=True), none=Count("pk", distinct=True)
    )
    return rows.values_list("program_id", "kind", "number", "none")
