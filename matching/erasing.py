"""What matching forgets of a person who is erased, and what it still knows of them."""

from collections import defaultdict

from django.db.models import Q

from matching.meaning.models import StoryMeaning
from matching.rulings.models import Ruling
from mentoring.tenancy import context
from partnerships.erasing.models import Erasure
from partnerships.erasing.services import mark_of

NO_WORDS = "–"


def forget(person_id):
    """What was read of their stories, and what coordinators wrote about whom they may meet."""
    StoryMeaning.objects.filter(participant__person=person_id).delete()
    about = Q(mentee__person=person_id) | Q(mentor__person=person_id)
    Ruling.objects.filter(about).exclude(reason="").update(reason=NO_WORDS)


def former_selves(people):
    """``{person id now: [person ids before they were erased]}`` of ``(person id, address)``.

    An address says so by its mark alone: nobody who was erased is found in any other way.
    """
    erased = defaultdict(list)
    done = Erasure.objects.filter(done_at__isnull=False)
    for mark, person_id in done.values_list("mark", "person"):
        erased[mark].append(str(person_id))
    if not erased:
        return {}
    organization_id = context.current().organization_id
    found = {person_id: erased.get(mark_of(organization_id, email)) for person_id, email in people}
    return {person_id: before for person_id, before in found.items() if before}
