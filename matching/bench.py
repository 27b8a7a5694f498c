"""The workbench's list: matches filtered and grouped by how closely to look at them."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from matching import words
from matching.decisions import Band, Decision
from matching.forms import Show

BIN = 500


@dataclass(frozen=True)
class Row:
    """One match in the list; ``note`` is its state once decided, else why to look at it."""

    match: object
    url: str
    note: str
    is_current: bool


@dataclass(frozen=True)
class Group:
    label: str
    key: str
    rows: list


@dataclass(frozen=True)
class Bench:
    """``groups`` after filtering; ``counts`` of decisions and ``sure`` before it."""

    groups: list
    rows: list
    counts: dict
    sure: int
    refused: list
    query: str
    previous: Row | None = None
    next: Row | None = None

    @property
    def is_filtered(self):
        return bool(self.query)


def bench_of(run, matches, filters, *, organization, chosen=None):
    """The list for ``matches`` (all of the run, loaded) under cleaned ``filters``."""
    query = urlencode({key: value for key, value in filters.items() if value})
    shown = [match for match in matches if _passes(match, filters)]
    groups = []
    for band in Band:
        members = sorted((row for row in shown if row.band == band), key=_order)
        rows = [_row(match, run, query, organization, chosen) for match in members]
        if rows:
            groups.append(Group(band.label, band.value, rows))
    rows = [row for group in groups for row in group.rows]
    position = next((at for at, row in enumerate(rows) if row.is_current), None)
    return Bench(
        groups=groups,
        rows=rows,
        counts={
            decision.value: sum(match.decision == decision for match in matches)
            for decision in Decision
        },
        sure=sum(
            match.band == Band.SURE and match.decision == Decision.PROPOSED for match in matches
        ),
        refused=[(match, words.refusal(match.refusal)) for match in matches if match.refusal],
        query=query,
        previous=rows[position - 1] if position else None,
        next=rows[position + 1] if position is not None and position + 1 < len(rows) else None,
    )


def match_url(run, match_id, organization, query=""):
    """The address of one match on the workbench, with the filters kept."""
    address = reverse(
        "matching:match", args=[organization.slug, run.program.slug, run.number, match_id]
    )
    return f"{address}?{query}" if query else address


def next_to_decide(bench, match):
    """The match to look at after ``match``: the next undecided one in the list, or itself."""
    position = next((at for at, row in enumerate(bench.rows) if row.match.pk == match.pk), -1)
    ordered = bench.rows[position + 1 :] + bench.rows[: position + 1]
    for row in ordered:
        if row.match.decision == Decision.PROPOSED and row.match.pk != match.pk:
            return row.match
    return match


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


def _passes(match, filters):
    show, text = filters.get("show"), (filters.get("q") or "").casefold()
    if show == Show.REFUSED and not match.refusal:
        return False
    if show in Decision.values and match.decision != show:
        return False
    if not text:
        return True
    people = (match.mentee, match.mentor)
    names = [name for row in people for name in (row.person.name, row.company.name)]
    return any(text in name.casefold() for name in names)


def _order(match):
    score = match.score if match.band == Band.CLOSE else -match.score
    return match.decision != Decision.PROPOSED, score, match.pk


def _row(match, run, query, organization, chosen):
    is_open = match.decision == Decision.PROPOSED
    return Row(
        match=match,
        url=match_url(run, match.pk, organization, query),
        note=words.sign(match) if is_open else words.state(match).label,
        is_current=chosen is not None and match.pk == chosen.pk,
    )


DECIDED = {
    "approve": _("%(mentee)s with %(mentor)s is approved."),
    "reopen": _("%(mentee)s with %(mentor)s is undecided again."),
    "reject": _("%(mentee)s with %(mentor)s is rejected and will not be proposed again."),
}
