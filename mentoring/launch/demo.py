"""`dev.py demo`: everything that runs in production, on this machine, with a lived-in program."""

import argparse
import time
from functools import partial

from mentoring.launch import paths, ports, processes, product, servers, state
from mentoring.launch.paths import LaunchError
from mentoring.launch.processes import Process, say
from mentoring.launch.signals import held

QUICK_FAILURES = 5  # a program that ends this often at once is broken, not unlucky
BACK_AFTER = 5.0  # seconds
LONG_LOG = 5_000_000  # bytes


def demo(arguments):
    """Run the demo until a signal stops it."""
    options = _parse(arguments)
    began = time.monotonic()
    try:
        with state.only_launcher(), _reserved(options.port) as reserved:
            processes.sweep()
            _set_long_logs_aside()
            with servers.running(paths.DATA, durable=True, logs=paths.LOG) as running:
                Demo(running, reserved).run(began)
    except state.Busy:
        return _say_where_it_is()
    return 0


def _reserved(wanted):
    return ports.reserve(wanted, state.notes().get("port"))


def _set_long_logs_aside():
    for log in paths.LOG.glob("*.log"):
        if log.stat().st_size > LONG_LOG:
            log.replace(log.with_suffix(".old"))


def _parse(arguments):
    parser = argparse.ArgumentParser(prog="dev.py demo", description=demo.__doc__)
    parser.add_argument("--port", type=int, help="the web server's port (else 8000 or the next)")
    return parser.parse_args(arguments)


def _say_where_it_is():
    url = state.published().get("url")
    if not url:
        raise LaunchError("Another dev.py command of this folder is at work. Try again soon.")
    say(f"The demo runs already: {url}\nStop it with  python3 dev.py stop")
    return 0


class Demo:
    """The processes of one demo and what is known about them."""

    def __init__(self, running, reserved):
        self.identity = running.identity
        self.reserved = reserved
        self.port = reserved.getsockname()[1]
        self.settings = state.settings(running, self.port)
        self.env = servers.process_environment(self.settings)
        self.servers = {"postgres": running.postgres, "valkey": running.valkey}
        self.commands = {
            "web": product.web(self.port),
            "worker": product.worker(),
            "beat": product.beat(paths.DATA / "beat"),
        }
        self.processes = {}
        self.background = None
        self.background_read = 0
        self.started = {}
        self.down = {}
        self.failures = dict.fromkeys([*self.commands, *self.servers], 0)

    def run(self, began):
        """Bring everything up, say where it is, and keep it up."""
        try:
            state.note(port=self.port)
            self._prepare()
            self.reserved.close()
            self._start("web")
            product.wait_for_page(self.port, "/healthz", self.processes["web"])
            self._start("worker")
            self._start("beat")
            self._announce(time.monotonic() - began)
            self._continue_seeding()
            while True:
                time.sleep(0.5)
                self._look_after()
        finally:
            self._stop()

    def _prepare(self):
        """Tables up to date, walls that hold and something to see, before anything is served."""
        wanted = f"{product.migrations_fingerprint()}:{self.identity}"
        if state.notes().get("migrated") != wanted:
            say("Preparing the database ...")
            product.require(["migrate", "-v", "0"], self.env, paths.LOG / "migrate.log")
            state.note(migrated=wanted)
        product.require(["check_walls"], self.env, paths.LOG / "check_walls.log")
        if state.notes().get("seeded") != self.identity:
            say("Filling in a program ...")
            product.require(["load_demo"], self.env, paths.LOG / "load_demo.log")
            state.note(seeded=self.identity)

    def _announce(self, seconds):
        url = f"http://localhost:{self.port}/"
        state.publish(url=url, settings=self.settings)
        say(f"\nThe demo runs at  {url}  (ready in {seconds:.1f} s)\n")
        sign_in = paths.LOG / "sign_in.txt"
        if state.notes().get("sign_in") != self.identity:
            sign_in.unlink(missing_ok=True)
            product.require(["load_demo", "--print-sign-in"], self.env, sign_in)
            state.note(sign_in=self.identity)
        say(sign_in.read_text().rstrip())
        say(f"\nMail   {url}mailbox/")
        say(f"Data   {paths.DATA}  (logs in {paths.LOG.name}/)")
        say("Stop   Ctrl-C, or python3 dev.py stop; the data stays (python3 dev.py reset)\n")

    def _start(self, name):
        with held():
            log = paths.LOG / f"{name}.log"
            command = self.commands[name]
            self.processes[name] = Process(name, command, log=log, env=self.env)
        self.started[name] = time.monotonic()

    def _continue_seeding(self):
        """The long part of the demo's history goes on while pages are served."""
        if state.notes().get("background") == self.identity:
            return
        self.background_log = paths.LOG / "load_demo_background.log"
        self.background_log.unlink(missing_ok=True)
        command = [product.PYTHON, "manage.py", "load_demo", "--background-part", "--lived-part"]
        env = self.env | {"PYTHONUNBUFFERED": "1"}
        self.background = Process("load_demo", command, log=self.background_log, env=env)

    def _look_after(self):
        """Start again what has ended, and pass on what the background part says."""
        for name, server in self.servers.items():
            if server and server.has_ended():
                self._bring_back(name, server.start)
        for name, process in self.processes.items():
            if process.poll() is not None:
                self._bring_back(name, partial(self._start, name))
        if self.background:
            self._look_after_background()

    def _bring_back(self, name, start):
        """Start it again some seconds after its end; give up when that never helps."""
        log = paths.LOG / f"{name}.log"
        if name not in self.down:
            self.down[name] = time.monotonic()
            quick = self.down[name] - self.started.get(name, 0) < 10
            self.failures[name] = self.failures[name] + 1 if quick else 0
            say(f"{name} has ended; it starts again in {BACK_AFTER:.0f} s.  {log}")
        if self.failures[name] >= QUICK_FAILURES:
            raise LaunchError(f"{name} ends again and again ({log}):\n{processes.tail(log)}")
        if time.monotonic() - self.down[name] > BACK_AFTER:
            start()
            self.started[name] = time.monotonic()
            del self.down[name]

    def _look_after_background(self):
        code = self.background.poll()
        with open(self.background_log, "rb") as log:
            log.seek(self.background_read)
            text = log.read()
        whole = text[: text.rfind(b"\n") + 1] if code is None else text
        self.background_read += len(whole)
        for line in whole.decode(errors="replace").splitlines():
            say(f"  demo data: {line}")
        if code is None:
            return
        self.background = None
        if code == 0:
            state.note(background=self.identity)
        else:
            say(f"The rest of the demo data was not loaded: {self.background_log}")

    def _stop(self):
        """Ask all at once, then wait for each."""
        say("Stopping ...")
        alive = [*self.processes.values(), *([self.background] if self.background else [])]
        with held():
            for process in alive:
                process.ask_to_stop()
            for process in alive:
                process.stop(10)
