"""The embedded servers, started for real."""

import os
import signal

import psycopg2
import pytest
import redis

from mentoring.launch import processes
from mentoring.launch.paths import LaunchError
from mentoring.launch.postgres import Postgres, find_programs, version
from mentoring.launch.processes import until
from mentoring.launch.valkey import Valkey

pytestmark = pytest.mark.processes


@pytest.fixture
def postgres(tmp_path):
    server = Postgres(tmp_path / "postgres", durable=False)
    yield server
    server.destroy()


@pytest.fixture
def valkey(tmp_path):
    server = Valkey(tmp_path / "valkey", durable=True)
    yield server
    server.destroy()


def test_roles_are_what_row_security_needs(postgres):
    postgres.start()
    postgres.prepare()

    rows = postgres.execute(
        "SELECT rolname, rolcanlogin, rolcreatedb, rolinherit FROM pg_roles"
        " WHERE rolname LIKE 'app\\_%' AND NOT rolsuper AND NOT rolbypassrls AND NOT rolcreaterole"
        " ORDER BY rolname"
    )

    assert rows == [
        ("app_hr", False, False, True),
        ("app_owner", True, True, True),
        ("app_rw", True, False, False),
    ]


def test_database_belongs_to_the_owner_role(postgres):
    postgres.start()
    postgres.prepare()
    postgres.prepare()

    [[owner]] = postgres.execute(
        "SELECT datdba::regrole::text FROM pg_database WHERE datname = 'mentoring'"
    )

    assert owner == "app_owner"


def test_owner_can_make_tables_and_the_application_role_cannot(postgres):
    postgres.start()
    postgres.prepare()

    with psycopg2.connect(postgres.url("app_owner")) as connection:
        connection.cursor().execute("CREATE EXTENSION btree_gist; CREATE TABLE made (n int)")
    connection.close()
    other = psycopg2.connect(postgres.url("app_rw"))

    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        other.cursor().execute("CREATE TABLE stolen (n int)")
    other.close()


def test_postgres_keeps_data_over_stop_and_crash(postgres):
    postgres.start()
    address = postgres.url()
    postgres.execute("CREATE TABLE kept AS SELECT 7 AS n")
    postgres.stop()
    postgres.start()
    postgres.kill()
    postgres.start()

    assert postgres.execute("SELECT n FROM kept") == [(7,)]
    assert postgres.url() == address


def test_postgres_listens_on_no_port(postgres):
    postgres.start()

    assert postgres.execute("SHOW listen_addresses") == [("",)]


def test_a_server_that_serves_the_data_already_is_taken_over(postgres):
    postgres.start()
    postgres.execute("CREATE TABLE kept AS SELECT 7 AS n")
    second = Postgres(postgres.folder, durable=False)

    second.start()
    assert second.execute("SELECT n FROM kept") == [(7,)]
    second.stop()

    assert until(postgres.has_ended, 10)


def test_data_of_another_version_is_refused(postgres):
    postgres.start()
    postgres.stop()
    (postgres.data / "PG_VERSION").write_text("17\n")

    with pytest.raises(LaunchError, match=r"(?s)made by PostgreSQL 17.*dev\.py reset"):
        postgres.start()


def test_two_servers_side_by_side_do_not_meet(postgres, tmp_path):
    other = Postgres(tmp_path / "other", durable=False)
    postgres.start()
    other.start()
    postgres.execute("CREATE TABLE mine ()")

    assert other.execute("SELECT to_regclass('mine')") == [(None,)]
    other.destroy()
    assert postgres.execute("SELECT 1") == [(1,)]


def test_destroy_leaves_nothing(postgres):
    postgres.start()
    folders = [postgres.folder, postgres.home, postgres.sockets]

    postgres.destroy()

    assert not any(folder.exists() for folder in folders)


def test_programs_are_of_the_version_of_production():
    assert version(find_programs()) >= 18


def test_valkey_has_the_same_address_after_a_crash(valkey):
    valkey.start()
    address = valkey.url
    valkey.kill()
    with pytest.raises(redis.ConnectionError):
        redis.Redis.from_url(address).ping()

    valkey.start()

    assert valkey.url == address
    assert redis.Redis.from_url(address).ping()


def test_valkey_keeps_what_it_holds(valkey):
    valkey.start()
    redis.Redis.from_url(valkey.url).set("promise", "kept")
    valkey.stop()

    valkey.start()

    assert redis.Redis.from_url(valkey.url).get("promise") == b"kept"


def test_a_dead_server_is_noticed(valkey):
    valkey.start()
    assert not valkey.has_ended()

    os.kill(valkey._process.pid, signal.SIGKILL)

    assert until(valkey.has_ended, 10)


def test_sweep_leaves_what_has_a_living_parent(valkey):
    valkey.start()

    processes.sweep()

    assert not valkey.has_ended()
