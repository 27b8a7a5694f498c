"""The database is made and migrated by its owner; every test runs as the application's role."""

import contextlib
import functools
import gc
import os
import re
from concurrent.futures import Executor
from datetime import time

import psycopg2
import pytest
from django.conf import settings as django_settings
from django.db import connection, connections
from django.test import TransactionTestCase
from django.test.utils import setup_databases, teardown_databases

from mentoring import celery_app, environment, semantic
from mentoring.jobs.registry import due_work
from mentoring.tenancy import context
from organizations import accounts
from organizations.models import User
from organizations.roles import Role
from tests.factories.organizations import MembershipFactory, OrganizationFactory
from tests.remembering import Remembering
from tests.surroundings import DarkClient, dark

# Mails go by day and by night, here and in processes that tests start, unless one says otherwise.
os.environ["QUIET_HOURS"] = ""
django_settings.QUIET_HOURS = time(0), time(0)
APPEND_ONLY = ("organizations_auditevent", "partnerships_partnershipevent")
KEPT_TABLES = {"django_migrations", "django_content_type", "cache"}
# Given by servers that are thrown away; others may have none.
SUPERUSER_URL = os.environ.get("DATABASE_SUPERUSER_URL")
FILLED = "SELECT '{0}', pg_relation_size('{0}') WHERE EXISTS (SELECT FROM {0})"
MOST_TO_DELETE = 1_000_000  # bytes
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
    return _connection_of(django_settings.DATABASE_OWNER_URL)


def _connection_of(url):
    role = environment.database(url)
    return psycopg2.connect(
        dbname=connection.settings_dict["NAME"],
        user=role["USER"],
        password=role["PASSWORD"],
        host=role["HOST"],
        port=role["PORT"] or None,
    )


def _emptied(self):
    """The application may not delete everything, and not even the owner does so in passing."""
    tables = [name for name in connection.introspection.table_names() if name not in KEPT_TABLES]
    if not (SUPERUSER_URL and _deleted(tables)):
        _truncate_as_owner(tables)


def _deleted(tables):
    """Delete the few rows of most tests, without the 124 new files of truncating.

    Whoever still writes is waited for. Returns False where much was written: what it has left
    behind would make later tests slow.
    """
    opened = contextlib.closing(_connection_of(SUPERUSER_URL))
    with opened as superuser, superuser, superuser.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # no trigger, no check
        cursor.execute(f"LOCK TABLE {', '.join(tables)} IN ACCESS EXCLUSIVE MODE")
        cursor.execute(" UNION ALL ".join(FILLED.format(name) for name in tables))
        filled = cursor.fetchall()
        if max((size for _name, size in filled), default=0) > MOST_TO_DELETE:
            return False
        for name, _size in filled:
            cursor.execute(f"DELETE FROM {name}")
    return True


def _truncate_as_owner(tables):
    with contextlib.closing(owner_connection()) as owner, owner, owner.cursor() as cursor:
        for table in APPEND_ONLY:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")
        for table in APPEND_ONLY:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


TransactionTestCase._fixture_teardown = _emptied


@pytest.fixture(scope="session", autouse=True)
def _texts_are_read_once():
    """What the model of meaning says of a text is remembered: it is always the same."""
    ask = semantic._model
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(semantic, "_model", functools.cache(lambda: Remembering(ask)))
        yield


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


WRITES = re.compile(r"INSERT INTO|DELETE FROM|\bUPDATE (?!OF|SKIP|NOWAIT)")


class Writing:
    """Notices whether a statement changes a row."""

    def __init__(self):
        self.rows = 0

    def __call__(self, execute, sql, params, many, context):
        answer = execute(sql, params, many, context)
        if WRITES.search(sql):
            self.rows += max(context["cursor"].rowcount, 0)
        return answer


@pytest.fixture
def settle(organization, django_capture_on_commit_callbacks):
    """Do all due work of the organization now, and what that causes, until nothing is left."""

    def run():
        for _ in range(3):
            written, calls = Writing(), django_capture_on_commit_callbacks(execute=True)
            with connection.execute_wrapper(written), calls as called:
                for find in due_work():
                    find()
            if not (written.rows or called):  # the same would be found again
                return

    return run
