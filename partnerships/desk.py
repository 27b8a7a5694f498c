"""One request of one of a pair to the pages of their partnership."""

from django.shortcuts import redirect, render
from django.utils.functional import cached_property

from partnerships.unread.queries import news_of
from partnerships.unread.services import look
from partnerships.writing.keys import Keyring
from partnerships.writing.queries import pair_or_404
from partnerships.writing.surfaces import readers, tabs


class PairDesk:
    """What every page of a pair begins with: 404 for whoever is not of the two.

    ``surface`` is the page of the pair that this one belongs to, ``folder`` where its templates
    lie. ``looks``: whoever gets this page has seen what was new of its surface.
    """

    folder = ""

    def __init__(self, request, partnership_id, surface, *, looks=False):
        self.request, self.surface = request, surface
        self.by = request.membership
        self.person_id = self.by.person_id
        self.pair = pair_or_404(partnership_id, self.person_id)
        self.partnership = self.pair.partnership
        self.keys = Keyring(self.partnership.pk)
        if looks and surface.part and request.method == "GET":
            self.news = look(self.partnership.pk, surface.part, by=self.by)

    @cached_property
    def news(self):
        """``{part: how much is new}`` for the person."""
        return news_of(self.person_id, [self.partnership.pk])[self.partnership.pk]

    @property
    def place(self):
        """What the addresses of a pair begin with."""
        return self.request.organization.slug, self.partnership.pk

    def to_board(self):
        return redirect(self.surface.page, *self.place)

    def show(self, template, status=200, **page):
        slug, pk = self.place
        shown = {
            "pair": self.pair,
            "surface": self.surface,
            "readers": readers(self.surface, self.pair),
            "tabs": tabs(self.surface, pk, slug, self.news),
            **page,
        }
        place = template if "/" in template else f"{self.folder}/{template}"
        return render(self.request, f"partnerships/{place}.html", shown, status=status)
