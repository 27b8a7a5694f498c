"""The product's own processes against the test database: web server, workers, broker.

Only what can be observed from outside is waited for, always with a deadline, never with a pause of
fixed length.
"""

import contextlib
import os
import socket
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import redis
from django.conf import settings
from django.db import connection

from mentoring.launch import product
from mentoring.launch.processes import Process, until
from mentoring.launch.valkey import Valkey

PATIENCE = 60


def database_url():
    """``DATABASE_URL`` of this process's test database, as the application's role."""
    database = connection.settings_dict
    address = f"{quote(database['USER'])}:{quote(database['PASSWORD'])}@"
    if database["HOST"].startswith("/"):
        return f"postgres://{address}/{database['NAME']}?host={database['HOST']}"
    return f"postgres://{address}{database['HOST']}:{database['PORT']}/{database['NAME']}"


@dataclass
class Product:
    """Starts and ends processes; ``close`` ends what is still there."""

    folder: Path
    broker: Valkey
    started: list = field(default_factory=list)
    port: int = 0

    @property
    def base_url(self):
        return f"http://127.0.0.1:{self.port}"

    @property
    def mail(self):
        return self.folder / "mail"

    def environment(self):
        return {
            **os.environ,
            "DATABASE_URL": database_url(),
            "DATABASE_ROLE": "",
            "REDIS_URL": self.broker.url,
            "MAIL_URL": f"file://{self.mail}",
            "SECRET_KEY": settings.SECRET_KEY,
            "DEBUG": "1",
            "BASE_URL": self.base_url,
            "DJANGO_SETTINGS_MODULE": "mentoring.settings",
        }

    def start_web(self):
        """A web server of two processes; returns when it answers."""
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        process = self._start("web", product.web(self.port))
        product.wait_for_page(self.port, "/healthz", process)
        return process

    def start_worker(self):
        """A worker with one pool process; returns when it takes tasks."""
        client = redis.Redis(unix_socket_path=str(self.broker.socket))
        client.delete("worker:alive")
        process = self._start("worker", product.worker())
        wait_for(lambda: client.exists("worker:alive"))
        client.close()
        return process

    def start_beat(self):
        return self._start("beat", product.beat(self.folder / "beat"))

    def _start(self, name, command):
        log = self.folder / f"{name}.log"
        process = Process(name, command, log=log, env=self.environment())
        self.started.append(process)
        return process

    def close(self):
        for process in reversed(self.started):
            process.stop()
        self.broker.destroy()


def wait_for(condition, seconds=PATIENCE):
    """Wait until ``condition()`` is true; fail when it never becomes so."""
    assert until(condition, seconds), "waited in vain"


@contextlib.contextmanager
def product_in(folder):
    """A product whose broker runs; start the rest as needed."""
    broker = Valkey(folder / "broker")
    broker.start()
    running = Product(folder, broker)
    running.mail.mkdir()
    try:
        yield running
    finally:
        running.close()
