"""The workbench's list: matches filtered and grouped by how closely to look at them."""

from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from matching import queries, words
from matching.decisions import Band, Decision
from matching.elsewhere import elsewhere
from matching.forms import Order, Show

BIN = 500
PAGE = 100
REFUSED_SHOWN = 20


@dataclass(frozen=True)
class Row:
    """One match in the list; ``note`` is its state once decided, else why to look at it.

    ``also`` says, once, what there is of either of the two in other programs.
    """

    match: object
    url: str
    note: str
    also: list
    is_current: bool


@dataclass(frozen=True)
class Group:
    """The rows of a band on this page; ``count`` is how many the band has under the filter."""

    label: str
    key: str
    why: str
    count: int
    rows: list


@dataclass(frozen=True)
class Outline:
    """Which matches the list shows, before any is loaded: of all, by a few columns.

    ``ordered`` are those under the filter, ``page`` a page of them.
    """

    every: list
    ordered: list
    page: Page
    query: str
    chosen: UUID | None
    order: str

    @property
    def ids(self):
        """Of the matches to load: this page's, the chosen one, and some that a rule refused."""
        refused = [row.pk for row in self.every if row.refusal][:REFUSED_SHOWN]
        chosen = [self.chosen] if self.chosen else []
        return {*(row.pk for row in self.page), *refused, *chosen}


@dataclass(frozen=True)
class Bench:
    """``groups`` after filtering, of one ``page``; ``counts`` of decisions and ``sure`` before."""

    groups: list
    page: Page
    counts: dict
    sure: int
    refused: list
    more_refused: int
    query: str
    previous: str = ""
    next: str = ""

    @property
    def is_filtered(self):
        return bool(self.query)

    @property
    def rows(self):
        """The rows of all groups."""
        return [row for group in self.groups for row in group.rows]


def outline_of(run, filters, *, chosen=None, number=None):
    """The ``Outline`` under cleaned ``filters``; the page is ``number``, or the chosen match's."""
    every = queries.outline_of(run)
    ordered = sorted(_passing(run, every, filters), key=ORDERS[filters.get("order") or ""])
    paginator = Paginator(ordered, PAGE)
    if number is None and chosen is not None:
        at = next((at for at, row in enumerate(ordered) if row.pk == chosen), 0)
        number = at // PAGE + 1
    query = urlencode({key: value for key, value in filters.items() if value})
    order = filters.get("order") or ""
    return Outline(every, ordered, paginator.get_page(number), query, chosen, order)


def bench_of(run, outline, matches, *, organization):
    """The list of an ``Outline``; ``matches`` are those of its ``ids``, loaded, by id."""
    shown = [matches[row.pk] for row in outline.page]
    also = elsewhere(run.program, shown)
    rows = [_row(match, run, outline, organization, also) for match in shown]
    counts = Counter(row.band for row in outline.ordered)
    groups = _groups(outline, rows, counts)
    refused = [match for match in matches.values() if match.refusal]
    decisions = Counter(row.decision for row in outline.every)
    previous, following = _beside(run, outline, organization)
    return Bench(
        groups=groups,
        page=outline.page,
        counts={decision.value: decisions[decision] for decision in Decision},
        sure=sum(row.band == Band.SURE and _is_open(row) for row in outline.every),
        refused=[(match, words.refusal(match.refusal)) for match in refused],
        more_refused=sum(bool(row.refusal) for row in outline.every) - len(refused),
        query=outline.query,
        previous=previous,
        next=following,
    )


def _groups(outline, rows, counts):
    """By bands, or one group in the order that was asked for."""
    if outline.order:
        label = Order(outline.order).label
        return [Group(label, outline.order, "", len(outline.ordered), rows)] if rows else []
    return [
        Group(band.label, band.value, WHY[band], counts[band], members)
        for band in Band
        if (members := [row for row in rows if row.match.band == band])
    ]


def _beside(run, outline, organization):
    """Addresses of the matches before and after the chosen one in the list."""
    ids = [row.pk for row in outline.ordered]
    if outline.chosen not in ids:
        return "", ""
    at = ids.index(outline.chosen)
    beside = (ids[at - 1] if at else None, ids[at + 1] if at + 1 < len(ids) else None)
    return tuple(match_url(run, pk, organization, outline.query) if pk else "" for pk in beside)


def match_url(run, match_id, organization, query=""):
    """The address of one match on the workbench, with the filters kept."""
    address = reverse(
        "matching:match", args=[organization.slug, run.program.slug, run.number, match_id]
    )
    return f"{address}?{query}" if query else address


def next_to_decide(run, filters, match):
    """Id of the match to look at after ``match``, as it stands in the list: the next undecided one.

    First in its own band, then around the others; its own id when none is left.
    """
    bands = list(Band)
    here = bands.index(match.band)

    def distance(row):
        ahead = (bands.index(row.band) - here) % len(bands)
        return ahead, ahead == 0 and _place(row) < _place(match), _place(row)

    others = [row for row in _passing(run, queries.outline_of(run), filters) if row.pk != match.pk]
    return min(filter(_is_open, others), key=distance, default=match).pk


def score_bins(matches):
    """``([(label, count)], (left, right))`` of the scores, for a histogram."""
    scores = [match.score for match in matches]
    if not scores:
        return [], ("", "")
    first, last = min(scores) // BIN, max(scores) // BIN
    bins = [
        (f"{at * BIN:,}–{at * BIN + BIN - 1:,}".replace(",", " "), _between(scores, at))
        for at in range(first, last + 1)
    ]
    return bins, (f"{first * BIN:,}".replace(",", " "), f"{(last + 1) * BIN:,}".replace(",", " "))


def _between(scores, at):
    return sum(score // BIN == at for score in scores)


def _passing(run, rows, filters):
    show, text = filters.get("show"), filters.get("q")
    if show == Show.REFUSED:
        rows = [row for row in rows if row.refusal]
    elif show in Decision.values:
        rows = [row for row in rows if row.decision == show]
    if band := filters.get("band"):
        rows = [row for row in rows if row.band == band]
    if text:
        named = queries.participants_named(run.program, text)
        rows = [row for row in rows if row.mentee_id in named or row.mentor_id in named]
    return rows


def _is_open(row):
    return row.decision == Decision.PROPOSED


def _place(row):
    """Within its band: the weakest first where one should look, else the best."""
    return (row.score if row.band == Band.CLOSE else -row.score), row.pk


def _order(row):
    return list(Band).index(row.band), not _is_open(row), _place(row)


def _unsure(row):
    """What the run would lose without the pair: the less, the less sure."""
    return row.veto_matches, row.veto_points, row.pk


def _lowest(row):
    return row.score, row.pk


def _highest(row):
    return -row.score, row.pk


ORDERS = {"": _order, Order.UNSURE: _unsure, Order.LOWEST: _lowest, Order.HIGHEST: _highest}


def _row(match, run, outline, organization, also):
    said = {also[pk]: None for pk in (match.mentee_id, match.mentor_id) if pk in also}
    return Row(
        match=match,
        url=match_url(run, match.pk, organization, outline.query),
        note=words.sign(match) if _is_open(match) else words.state(match).label,
        also=list(said),
        is_current=match.pk == outline.chosen,
    )


WHY = {
    Band.CLOSE: _("A low score, a tie or few answers: read these one by one."),
    Band.GOOD: _("Nothing stands out; somebody else would cost little more."),
    Band.SURE: _("Anybody else would cost clearly more, and both answered most questions."),
}
DECIDED = {
    "approve": _("%(mentee)s with %(mentor)s is approved."),
    "reopen": _("%(mentee)s with %(mentor)s is undecided again."),
    "reject": _("%(mentee)s with %(mentor)s is rejected and will not be proposed again."),
}
