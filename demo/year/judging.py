"""What came of the year against what was owed: every broken expectation by its name."""

from collections import defaultdict
from datetime import timedelta
from itertools import pairwise

from demo.year import expected, signals
from demo.year.behavior import SIDES
from demo.year.expected import CONTENT_STAYS, SOON, Fate, Program, Story
from demo.year.peer import GONE

# Clocks of two processes, and the few seconds that work takes.
SLACK = timedelta(minutes=5)
# Said to people who are to do something: never while they rest.
NUDGES = {
    "training_due", "agreement_due", "goal_due", "check_open", "check_reminder",
    "silence_prompt", "meeting_tomorrow",
}  # fmt: skip
# What may still come to the two when it is over.
FAREWELLS = {
    "partnership_ended", "partnership_completed", "match_over", "meeting_cancelled",
    "extension_not_agreed", "content_closes", "stage_guide",
}  # fmt: skip


def program_of(life, rows, ends_on, zone):
    """The timetable as ``expected`` reads it; ``rows`` are ``{key: (opens_on, closes_on)}``."""
    checks = {key: span for key, span in rows.items() if key.startswith("check_")}
    return Program(life.program.starts_on, ends_on, checks, rows["training"][0], zone)


def story_of(pair):
    return Story(str(pair.pk), pair.announced_at, pair.answer_by, pair.deeds, pair.zones)


class Judge:
    """Compares; ``violations`` are sentences."""

    def __init__(self, life, program, names):
        self.life, self.program, self.names = life, program, names
        self.violations = []
        self.stories = {pk: story_of(pair) for pk, pair in life.pairs.items()}
        self.known = {}  # what a message can be about -> the pair
        for pk, story in self.stories.items():
            self.known[story.pk] = pk
            self.known |= {deed.of: pk for deed in story.deeds if len(deed.of) == 36}
        self.unreachable = set()  # people to whom no mail goes through

    def say(self, what, pk, *more):
        self.violations.append(" ".join([what, f"({self.names[pk]})", *map(str, more)]))

    def look(self):
        """Every violation, in order."""
        said = self._said()
        # After the first refusal some mails are not even tried.
        self.unreachable = {row.person_id for row in self.life.messages.values() if _is_gone(row)}
        for pk, story in self.stories.items():
            self._mails(pk, expected.owed(self.program, story), said[pk])
            self._rests(pk, story, said[pk])
            self._fate(pk, expected.fate(self.program, story))
            temper, cases = self.life.pairs[pk].temper, self.life.cases.get(pk, [])
            for fault in signals.broken(self.program, story, temper, cases):
                self.say(fault, pk)
        self._live()
        self._content()
        self._delivery()
        return sorted(self.violations)

    def _said(self):
        """``{pair: {(kind, side, of): [message]}}`` of all that was said to one of a pair."""
        found = {pk: defaultdict(list) for pk in self.stories}
        for message in self.life.messages.values():
            of = message.occasion.partition(" ")[0]
            pk = self.known.get(of.partition(":")[0])
            if pk is None:
                continue
            people = self.life.pairs[pk].people
            side = next((side for side in SIDES if people[side] == message.person_id), None)
            if side:
                found[pk][message.kind, side, of].append(message)
        return found

    def _mails(self, pk, owed, said):
        kinds = expected.KINDS
        called = set()
        for one in owed:
            rows = said[one.kind, one.side, one.of]
            fits = [row for row in rows if _came(row, one)]
            called |= {row.pk for row in fits}
            is_deaf = self.life.pairs[pk].people[one.side] in self.unreachable
            if not fits and not one.optional and not is_deaf:
                self.say(f"missing {one.kind} to the {one.side}", pk, "from", one.first.isoformat())
        for (kind, side, _of), rows in said.items():
            for row in rows:
                if kind in kinds and row.sent_at and row.pk not in called:
                    self.say(f"uncalled-for {kind} to the {side}", pk, row.sent_at.isoformat())

    def _rests(self, pk, story, said):
        """Nobody is nudged while it rests, or told anything when it is over."""
        over = expected.fate(self.program, story).over_at
        for (kind, side, _of), rows in said.items():
            for at in (row.sent_at for row in rows if row.sent_at):
                if kind in NUDGES and any(
                    begun + SOON < at and (to is None or at < to) for begun, to in story.pauses
                ):
                    self.say(f"{kind} to the {side} while it rests", pk, at.isoformat())
                if kind not in FAREWELLS and at > over + SOON:
                    self.say(f"{kind} to the {side} when it was over", pk, at.isoformat())

    def _fate(self, pk, fate: Fate):
        row = self.life.fates[pk]
        if row["status"] != fate.status:
            self.say(f"is {row['status']} instead of {fate.status}", pk)
            return
        if fate.ends_on and row["ends_on"] and row["ends_on"] != fate.ends_on:
            self.say(f"ends on {row['ends_on']} instead of {fate.ends_on}", pk)
        closed, over = (row[name] and self.program.day(row[name]) for name in ("closed", "over"))
        if fate.closes_on and closed != fate.closes_on:
            self.say(f"began to close on {closed} instead of {fate.closes_on}", pk)
        if over != fate.over_on:
            self.say(f"was over on {over} instead of {fate.over_on}", pk)

    def _live(self):
        """Nobody is in two live partnerships: each gave one place."""
        spans = defaultdict(list)
        for pk, pair in self.life.pairs.items():
            over = self.life.fates[pk]["over"] or self.life.harvested
            for side in SIDES:
                spans[pair.people[side]].append((pair.announced_at, over, pk))
        for found in spans.values():
            for (_from, over, _pk), (begun, _over, pk) in pairwise(sorted(found, key=str)):
                if begun < over:
                    self.say("somebody is in two live partnerships", pk)

    def _content(self):
        """What a pair wrote is there for 30 days after the end, and not an hour longer."""
        for pk, side, at, count in self.life.probes:
            wrote = self.stories[pk].when("set_goal") is not None
            is_open = at < self.life.fates[pk]["over"] + CONTENT_STAYS
            if bool(count) != (wrote and is_open):
                words = "can be read" if count else "cannot be read"
                self.say(f"the words {words} by the {side}", pk, at.isoformat())

    def _delivery(self):
        """A mail that the server refuses for good is the only one that may fail."""
        for message in self.life.messages.values():
            if message.failure in ("gave_up", "refused") and not _is_gone(message):
                self.violations.append(f"{message.kind} was not delivered: {message.failure}")


def _came(row, one):
    at = row.sent_at
    return at is not None and one.first - SLACK <= at <= one.last + SLACK


def _is_gone(message):
    return message.recipient.endswith(GONE)
