"""The mail server of a lived year: what it took is what counts, not what a table says.

Each worker has a port of its own, so that the server knows whom to kill, and when: before it took
a mail, when it has taken it and not yet said so, or when it has said so.
"""

import asyncio
import threading
from collections import Counter
from email import message_from_bytes
from email.policy import default

from aiosmtpd.controller import Controller

GONE, LATER = "@gone.example", "@later.example"
BEFORE, TAKEN, AFTER = "before", "taken", "after"
MOMENTS = (BEFORE, TAKEN, AFTER)


class Peer:
    """Takes mails on one port for each worker; ``kill(worker)`` ends one of them."""

    def __init__(self, workers, kill):
        self.taken = Counter()  # (Message-ID, address) -> how often it came
        self.put_off = set()
        self.wanted = []  # moments at which the next workers die
        self.one = threading.Lock()  # each port is served by a thread
        self.kill = kill
        self.controllers = [_AnyPort(_Door(self, number)) for number in range(workers)]

    def __enter__(self):
        for controller in self.controllers:
            controller.start()
        return self

    def __exit__(self, *what):
        for controller in self.controllers:
            controller.stop()

    def url_of(self, worker):
        return f"smtp://127.0.0.1:{self.controllers[worker].port}"

    @property
    def twice(self):
        """How many mails came once too often."""
        return sum(count - 1 for count in self.taken.values())

    def keep(self, content, recipients):
        message_id = message_from_bytes(content, policy=default)["Message-ID"].strip()
        with self.one:
            self.taken.update((message_id, address) for address in recipients)

    def is_time(self, moment):
        """Whether somebody is to die now; asks for each death once."""
        with self.one:
            is_wanted = bool(self.wanted) and self.wanted[0] == moment
            if is_wanted:
                self.wanted.pop(0)
            return is_wanted


class _Door:
    """What one worker talks to."""

    def __init__(self, peer, worker):
        self.peer, self.worker = peer, worker

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if address.endswith(GONE):
            return "550 5.1.1 nobody of that name"
        if address.endswith(LATER) and address not in self.peer.put_off:
            self.peer.put_off.add(address)
            return "451 4.7.1 come back later"
        envelope.rcpt_tos.append(address)
        return "250 fine"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        peer = self.peer
        if peer.is_time(BEFORE):
            await self._die(server)
        peer.keep(envelope.content, envelope.rcpt_tos)
        if peer.is_time(TAKEN):
            await self._die(server)
        if peer.is_time(AFTER):
            server.loop.call_soon(peer.kill, self.worker)
        return "250 taken"

    async def _die(self, server):
        """Its connection ends with it, and this call with the connection."""
        self.peer.kill(self.worker)
        await asyncio.sleep(60)


class _AnyPort(Controller):
    """Listens where the system finds room."""

    def __init__(self, door):
        super().__init__(door, hostname="127.0.0.1", port=0)

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()
