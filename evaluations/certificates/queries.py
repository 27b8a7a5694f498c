"""Reads about certificates: who may get one, one's own, and what a code belongs to."""

import json
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Exists, Max, Min, OuterRef, Prefetch, Q
from django.http import Http404

from evaluations.certificates import codes
from evaluations.certificates.models import Certificate
from instruments.kinds import Occasion
from instruments.models import Response
from mentoring.crypto.master import Unreadable
from mentoring.crypto.services import Keyring
from participants.models import Participant
from participants.roles import Side
from partnerships.lifecycle import LIVE, Status
from partnerships.models import Partnership


@dataclass(frozen=True)
class Secret:
    """What only the paper says."""

    name: str
    code: str


@dataclass(frozen=True)
class Behind:
    """What a code belongs to; the name is not among it."""

    side: str
    program: str
    organization: str
    began_on: date
    ended_on: date
    issued_on: date
    name_proof: str

    @property
    def role(self):
        return Side(self.side).label

    def bears(self, code, family_name):
        """Whether this is the family name that the paper bears."""
        return codes.is_same(self.name_proof, codes.proof_of(code, family_name))


def of_participant(rows=None):
    """Participants, each with ``papers``: their certificates, newest first."""
    papers = Prefetch("certificates", Certificate.objects.order_by("-number"), to_attr="papers")
    rows = Participant.objects.all() if rows is None else rows
    return rows.select_related("program", "person").prefetch_related(papers)


def own(person_id):
    """The participations of somebody that were completed or have a certificate."""
    rows = with_completion(Participant.objects.filter(person=person_id))
    rows = of_participant(rows.filter(is_completed=True))
    return list(rows.order_by("-program__starts_on", "id"))


def own_or_404(pk, person_id):
    """One of somebody's participations with its ``papers``."""
    return _or_404(of_participant(), pk=pk, person=person_id)


def participant_or_404(program, pk):
    return _or_404(of_participant(), pk=pk, program=program)


def people_of(program):
    """Who has completed the program, with ``papers``, ``sent_final``, ``is_still_live``."""
    rows = with_completion(Participant.objects.filter(program=program)).filter(is_completed=True)
    order = ("person__family_name", "person__given_name", "id")
    return of_participant(rows).order_by(*order)


def with_completion(rows):
    """Participants with ``is_completed``, ``is_still_live`` and ``sent_final``."""
    sent = Response.objects.filter(
        participant=OuterRef("pk"), occasion=Occasion.FINAL, submitted_at__isnull=False
    )
    return rows.annotate(
        is_completed=Exists(_pairs(status=Status.COMPLETED)),
        is_still_live=Exists(_pairs(status__in=LIVE)),
        sent_final=Exists(sent),
    )


def waiting():
    """Who gets a certificate by itself now: completed everything, sent the final, has none yet."""
    had = Certificate.objects.filter(participant=OuterRef("pk"))
    rows = with_completion(Participant.objects.all()).filter(~Exists(had))
    rows = rows.filter(is_completed=True, is_still_live=False, sent_final=True)
    return rows.order_by("id").values_list("pk", flat=True)


def days_of(participant):
    """``(introduced, last day)`` over what somebody has completed, or None for nothing."""
    side = "mentor" if participant.is_mentor else "mentee"
    rows = Partnership.objects.filter(**{side: participant}, status=Status.COMPLETED)
    found = rows.aggregate(first=Min("introduced_at"), last=Max("ends_on"))
    return None if found["last"] is None else (found["first"], found["last"])


def holding(participant):
    """The certificate that holds, of a participant with ``papers``, or None."""
    return next((one for one in participant.papers if one.revoked_at is None), None)


def secret_of(certificate):
    """The ``Secret`` of a certificate, or None once its person was erased."""
    author = certificate.participant.person_id
    try:
        words = Keyring([author]).decrypt(author, certificate.locked, certificate.about)
    except Unreadable:
        return None
    return Secret(**json.loads(words))


def behind(code):
    """The ``Behind`` of a clean code; None for unknown, revoked and erased alike."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM app.certificate_behind(%s)", [codes.hash_of(code)])
        row = cursor.fetchone()
    return Behind(*row) if row else None


def _pairs(**narrow):
    mine = Q(mentor=OuterRef("pk")) | Q(mentee=OuterRef("pk"))
    return Partnership.objects.filter(mine, **narrow)


def _or_404(rows, **narrow):
    found = rows.filter(**narrow).first()
    if found is None:
        raise Http404
    return found
