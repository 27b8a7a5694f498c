"""The workers of a lived year: real processes, which are killed and come again."""

import os
import signal
import threading
import time

import redis
from django.conf import settings

from demo.year.peer import Peer
from mentoring.celery import app
from mentoring.jobs import waking
from mentoring.jobs.tasks import tick
from mentoring.launch import product
from mentoring.launch.processes import Process, until
from notifications.queries import waiting_messages

QUEUE, UNFINISHED = "celery", "unacked"
START, SETTLE = 90, 600  # seconds
LOOKS, PAUSE = 4, 0.01
LONG_PAUSE = 0.15


class Stuck(Exception):
    """The workers did not come to an end."""


class Workers:
    """Some workers, the mail server that they talk to, and the broker between them and us."""

    def __init__(self, count, folder):
        self.folder = folder
        self.broker = redis.Redis.from_url(settings.REDIS_URL)
        self.peer = Peer(count, self.kill)
        self.processes = [None] * count
        self.kills = self.flushes = 0
        self.orphans = set()  # tasks that a dead worker has taken with it
        self.is_shaken = False
        self.dead, self.one = set(), threading.Lock()

    def __enter__(self):
        self.peer.__enter__()
        self.revive()
        if not until(lambda: self.broker.exists("worker:alive"), START):
            self.__exit__()
            raise Stuck(f"no worker has started: see {self.folder}")
        return self

    def __exit__(self, *what):
        for process in self.processes:
            process.ask_to_stop()
        for process in self.processes:
            process.stop()
        self.peer.__exit__()
        self.broker.close()

    def revive(self):
        """Start whoever does not run."""
        for number, process in enumerate(self.processes):
            if process is None or process.poll() is not None:
                self.processes[number] = self._start(number)

    def _start(self, number):
        quick = ["--without-mingle", "--without-gossip", "--without-heartbeat"]
        command = [*product.worker(), *quick, "-l", "WARNING", "-n", f"worker{number}@year"]
        env = os.environ | {"MAIL_URL": self.peer.url_of(number)}
        log = self.folder / f"worker{number}.log"
        return Process(f"worker{number}", command, log=log, env=env)

    def kill(self, number):
        """End a worker and its pool at once, as a crash would; whether it was there."""
        pid = self.processes[number].pid
        with self.one:
            if pid in self.dead:
                return False
            self.dead.add(pid)
        os.killpg(pid, signal.SIGKILL)
        self.kills += 1
        self.is_shaken = True
        return True

    def kill_one(self):
        """End whichever runs."""
        return any(self.kill(number) for number in range(len(self.processes)))

    def flush(self):
        """The broker forgets everything."""
        self.broker.flushall()
        self.flushes += 1
        self.is_shaken = True

    def tick(self):
        """What beat does each minute."""
        with app.pool.acquire(block=True):
            tick.delay()

    def settle(self, inside):
        """Wait until everything is done that was asked for, ``inside`` being the organization."""
        deadline = time.monotonic() + SETTLE
        looks = 0
        while looks < LOOKS:
            if time.monotonic() > deadline:
                raise Stuck(f"after {SETTLE} seconds there is work left: see {self.folder}")
            self.revive()
            looks = looks + 1 if self._is_quiet(inside) else 0
            time.sleep(LONG_PAUSE if self.is_shaken else PAUSE)
        if self.is_shaken:
            self.orphans = set(self.broker.hkeys(UNFINISHED))
            self._forget_lost_sweeps()
            self.is_shaken = False

    def _forget_lost_sweeps(self):
        """Between two moments of the year lies more than a note of a lost sweep lives."""
        for key in self.broker.scan_iter(f"{waking.PREFIX}*"):
            self.broker.delete(key)

    def _is_quiet(self, inside):
        """Nobody works, and nothing waits for anybody."""
        if self.broker.llen(QUEUE):
            return False
        if self.is_shaken:
            return self._is_still(inside)
        return set(self.broker.hkeys(UNFINISHED)) <= self.orphans

    def _is_still(self, inside):
        """The same when the broker does not know: nothing moves in the rows either."""
        with inside():
            moving = waiting_messages().count(), len(self.peer.taken)
        before, self._seen = getattr(self, "_seen", None), moving
        return before == moving
