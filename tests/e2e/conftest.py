"""A real browser before the real product; all modules share one of both."""

import os
from datetime import timedelta

import pytest
import redis
from django.utils import timezone
from playwright.sync_api import sync_playwright

from organizations.models import User
from organizations.services import create_organization
from programs.services import create_program
from tests.e2e import world
from tests.e2e.hands import patient, patient_at
from tests.e2e.visiting import BROWSER_ARGUMENTS, DESK, PATIENCE, Post, watched
from tests.running import product_in
from tests.surroundings import DarkClient, dark, inside


@pytest.fixture(scope="package")
def browser():
    """Chromium, the program that ``BROWSER_PATH`` names."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # The browser's driver keeps an event loop in this thread; what the test asks of the
        # database is synchronous all the same.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        patient(patch)
        chromium = playwright.chromium.launch(
            executable_path=os.environ["BROWSER_PATH"], args=BROWSER_ARGUMENTS
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="package")
def serving(django_db_setup, tmp_path_factory):
    """Broker and web server on the test database."""
    with product_in(tmp_path_factory.mktemp("product")) as running:
        running.start_web()
        yield running


@pytest.fixture(scope="module")
def product(serving):
    """The same product without mail, queue or limits used up; who needs a worker starts one."""
    for mail in serving.mail.iterdir():
        mail.unlink()
    with redis.Redis(unix_socket_path=str(serving.broker.socket)) as broker:
        broker.flushall()
    return serving


@pytest.fixture
def worker(transactional_db, product):
    """A worker that is gone before the tables are emptied."""
    process = product.start_worker()
    yield process
    process.stop()


@pytest.fixture
def post(product):
    return Post(product.mail)


@pytest.fixture
def visit(transactional_db, product, browser):
    """``visit(membership, **options)``: a page of a new browser, signed in unless None.

    The pages' scripts may not complain: that fails the test.
    """
    contexts, faults = [], []

    def open_page(membership=None, **options):
        settings = {"viewport": DESK, "base_url": product.base_url, **options}
        contexts.append(browser.new_context(reduced_motion="reduce", **settings))
        contexts[-1].set_default_timeout(PATIENCE)
        if membership:
            contexts[-1].add_cookies([_session(membership, product.base_url)])
        return patient_at(watched(contexts[-1].new_page(), faults))

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


def _session(membership, base_url):
    client = DarkClient()
    with dark():
        client.force_login(User.objects.get(pk=membership.user_id))
    return {"name": "session", "value": client.cookies["session"].value, "url": base_url}


@pytest.fixture
def bridges(transactional_db):
    """A committed organization in the middle of its matching; see ``world.build``."""
    organization = create_organization(name="Bridges", slug="bridges")
    with inside(organization):
        program = create_program(
            name="Bridge Spring",
            starts_on=timezone.localdate() + timedelta(weeks=5),
            needs_baseline=False,
            by=None,
        )
        return world.build(program)
