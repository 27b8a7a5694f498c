"""`dev.py demo`: everything that runs in production, on this machine, with a lived-in program."""

import argparse
import socket
import time
from functools import partial

from mentoring.launch import paths, processes, product, servers, state
from mentoring.launch.paths import LaunchError
from mentoring.launch.processes import Process, say
from mentoring.launch.signals import held

FIRST_PORT = 8000
QUICK_FAILURES = 5  # a program that ends this often at once is broken, not unlucky
BACK_AFTER = 5.0  # seconds


def demo(arguments):
    """Run the demo until a signal stops it."""
    options = _parse(arguments)
    began = time.monotonic()
    try:
        with state.only_launcher():
            processes.sweep()
            with servers.running(paths.DATA, durable=True, logs=paths.LOG) as running:
                port = options.port or free_port(state.notes().get("port"))
                Demo(running, port).run(began)
    except state.Busy:
        return _say_where_it_is()
    return 0


def _parse(arguments):
    parser = argparse.ArgumentParser(prog="dev.py demo", description=demo.__doc__)
    parser.add_argument("--port", type=int, help="the web server's port (else 8000 or the next)")
    options = parser.parse_args(arguments)
    if options.port and not is_free(options.port):
        raise LaunchError(f"Port {options.port} is taken. Name another one, or leave --port out.")
    return options


def _say_where_it_is():
    url = state.published().get("url")
    if not url:
        raise LaunchError("Another dev.py command of this folder is at work. Try again soon.")
    say(f"The demo runs already: {url}\nStop it with  python3 dev.py stop")
    return 0


def is_free(port):
    """Whether a server can listen on `port` of this machine."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port(last=None):
    """The port of the last start, so that links in mails stay right; else the next free one."""
    wanted = [last] if last else []
    for port in [*wanted, *range(FIRST_PORT, FIRST_PORT + 100)]:
        if is_free(port):
            return port
    raise LaunchError(f"No free port from {FIRST_PORT} on. Name one: dev.py demo --port N")


def settings(running, port):
    """The environment variables of the demo's processes."""
    mail = paths.DATA / "mail"
    if not mail.exists():
        mail.mkdir(mode=0o700)
    return servers.variables(
        running,
        debug=True,
        secret_key=state.secret_key(),
        base_url=f"http://127.0.0.1:{port}",
        mail=mail,
    )


class Demo:
    """The processes of one demo and what is known about them."""

    def __init__(self, running, port):
        self.identity = running.identity
        self.port = port
        self.settings = settings(running, port)
        self.env = servers.process_environment(self.settings)
        self.servers = {"postgres": running.postgres, "valkey": running.valkey}
        self.commands = {
            "web": product.web(port),
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
        state.note(port=self.port)
        self._prepare()
        try:
            for name in self.commands:
                self._start(name)
            product.wait_for_page(self.port, "/healthz", self.processes["web"])
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
        url = f"http://127.0.0.1:{self.port}/"
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
        command = [product.PYTHON, "manage.py", "load_demo", "--background-part"]
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


def manage(arguments):
    """`dev.py manage`: a management command against the demo's servers, started if need be."""
    while True:
        ours = state.published().get("settings")
        if ours:
            env = servers.process_environment(ours)
            return product.manage(arguments, env, in_foreground=True)
        try:
            with state.only_launcher():
                processes.sweep()
                with servers.running(paths.DATA, durable=True, logs=paths.LOG) as running:
                    ours = settings(running, state.notes().get("port", FIRST_PORT))
                    env = servers.process_environment(ours)
                    return product.manage(arguments, env, in_foreground=True)
        except state.Busy:
            time.sleep(0.2)  # a demo is starting, or another command is at work


def stop(arguments):
    """`dev.py stop`: end the demo of this clone, also what a killed one has left."""
    paths.data_folder()
    found = state.end_launcher()
    found = processes.sweep() or found
    say("Stopped." if found else "Nothing is running.")
    return 0


def reset(arguments):
    """`dev.py reset`: stop, and delete the demo's data."""
    stop(arguments)
    servers.forget(paths.DATA)
    paths.remove(paths.DATA)
    say("The demo's data is deleted.")
    return 0
