"""What coordinators read of the counts: who has counted, who was asked when, and the numbers."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from mentoring import clock
from notifications.models import Message
from organizations.zones import zone_of
from programs.models import Sponsorship
from reports import recipients
from reports.company_queries import NUMBERS
from reports.counting import letters, table
from reports.counting.asking import who_counts
from reports.counting.days import TURNS, due_on, next_turn
from reports.models import FollowUp, SponsorCounts


@dataclass(frozen=True)
class Line:
    """One sponsor on one occasion; ``said`` is None for a gap, ``asked_at`` the newest mail's."""

    sponsorship: Sponsorship
    counts: SponsorCounts | None
    said: table.Numbers | None
    group: table.Numbers | None
    asked_at: datetime | None
    has_failed: bool
    is_reachable: bool


@dataclass(frozen=True)
class Block:
    """One occasion of a program."""

    label: str
    due_on: date
    is_due: bool
    asked_next_on: date | None
    lines: list
    total: table.Total

    @property
    def counted(self):
        return sum(one.counts is not None for one in self.lines)

    @property
    def is_weak(self):
        return table.is_weak(self.counted, len(self.lines))

    @property
    def groups(self):
        """The lines that compare their people with others, where that may be said."""
        return [one for one in self.lines if one.group is not None]


def blocks(program):
    """``[Block]`` of both occasions of a program with its organization, in five statements."""
    today, sponsors = clock.today(zone_of(program.organization)), list(_sponsors(program))
    counts, mails = _counts(program), _mails(sponsors)
    found = recipients.who_may_open(program)
    return [
        _block(
            program,
            occasion,
            today,
            [
                _line(
                    program,
                    one,
                    counts.get((one.company_id, occasion)),
                    mails[str(one.pk), occasion],
                    one.company_id in found,
                )
                for one in sponsors
            ],
        )
        for occasion in FollowUp.values
    ]


def _sponsors(program):
    return who_counts(program).select_related("company")


def _block(program, occasion, today, lines):
    counted = [_numbers(one.counts) for one in lines if one.counts]
    due = due_on(program.ends_on, occasion)
    return Block(
        label=FollowUp(occasion).label,
        due_on=due,
        is_due=due <= today,
        asked_next_on=next_turn(program.ends_on, occasion, today),
        lines=lines,
        total=table.total(counted, program.report_minimum),
    )


def _line(program, sponsorship, counts, mails, is_reachable):
    k = program.report_minimum
    said = table.shown(_numbers(counts), k) if counts else None
    group = _numbers(counts, "group_") if said and counts.group_words else None
    newest = max(mails, key=lambda one: one.created_at, default=None)
    return Line(
        sponsorship=sponsorship,
        counts=counts,
        said=said,
        group=table.shown(group, k),
        asked_at=newest.sent_at if newest else None,
        has_failed=bool(mails) and all(one.failed_at for one in mails),
        is_reachable=is_reachable,
    )


def _numbers(counts, prefix=""):
    counted, *parts = (getattr(counts, f"{prefix}{name}") for name in NUMBERS)
    return table.Numbers(counted, tuple(parts))


def _counts(program):
    """``{(company id, occasion): SponsorCounts}``, the newest of each."""
    rows = SponsorCounts.objects.filter(program=program).order_by("at", "id")
    return {(row.company_id, row.occasion): row for row in rows}


def _mails(sponsors):
    """``{(sponsorship id, occasion): [Message]}`` of all turns."""
    about = {
        letters.occasion_of(one.pk, occasion, turn): (str(one.pk), occasion)
        for one in sponsors
        for occasion in FollowUp.values
        for turn in TURNS
    }
    found = defaultdict(list)
    for row in Message.objects.filter(kind=letters.KIND, occasion__in=about):
        found[about[row.occasion]].append(row)
    return found
