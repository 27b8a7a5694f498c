"""What the pages of a pair's meetings show."""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property

from partnerships.actions.queries import open_for
from partnerships.desk import PairDesk
from partnerships.meetings import queries
from partnerships.meetings.forms import WordsForm
from partnerships.meetings.kinds import Words
from partnerships.meetings.models import Meeting, MeetingSeries
from partnerships.meetings.rules import CannotMeet
from partnerships.writing.surfaces import MEETINGS


class Desk(PairDesk):
    """One request to the meetings of a partnership."""

    folder = "meetings"

    def __init__(self, request, partnership_id, **facts):
        super().__init__(request, partnership_id, MEETINGS, **facts)
        self.sides = queries.sides_of(self.pair)

    def one(self, pk, model=Meeting):
        return queries.one_or_404(self.pair, pk, self.person_id, self.keys, model)

    def series(self, pk):
        return self.one(pk, MeetingSeries)

    @cached_property
    def usual(self):
        return queries.usual_of(self.pair)

    @property
    def shape(self):
        """What the forms of new meetings begin with."""
        return {"length": self.usual.minutes, "how": self.usual.form}

    def suggested(self):
        usual = self.usual
        return queries.suggested(self.pair, self.person_id, usual.minutes, every=usual.every)

    def may_arrange(self):
        return queries.may_arrange(self.pair.partnership) and not self.pair.is_closed

    def show_one(self, shown, status=200, *, place=None, agenda=None, refusal=""):
        """A meeting with its answer, words and what became of it."""
        times = shown.times if shown.waits_for_me else []
        clashes = queries.clashes_of(self.person_id, times, shown.row.minutes, but=shown.row.pk)
        may_prepare = isinstance(shown.row, Meeting) and not shown.has_begun
        to_do = open_for(self.pair.partnership, self.person_id, self.keys) if may_prepare else []
        page = {
            "shown": shown,
            "clashes": clashes,
            "to_do": [item for item in to_do if item.text],
            "refusal": refusal,
            "place_form": place
            or WordsForm(kind=Words.PLACE, text=shown.place, seen=shown.row.revision),
            "agenda_form": agenda
            or WordsForm(kind=Words.AGENDA, text=shown.agenda, seen=shown.agenda_revision),
        }
        return self.show("one", status, **page)

    def refused(self, pk, refusal):
        """The meeting as it stands now, with why not."""
        return self.show_one(self.one(pk), 409, refusal=refusal.message)

    def to(self, meeting):
        return redirect("portal:meetings:one", *self.place, meeting.pk)

    def show(self, template, status=200, **page):
        facts = {
            "me": self.sides[0],
            "partner": self.sides[1],
            "may_arrange": self.may_arrange(),
            "board_url": reverse("portal:meetings:list", args=self.place),
        }
        return super().show(template, status, **facts, **page)


def tried(act, *args, **facts):
    """What ``act`` answers and None, or None and the refusal."""
    try:
        return act(*args, **facts), None
    except CannotMeet as refusal:
        return None, refusal
