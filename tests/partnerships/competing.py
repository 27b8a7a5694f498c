"""Processes that compete: started together, each with its own connection to the test database."""

import multiprocessing

import pytest
from django.db import connection

from mentoring.tenancy import context
from tests.factories.organizations import OrganizationFactory
from tests.factories.programs import ProgramFactory
from tests.running import database_url

PATIENCE = 60
processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload(["tests.partnerships.service_contender"])


@pytest.fixture
def world(transactional_db, monkeypatch):
    """Committed rows: an organization and its program."""
    monkeypatch.setenv("DATABASE_URL", database_url())
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "1")  # a fork server must have one thread
    organization = OrganizationFactory()
    with context.enter(context.Context(organization.pk)):
        program = ProgramFactory()
    return organization, program


def dsn():
    """The test database's address for psycopg2, as the application's role."""
    database = connection.settings_dict
    return " ".join(
        f"{key}='{value}'"
        for key, value in {
            "dbname": database["NAME"],
            "user": database["USER"],
            "password": database["PASSWORD"],
            "host": database["HOST"],
            "port": database["PORT"],
        }.items()
        if value
    )


def run(*jobs):
    """Do each ``(function, *arguments)`` in its own process; all must end well and in time."""
    started = [processes.Process(target=function, args=args) for function, *args in jobs]
    for process in started:
        process.start()
    try:
        for process in started:
            process.join(timeout=PATIENCE + 30)
        assert [process.exitcode for process in started] == [0] * len(started)
    finally:
        for process in started:
            process.kill()
            process.join()
