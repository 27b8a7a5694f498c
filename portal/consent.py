"""What a program means for somebody: the text, what is new in it, and what they may say to it."""

from dataclasses import dataclass

from django.http import Http404

from participants.models import Participant
from participants.nominating.asking import open_question
from participants.nominating.letters import deadline_of
from participants.nominating.models import Consent, ConsentText
from participants.nominating.texts import changes, current_text
from participants.roles import Standing

ANSWER, AGREE, READ, LATE, OUT = "answer", "agree", "read", "late", "out"


@dataclass(frozen=True)
class Reading:
    """The page of one participation; ``may`` is what its reader can do."""

    participant: Participant
    text: ConsentText
    agreed: Consent | None
    changes: tuple
    may: str
    answer_by: object = None

    @property
    def asks(self):
        return self.may in (ANSWER, AGREE)


def own_or_404(participant_id, person_id):
    """One of the person's own participations; 404 for anybody else's."""
    found = Participant.objects.filter(pk=participant_id, person=person_id)
    participant = found.select_related("program", "company").first()
    if participant is None:
        raise Http404
    return participant


def reading_of(participant):
    """What this participant reads today."""
    text = current_text(participant.program)
    agreed = Consent.objects.filter(participant=participant).order_by("-text__number")
    agreed = agreed.select_related("text").first()
    is_new = agreed is not None and agreed.text_id != text.pk
    asking = open_question(participant)
    return Reading(
        participant=participant,
        text=text,
        agreed=agreed,
        changes=tuple(changes(agreed.text, text)) if is_new else (),
        may=_may(participant, agreed, is_new),
        answer_by=deadline_of(asking) if asking else None,
    )


def _may(participant, agreed, is_new):
    if participant.standing == Standing.NOMINATED:
        return ANSWER
    if participant.standing == Standing.IN:
        return AGREE if agreed is None or is_new else READ
    return LATE if participant.standing == Standing.UNANSWERED else OUT
