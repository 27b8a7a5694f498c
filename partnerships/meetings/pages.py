"""What the pages of a pair's meetings show."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property

from partnerships.actions.queries import open_for
from partnerships.meetings import queries
from partnerships.meetings.forms import WordsForm
from partnerships.meetings.kinds import Words
from partnerships.meetings.models import Meeting, MeetingSeries
from partnerships.meetings.rules import CannotMeet
from partnerships.writing.keys import Keyring
from partnerships.writing.queries import pair_or_404
from partnerships.writing.surfaces import MEETINGS, readers, tabs


class Desk:
    """One request to the meetings of a partnership: 404 for whoever is not of the pair."""

    def __init__(self, request, partnership_id):
        self.request = request
        self.person_id = request.membership.person_id
        self.pair = pair_or_404(partnership_id, self.person_id)
        self.keys = Keyring(self.pair.partnership.pk)
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

    def to_board(self):
        return redirect("portal:meetings:list", *self.place)

    def to(self, meeting):
        return redirect("portal:meetings:one", *self.place, meeting.pk)

    @property
    def place(self):
        return self.request.organization.slug, self.pair.partnership.pk

    def show(self, template, status=200, **page):
        shown = {
            "pair": self.pair,
            "surface": MEETINGS,
            "tabs": tabs(MEETINGS, self.pair.partnership.pk, self.request.organization.slug),
            "readers": readers(MEETINGS, self.pair),
            "me": self.sides[0],
            "partner": self.sides[1],
            "may_arrange": self.may_arrange(),
            "board_url": reverse("portal:meetings:list", args=self.place),
            **page,
        }
        name = f"partnerships/meetings/{template}.html"
        return render(self.request, name, shown, status=status)


def tried(act, *args, **facts):
    """What ``act`` answers and None, or None and the refusal."""
    try:
        return act(*args, **facts), None
    except CannotMeet as refusal:
        return None, refusal
