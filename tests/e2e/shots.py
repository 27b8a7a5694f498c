"""Writes a picture of every page, in every state, width and color scheme.

    python -m tests.e2e.shots [FOLDER] [--only NAME] [--widths 1440,390] [--schemes light]

`dev.py shots` runs it on migrated servers of its own. ``--only`` takes the beginning of a page's
name, such as ``matching:``.
"""

import argparse
import os
import re
import socket
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

import django
import redis
from playwright.sync_api import Error, sync_playwright

django.setup()

from django.conf import settings  # noqa: E402
from django.urls import reverse  # noqa: E402

from mentoring.jobs import progress  # noqa: E402
from mentoring.launch import paths, product  # noqa: E402
from mentoring.launch.processes import Process, say  # noqa: E402
from mentoring.ui import mailbox  # noqa: E402
from organizations.models import Organization  # noqa: E402
from tests.access.routes import routes  # noqa: E402
from tests.e2e import scenes  # noqa: E402
from tests.e2e.pages import PAGES  # noqa: E402
from tests.e2e.visiting import BROWSER_ARGUMENTS  # noqa: E402

WIDTHS = {1440: 900, 768: 1024, 390: 844}
SCHEMES = ("light", "dark")
ALL_ADDRESSES = "tests.access.urls"
PART = re.compile(r"<\w+:(\w+)>")


def main(argv=None):
    """Take the pictures; 1 when the database is in use or one could not be taken, else 0."""
    options = _parser().parse_args(argv)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # the browser's driver runs an event loop here
    options.folder.mkdir(parents=True, exist_ok=True)
    chosen = [name for name in PAGES if name.startswith(options.only)]
    if Organization.objects.exists():
        say("Pictures need an empty database: DATABASE_URL names one that is in use.")
        return 1
    scene = scenes.prepare()
    with _web() as base_url, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=os.environ["BROWSER_PATH"], args=BROWSER_ARGUMENTS
        )
        whole = {name: _all_states(chromium, base_url, scene, name, options) for name in chosen}
        chromium.close()
    say(f"Pictures are in {options.folder}.")
    return 0 if all(whole.values()) else 1


def _parser():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, default=paths.DATA / "shots")
    parser.add_argument("--only", default="", help="the beginning of the names of pages")
    parser.add_argument("--widths", type=_numbers, default=list(WIDTHS))
    parser.add_argument("--schemes", type=lambda text: text.split(","), default=list(SCHEMES))
    return parser


def _numbers(text):
    return [int(word) for word in text.split(",")]


@contextmanager
def _web():
    """The web server as a developer has it, with the gallery and the mailbox."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    base_url = f"http://127.0.0.1:{port}"
    env = {**os.environ, "DEBUG": "1", "BASE_URL": base_url}
    log = Path(tempfile.gettempdir()) / f"shots-web-{os.getpid()}.log"
    process = Process("web", product.web(port), log=log, env=env)
    try:
        product.wait_for_page(port, "/healthz", process)
        yield base_url
    finally:
        process.stop()
        log.unlink(missing_ok=True)


def _all_states(chromium, base_url, scene, name, options):
    """Every picture of one page; whether all of them could be taken."""
    is_whole = True
    for state in PAGES[name]:
        context = chromium.new_context(base_url=base_url, reduced_motion="reduce")
        context.set_default_timeout(10_000)
        if state.who:
            cookie = {"name": "session", "value": scene.session(state.who), "url": base_url}
            context.add_cookies([cookie])
        try:
            _take(context.new_page(), scene, name, state, options)
        except Error as error:
            say(f"{name} {state.name}: {str(error).splitlines()[0]}")
            is_whole = False
        context.close()
    return is_whole


def _take(page, scene, name, state, options):
    _let_worker_be(alive=not state.is_down)
    page.set_viewport_size({"width": 1440, "height": WIDTHS[1440]})
    page.goto(_address(scene, name, state))
    if state.act:
        state.act(page)
        page.wait_for_load_state()
    for scheme in options.schemes:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        for width in options.widths:
            page.set_viewport_size({"width": width, "height": WIDTHS.get(width, 900)})
            file = f"{name.replace(':', '-')}--{state.name}--{width}-{scheme}.png"
            page.screenshot(path=options.folder / file, full_page=True)


def _let_worker_be(*, alive):
    if alive:
        progress.worker_is_alive()
    else:
        with redis.Redis.from_url(settings.REDIS_URL) as client:
            client.delete("worker:alive")


def _address(scene, name, state):
    known = {**scene.values, **_mails()}
    start = state.parts.get("address", name)
    route = next(route for route in routes(ALL_ADDRESSES) if route.name == start)
    values = {}
    for part in PART.findall(route.pattern):
        chosen = state.parts.get(part, part)
        values[part] = known.get(chosen, chosen)
    return reverse(start, urlconf=ALL_ADDRESSES, kwargs=values) + state.query


def _mails():
    """Names of a letter and of a mail with a code, as far as there are any."""
    folder = Path(os.environ["MAIL_URL"].removeprefix("file://"))
    names = {}
    for mail in mailbox.mails(folder):
        names.setdefault("code_mail" if "code" in mail.subject else "name", mail.name)
    return names


if __name__ == "__main__":
    sys.exit(main())
