"""The database is made and migrated by its owner; every test runs as the application's role."""

import gc
import os
from concurrent.futures import Executor
from datetime import time

import psycopg2
import pytest
from django.conf import settings as django_settings
from django.db import connection, connections
from django.test import TransactionTestCase
from django.test.utils import setup_databases, teardown_databases

from mentoring import celery_app, environment
from mentoring.jobs.registry import due_work
from mentoring.tenancy import context
from organizations import accounts
from organizations.models import User
from organizations.roles import Role
from tests.factories.organizations import MembershipFactory, OrganizationFactory
from tests.surroundings import DarkClient, dark

# Mails go by day and by night, here and in processes that tests start, unless one says otherwise.
os.environ["QUIET_HOURS"] = ""
django_settings.QUIET_HOURS = time(0), time(0)
APPEND_ONLY = ("organizations_auditevent", "partnerships_partnershipevent")
KEPT_TABLES = {"django_migrations", "django_content_type", "cache"}
# What takes longest begins first, or one core would wait for the other at the end; the browser's
# tests stand together, so that they share a browser and a product.
FIRST = (
    "tests/access/test_addresses.py",
    "tests/e2e/",
    "tests/access/test_statements.py",
    "tests/launch/test_launcher.py",
    "tests/matching/meaning/",
    "tests/partnerships/writing/test_secrets.py",
    "tests/demo/",
    "tests/jobs/",
    "tests/bench/",
)


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: _turn(item.nodeid))


def _turn(name):
    return next((turn for turn, long in enumerate(FIRST) if name.startswith(long)), len(FIRST))


def pytest_collection_finish():
    """What is imported by now lives to the end: the collector of garbage need not look at it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)


def _connect_as(role, options):
    connection.close()
    connections["default"].settings_dict.update(
        USER=role["USER"], PASSWORD=role["PASSWORD"], OPTIONS=options
    )


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, django_db_modify_db_settings):
    application = dict(django_settings.DATABASES["default"])
    owner = environment.database(django_settings.DATABASE_OWNER_URL)
    with django_db_blocker.unblock():
        _connect_as(owner, {"options": "-c app.migrating=on"})
        made = setup_databases(
            verbosity=0, interactive=False, keepdb=False, serialized_aliases=set()
        )
        _connect_as(application, application["OPTIONS"])
    yield
    with django_db_blocker.unblock():
        _connect_as(owner, {"options": "-c app.migrating=on"})
        teardown_databases(made, verbosity=0)


def owner_connection():
    """A psycopg2 connection of the owner to this process's test database."""
    owner = environment.database(django_settings.DATABASE_OWNER_URL)
    return psycopg2.connect(
        dbname=connection.settings_dict["NAME"],
        user=owner["USER"],
        password=owner["PASSWORD"],
        host=owner["HOST"],
        port=owner["PORT"] or None,
    )


def _truncate_as_owner(self):
    """The application may not truncate, and not even the owner empties the trail in passing."""
    tables = [name for name in connection.introspection.table_names() if name not in KEPT_TABLES]
    owner = owner_connection()
    with owner, owner.cursor() as cursor:
        for table in APPEND_ONLY:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")
        for table in APPEND_ONLY:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    owner.close()


TransactionTestCase._fixture_teardown = _truncate_as_owner


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _tasks_run_at_once():
    """Without a worker process a task runs where it is queued; `processes` tests use real ones."""
    celery_app.conf.update(task_always_eager=True, task_eager_propagates=True)
    yield
    celery_app.conf.update(task_always_eager=False)


class _AtOnce(Executor):
    """Does what is handed over before the caller goes on."""

    def submit(self, work, /, *args, **kwargs):
        work(*args, **kwargs)


@pytest.fixture(autouse=True)
def _mails_of_sign_in_go_at_once(monkeypatch):
    """A request's mail is in the outbox when its response is there."""
    monkeypatch.setattr(accounts, "postmen", _AtOnce())
    monkeypatch.setattr(accounts, "HEAD_START", 0)


@pytest.fixture
def organization(db):
    """An organization, with its context entered for the length of the test."""
    made = OrganizationFactory()
    with context.enter(context.Context(made.pk)):
        yield made


@pytest.fixture
def other_organization(db):
    """Another organization; stand in it by ``with inside(other_organization)``."""
    return OrganizationFactory()


@pytest.fixture
def coordinator(organization):
    """A coordinator's membership."""
    return MembershipFactory(role=Role.COORDINATOR)


@pytest.fixture
def client(db):
    return DarkClient()


@pytest.fixture
def client_for(db):
    """``client_for(membership)``: a new browser, signed in as that membership's login."""

    def sign_in(membership):
        browser = DarkClient()
        with dark():
            user = User.objects.get(pk=membership.user_id)
        browser.force_login(user)
        return browser

    return sign_in


@pytest.fixture
def coordinator_client(client_for, coordinator):
    return client_for(coordinator)


@pytest.fixture
def settle(organization, django_capture_on_commit_callbacks):
    """Do all due work of the organization now, and what that causes, until nothing is left."""

    def run():
        for _ in range(3):
            with django_capture_on_commit_callbacks(execute=True):
                for find in due_work():
                    find()

    return run
