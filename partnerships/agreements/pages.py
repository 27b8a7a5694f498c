"""One request to the agreement of a pair: what stands there, and what the pages show of it."""

from dataclasses import dataclass

from partnerships.agreements import queries, reading, words
from partnerships.agreements.forms import ProposalForm
from partnerships.desk import PairDesk
from partnerships.lifecycle import MENTEE, MENTOR
from partnerships.writing.surfaces import AGREEMENT

FIRST = {"weeks": 4, "minutes": 60, "form": "either", "clauses": ""}


@dataclass(frozen=True)
class Line:
    """One of the two beside the line for their name; ``at`` is when they signed, or None."""

    person: object
    side: str
    at: object
    is_me: bool


class Desk(PairDesk):
    """One request to the agreement of a pair."""

    folder = "agreements"

    def __init__(self, request, partnership_id):
        super().__init__(request, partnership_id, AGREEMENT)

    @property
    def is_open(self):
        """There is something to agree on."""
        return self.pair.partnership.status in queries.OPEN

    def lines(self, said):
        """Who has signed, the mentee first."""
        pair = self.pair.partnership
        people = [(getattr(pair, f"{side}_person"), side) for side in (MENTEE, MENTOR)]
        signed = said.signed_at
        return [
            Line(one, side, signed.get(one.pk), one.pk == self.person_id) for one, side in people
        ]

    def shown(self, said):
        """What a page takes of one agreement."""
        return {
            "said": said,
            "text": reading.read(said.row.text.source),
            "cadence": words.cadence(said.row),
            "lines": self.lines(said),
            "is_mine": said.row.proposed_by_id == self.person_id,
        }

    def show_agreement(self, status=200):
        """What is proposed, else what stands, else the text that a proposal would have."""
        found = queries.agreements_of(self.pair.partnership, self.keys)
        page = {"agreements": found, "is_open": self.is_open}
        if found.newest:
            page |= self.shown(found.proposed or found.standing)
            has_signed = self.person_id in found.newest.signed_at
            page["may_sign"] = self.is_open and not found.newest.stands and not has_signed
            page["has_signed"] = has_signed
            page["changes"] = self._changes(found)
        elif self.is_open:
            page["prepared"] = self._prepared()
        return self.show("agreement", status, **page)

    def _changes(self, found):
        if found.proposed is None or found.standing is None:
            return []
        return words.changes(found.standing, found.proposed)

    def _prepared(self):
        text = queries.text_of(self.pair.partnership.program_id)
        return reading.read(text.source) if text else None

    def new_form(self, found):
        """A form with what stands there now."""
        said = found.newest
        if said is None:
            own = {getattr(self.pair.partnership, side).meeting_form for side in (MENTEE, MENTOR)}
            form = own.pop() if len(own) == 1 else FIRST["form"]
            return ProposalForm(initial={**FIRST, "form": form or FIRST["form"], "seen": 0})
        row = said.row
        initial = {"weeks": row.weeks, "minutes": row.minutes, "form": row.form}
        return ProposalForm(initial={**initial, "clauses": said.clauses or "", "seen": row.number})

    def show_form(self, form, found, status=200):
        text = queries.text_of(self.pair.partnership.program_id)
        said = found.newest
        page = {"form": form, "agreements": found, "is_ready": text is not None}
        if said is not None:
            page["newest"] = said
            page["cadence"] = words.cadence(said.row)
            page["is_newer_text"] = text is not None and text.pk != said.row.text_id
        return self.show("propose", status, **page)
