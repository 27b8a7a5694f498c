"""The year itself: from due moment to due moment, what people do and what the workers do."""

import heapq
import itertools
import random
import threading
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import connection

from demo.year import acting, cast, scripts
from demo.year.behavior import SIDES, temper
from demo.year.peer import MOMENTS
from matching.announcing import ask
from matching.models import MatchingRun
from matching.queries import matches_of
from matching.services import approve_many, start_run
from mentoring import clock
from mentoring.jobs.models import RunStatus
from mentoring.tenancy import context
from notifications.models import Message
from notifications.queries import CLAIM_LASTS, waiting_messages
from partnerships.checks.models import Check
from partnerships.lifecycle import ACCEPTED, FINAL, Status
from partnerships.models import Partnership
from programs.timetable import add_months

SLUG = "lived"
STARTS_ON = date(2025, 1, 13)
SET_UP, MATCHED, ANNOUNCED = 40, 30, 28  # days before the start
ZONE = ZoneInfo(cast.ZONE)
# Once a day, when it is morning in Chicago and not yet night in Kolkata: what falls due in the
# morning of a reader has fallen due for all.
EVERY_DAY = time(15, 5)
# Coordinators get their week on Monday mornings.
MONDAY, MONDAYS = 0, time(8, 5)
A_SECOND, A_MINUTE = timedelta(seconds=1), timedelta(minutes=1)
CONTENT_STAYS = timedelta(days=30)
LONGEST_YEAR = timedelta(days=900)
OVER, RANDOM = 10, "random"
TIMER = 0.4  # seconds, within which a random death comes


@dataclass(frozen=True)
class Options:
    partnerships: int
    seed: int
    months: int = 12
    kills: int = 0
    flushes: int = 0


@dataclass
class Life:
    """All that is known of the year while it is lived."""

    options: Options
    hand: object
    workers: object
    agenda: list = field(default_factory=list)
    pairs: dict = field(default_factory=dict)
    met: dict = field(default_factory=dict)  # mentee -> how many matches so far
    messages: dict = field(default_factory=dict)
    probes: list = field(default_factory=list)  # what the two could read of their words, and when
    number: itertools.count = field(default_factory=itertools.count)
    fates: dict = field(default_factory=dict)
    cases: dict = field(default_factory=dict)  # pair -> [(signal, when it was opened)]
    program: object = None
    turns: int = 0

    def __post_init__(self):
        self.dice = random.Random(f"{self.options.seed}:deaths")
        self.ticked = self.harvested = self.looked = None

    def inside(self):
        return context.enter(context.Context(self.program.organization_id))

    def at(self, moment, act, *args):
        """Plan ``act(*args)``; at that moment, or at once when it is past."""
        heapq.heappush(self.agenda, (moment, next(self.number), act, args))

    def live(self):
        """From the set-up to the last word that closes."""
        self._set_up()
        self._plan_deaths()
        last = self._moment(0) + LONGEST_YEAR
        while not self._is_over() and clock.now() < last:
            self._turn()
        while self.workers.kills < self.options.kills:
            self._kill_at_random(0)
            self._sweep()
        self._sweep()
        self.harvest()

    def _moment(self, days, hour=9):
        day = STARTS_ON + timedelta(days=days)
        return datetime.combine(day, time(hour), tzinfo=UTC)

    def _set_up(self):
        options = self.options
        self.hand.begin_at(self._moment(-SET_UP))
        ends_on = add_months(STARTS_ON, options.months)
        self.program, coordinator = cast.found(
            SLUG, options.partnerships, options.seed, STARTS_ON, ends_on
        )
        self._sweep()
        self.hand.move_to(self._moment(-MATCHED))
        with self.inside():
            run = start_run(self.program, by=coordinator)
        self._sweep()
        self.hand.move_to(self._moment(-ANNOUNCED))
        with self.inside():
            run = MatchingRun.objects.get(pk=run.pk)
            if run.status != RunStatus.DONE:
                raise RuntimeError(f"The matching run is {run.status}: {run.error}")
            approve_many(list(matches_of(run)), by=coordinator, alternates=1)
            ask(run, by=coordinator)
        self._sweep()

    def _turn(self):
        """Go to the next due moment, and do what is due there."""
        self.turns += 1
        day = self._next_day()
        moments = [day, self._next_row()] + [self.agenda[0][0] if self.agenda else None]
        moment = min(filter(None, moments))
        self.hand.move_to(moment)
        is_tick = moment == day
        while self.agenda and self.agenda[0][0] <= clock.now():
            _moment, _number, act, args = heapq.heappop(self.agenda)
            is_tick |= act == self.sweep_then
            act(*args)
        if is_tick or not self.agenda or self.workers.is_shaken or moment == moments[1]:
            self._sweep()
        else:
            self.workers.settle(self.inside)
            self._look()

    def _next_day(self):
        """When everybody's next day has begun; None when nobody is left who waits for it."""
        if self.pairs and all(pair.status in FINAL for pair in self.pairs.values()):
            return None
        today = self.ticked.astimezone(ZONE).date()
        days = (today, today + timedelta(days=1))
        moments = [datetime.combine(day, EVERY_DAY, tzinfo=ZONE) for day in days]
        mondays = [day for day in days if day.weekday() == MONDAY]
        moments += [datetime.combine(day, MONDAYS, tzinfo=ZONE) for day in mondays]
        return min(moment for moment in moments if moment > self.ticked)

    def _next_row(self):
        """When the next message that waits is to be tried, or None."""
        with self.inside():
            if waiting_messages().exists():
                return clock.now() + A_MINUTE
            held = Message.objects.filter(sent_at__isnull=True, failed_at__isnull=True)
            held = list(held.values_list("claimed_at", "send_after"))
        claimed = [at + CLAIM_LASTS for at, _after in held if at]
        resting = [after for at, after in held if after and not at]
        soonest = min([*claimed, *resting], default=None)
        return soonest and max(soonest, clock.now()) + A_SECOND

    def sweep_then(self):
        """A moment at which something falls due by itself."""

    def _sweep(self):
        """What beat does, and all that comes of it."""
        self.ticked = clock.now()
        self.workers.tick()
        self.workers.settle(self.inside)
        self._look()
        if self.harvested is None or self.ticked - self.harvested > timedelta(days=7):
            self.harvest()

    # What has come about

    def _look(self):
        """See how the pairs stand, as people see it in their portal, and plan what they do next."""
        sides = [f"{side}{of}" for side in SIDES for of in ("_person_id", "__time_zone")]
        with self.inside():
            rows = Partnership.objects.filter(program=self.program).order_by("pk")
            rows = list(
                rows.values(
                    "pk", "status", "announced_at", "answer_by", "introduced_at", "ends_on",
                    "ended_at", "mentee_person__email", *sides,
                )
            )  # fmt: skip
            since = {} if self.looked is None else {"opened_at__gte": self.looked - A_MINUTE}
            opened = Check.objects.filter(**since).values_list("partnership", "occasion")
            opened = list(opened.distinct())
        self.looked = clock.now()
        for row in sorted(rows, key=lambda row: row["mentee_person__email"]):
            pair = self.pairs.get(row["pk"]) or self._new(row)
            self._follow(pair, row)
        for pk, occasion in opened:
            if occasion not in self.pairs[pk].checks:
                self.pairs[pk].checks.add(occasion)
                scripts.on_check(self, self.pairs[pk], occasion)

    def _new(self, row):
        email = row["mentee_person__email"]
        self.met[email] = self.met.get(email, 0) + 1
        number = f"{email.partition('@')[0]}:{self.met[email]}"
        pair = self.pairs[row["pk"]] = acting.Pair(
            pk=row["pk"],
            organization_id=self.program.organization_id,
            people={side: row[f"{side}_person_id"] for side in SIDES},
            zones={side: row[f"{side}__time_zone"] for side in SIDES},
            temper=temper(self.options.seed, number, self.options.months),
            announced_at=row["announced_at"],
            answer_by=row["answer_by"],
        )
        scripts.on_announced(self, pair)
        return pair

    def _follow(self, pair, row):
        """Whatever a pair has reached since we looked last opens the next thing to do."""
        pair.status = row["status"]
        reached = {
            "preparing": row["status"] in ACCEPTED,
            "introduced": row["introduced_at"] is not None,
            "active": row["status"] == Status.ACTIVE,
            "ended": row["status"] in FINAL and row["status"] in (*ACCEPTED, Status.ENDED),
        }
        for name in [name for name, is_so in reached.items() if is_so and name not in pair.reached]:
            pair.reached.add(name)
            getattr(scripts, f"on_{name}")(self, pair, row)

    def probe(self, pair):
        """How many notes each of the two reads by raw SQL, at this moment."""
        for side in SIDES:
            with pair.acting(side), connection.cursor() as cursor:
                query = "SELECT count(*) FROM partnerships_note WHERE partnership_id = %s"
                cursor.execute(query, [pair.pk])
                self.probes.append((pair.pk, side, clock.now(), cursor.fetchone()[0]))

    def harvest(self):
        """Keep what became of each message, before old ones are removed."""
        with self.inside():
            rows = Message.objects.select_related("person")
            if self.harvested:
                done = self.harvested - timedelta(days=20)
                rows = rows.exclude(sent_at__lt=done).exclude(failed_at__lt=done)
            self.messages |= {row.pk: row for row in rows}
        self.harvested = clock.now()

    def _is_over(self):
        is_all = all(pair.status in FINAL for pair in self.pairs.values())
        return is_all and not self.agenda and self._next_row() is None

    # Deaths

    def _plan_deaths(self):
        """Some workers die while a mail is on its way, some at any moment; brokers forget."""
        span = timedelta(days=SET_UP + 30 * self.options.months)
        first = self._moment(-ANNOUNCED)
        ways = itertools.cycle((*MOMENTS, RANDOM))
        for way, _number in zip(ways, range(self.options.kills), strict=False):
            self.at(first + span * self.dice.random(), self._kill, way)
        for _number in range(self.options.flushes):
            self.at(first + span * self.dice.random(), self._flush)

    def _kill(self, way):
        if way == RANDOM:
            self._kill_at_random(self.dice.random() * TIMER)
        else:
            self.workers.peer.wanted.append(way)

    def _kill_at_random(self, seconds):
        threading.Timer(seconds, self.workers.kill_one).start()
        self.workers.is_shaken = True

    def _flush(self):
        threading.Timer(self.dice.random() * TIMER, self.workers.flush).start()
        self.workers.is_shaken = True
