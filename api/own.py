"""What participants read of themselves: their consent, their profile, and what comes next."""

from django.http import Http404

from mentoring import clock
from participants.columns import columns_by_name
from participants.models import Participant
from participants.profiles.completeness import completeness
from participants.profiles.profile import written
from participants.profiles.readers import READERS
from participants.profiles.reuse import start_of
from participants.profiles.saving import fingerprint, is_open
from participants.reference import Registry
from participants.stored import values_of_many
from portal.parts import parts_of
from portal.profiles.sections import SECTIONS, section_of, sections_with


def own_or_404(membership, program, pk):
    """One's own participation in the program of this address, company and person loaded."""
    found = Participant.objects.filter(pk=pk, person=membership.person_id, program__slug=program)
    participant = found.select_related("program", "company", "person").first()
    if participant is None:
        raise Http404
    return participant


def section_of_side_or_404(participant, key):
    """The names of the columns of a section, on the participant's side."""
    for section in SECTIONS:
        if section.key == key:
            return [name for field in section.of(participant.side) for name in field.holds]
    raise Http404


def profile_or_404(membership, program, pk):
    """What the API writes of one's own profile in the program of this address."""
    rows = Participant.objects.filter(person=membership.person_id)
    rows = list(rows.select_related("program", "person").prefetch_related("competencies"))
    found = [row for row in rows if row.pk == pk and row.program.slug == program]
    if not found:
        raise Http404
    values = values_of_many(rows)
    return _profile(found[0], values[pk], rows, values)


def _profile(participant, own, participants, values):
    """``own`` are the values of this one of the person's ``participants``."""
    whole = completeness(participant.side, own)
    texts = written(participant.side, own, Registry([]))
    is_done = {one["section"].key: one["done"] for one in sections_with(whole)}
    editable = is_open(participant, clock.today())
    earlier = start_of(participant, participants, values) if editable else None
    return {
        "participant": participant.pk,
        "side": participant.side,
        "is_open": editable,
        "earlier": earlier and earlier.program.slug,
        "completeness": whole,
        "missing": [{"want": want, "section": section_of(want.column)} for want in whole.missing],
        "sections": [
            {
                "key": section.key,
                "title": section.title,
                "is_done": is_done[section.key],
                "columns": _columns(participant, section, texts),
            }
            for section in SECTIONS
        ],
    }


def _columns(participant, section, texts):
    known = columns_by_name(participant.side)
    return [
        {
            "column": known[name],
            "text": texts[name],
            "shown": fingerprint(texts[name]),
            "readers": READERS[name],
        }
        for name in section_of_side_or_404(participant, section.key)
    ]


def steps_of(membership, organization):
    """What the API writes of one's next steps: the most pressing participation first."""
    return [
        {
            "participant": part.participant.pk,
            "program": part.program.slug,
            "name": part.program.name,
            "side": part.side,
            "standing": part.participant.standing,
            "steps": part.steps,
        }
        for part in parts_of(membership.person_id, organization)
    ]
