"""What waits for somebody about how long their partnerships last."""

from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Q, Subquery

from mentoring import clock
from partnerships.lasting.models import Extension
from partnerships.lifecycle import MENTEE, MENTOR, Status


def waiting(person_id):
    """Annotations of partnerships for one of the two, by name.

    ``lasting_proposed_end`` is the day that the partner proposes to go on until, or None;
    ``lasting_resume_asked`` says that it rests and the day to ask whether it goes on has come.
    """
    partners = Q(proposed_by=MENTOR, partnership__mentee_person=person_id)
    partners |= Q(proposed_by=MENTEE, partnership__mentor_person=person_id)
    proposed = Extension.objects.filter(
        partners, partnership=OuterRef("pk"), outcome="", answer_by__gt=clock.now()
    )
    asked = Q(status=Status.PAUSED, ask_again_on__lte=clock.today())
    return {
        "lasting_proposed_end": Subquery(proposed.values("to_ends_on")[:1]),
        "lasting_resume_asked": ExpressionWrapper(asked, output_field=BooleanField()),
    }
