"""A CalDAV server of other people's making, Radicale, as a process of its own on this machine."""

import http.client
import re
import socket
import subprocess
import sys
from base64 import b64encode
from contextlib import contextmanager
from functools import partial

from mentoring.launch.processes import until
from tests.partnerships.calendars.reading import components

HOST = "127.0.0.1"
STARTS_WITHIN = 60  # seconds, on a busy machine
CONFIG = """
[server]
hosts = {host}:{port}
[auth]
type = none
[storage]
filesystem_folder = {folder}
[logging]
level = warning
"""
EXPANDED = """<?xml version="1.0" encoding="utf-8"?>
<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">
  <D:prop><C:calendar-data><C:expand start="{start}" end="{end}"/></C:calendar-data></D:prop>
  <C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">
    <C:time-range start="{start}" end="{end}"/>
  </C:comp-filter></C:comp-filter></C:filter>
</C:calendar-query>"""


class Server:
    """One calendar on a running server."""

    def __init__(self, port):
        self.port = port
        self.ask("MKCALENDAR", "")

    def ask(self, method, path, body=b"", **headers):
        link = http.client.HTTPConnection(HOST, self.port, timeout=30)
        headers["Authorization"] = f"Basic {b64encode(b'someone:').decode()}"
        link.request(method, f"/someone/mentoring/{path}", body, headers)
        answer = link.getresponse()
        text = answer.read()
        link.close()
        assert answer.status in (200, 201, 204, 207), (answer.status, text)
        return text.decode()

    def put(self, uid, *files):
        """Keep an entry as a calendar program does that was sent these: the newest of each part.

        A server keeps no method, and all parts of one name in one resource.
        """
        parts = {}
        for file in files:
            for event in re.findall(rb"BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", file, re.DOTALL):
                which = re.search(rb"RECURRENCE-ID[^\r]*", event)
                parts[which and which.group()] = event
        head = files[0].partition(b"BEGIN:VEVENT")[0]
        whole = re.sub(rb"METHOD:\w+\r\n", b"", head) + b"".join(parts.values())
        whole += b"END:VCALENDAR\r\n"
        self.ask("PUT", f"{uid}.ics", whole, **{"Content-Type": "text/calendar"})

    def between(self, start, end):
        """When something is on between two moments, as the server works it out, in order."""
        window = {"start": f"{start:%Y%m%dT%H%M%SZ}", "end": f"{end:%Y%m%dT%H%M%SZ}"}
        asked = EXPANDED.format(**window).encode()
        text = self.ask("REPORT", "", asked, Depth="1", **{"Content-Type": "application/xml"})
        files = re.findall(r"BEGIN:VCALENDAR.*?END:VCALENDAR", text, re.DOTALL)
        found = []
        for file in files:
            lines = file.replace("&#13;", "").replace("\r", "").split("\n")
            for event in components("\r\n".join(lines).encode(), "VEVENT"):
                if event["STATUS"][0][1] != "CANCELLED":
                    found.append(event["DTSTART"][0][1])
        return sorted(found)


@contextmanager
def running(folder):
    """A ``Server`` for the length of the block."""
    with socket.socket() as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    config = folder / "config"
    config.write_text(CONFIG.format(host=HOST, port=port, folder=folder / "kept"))
    command = [sys.executable, "-m", "radicale", "--config", str(config)]
    log = (folder / "log").open("wb")
    process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        assert until(partial(_answers, port, process), STARTS_WITHIN)
        yield Server(port)
    finally:
        process.terminate()
        process.wait(timeout=30)
        log.close()


def _answers(port, process):
    """Whether somebody listens; the log says why a process ended before."""
    assert process.poll() is None
    try:
        socket.create_connection((HOST, port), timeout=1).close()
    except OSError:
        return False
    return True
