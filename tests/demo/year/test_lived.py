"""A short year with real workers, some of which are killed: nobody slips, nothing comes twice."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connections

from mentoring.launch import paths
from tests.running import database_url

pytestmark = pytest.mark.processes

KILLS, FLUSHES, PARTNERSHIPS = 2, 1, 2
PATIENCE = 600


@pytest.fixture
def lived(django_db_setup, django_db_blocker, tmp_path):
    """What the command prints last, of a year in a copy of the empty test database."""
    with django_db_blocker.unblock():
        connections.close_all()  # a database is copied while nobody is connected to it
        url, template = database_url(), connections["default"].settings_dict["NAME"]
    asked = {"partnerships": PARTNERSHIPS, "seed": 2, "months": 2, "template": template}
    asked |= {"kill-workers": KILLS, "flush-broker": FLUSHES}
    options = [f"--{name}={value}" for name, value in asked.items()]
    env = os.environ | {
        "DATABASE_URL": url,
        "DATABASE_OWNER_URL": settings.DATABASE_OWNER_URL,
        "SECRET_KEY": settings.SECRET_KEY,
        "DJANGO_SETTINGS_MODULE": "mentoring.settings",
        "TMPDIR": str(tmp_path),
    }
    command = [sys.executable, "manage.py", "simulate_year", "--json", *options]
    done = subprocess.run(
        command, env=env, cwd=paths.ROOT, timeout=PATIENCE, check=False, capture_output=True
    )
    assert done.returncode == 0, done.stderr.decode()[-3000:]
    return json.loads(done.stdout.decode().splitlines()[-1])


def test_nobody_slips_in_a_year_in_which_workers_die_and_the_broker_forgets(lived):
    assert lived["violations"] == []
    assert lived["lost"] == 0
    assert (lived["kills"], lived["flushes"]) == (KILLS, FLUSHES)
    assert lived["duplicates_on_wire"] <= KILLS
    assert sum(lived["partnerships"].values()) >= PARTNERSHIPS
    assert lived["meetings"]["held"] > PARTNERSHIPS
    everybody = {"match_announced", "partnership_introduced", "check_open", "partnership_completed"}
    assert all(lived["messages"][kind].keys() == {"mentee", "mentor"} for kind in everybody)
    assert lived["cases"]
