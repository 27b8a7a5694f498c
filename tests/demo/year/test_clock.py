"""A clock that is set for every process at once, and the rules of a database that follow it."""

import subprocess
import sys
from datetime import timedelta

import pytest
from django.utils import timezone

from demo.year import database
from mentoring import clock, environment

ASK = """
import sys
from django.conf import settings
settings.configure(CLOCK_FILE=sys.argv[1], USE_TZ=True)
from mentoring import clock
sys.stdout.write(f"{clock.now().year}\\n")
sys.stdout.flush()
sys.stdin.readline()
sys.stdout.write(f"{clock.now().year}\\n")
"""
TEN_YEARS = timedelta(days=3653)


def test_the_clock_is_set_for_processes_that_run_already(tmp_path, settings):
    settings.CLOCK_FILE = str(tmp_path / "clock")
    clock.set_ahead(settings.CLOCK_FILE, timedelta(0))
    this = timezone.now().year
    command = [sys.executable, "-c", ASK, settings.CLOCK_FILE]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, **pipes) as other:
        assert other.stdout.readline() == f"{this}\n"
        clock.set_ahead(settings.CLOCK_FILE, -TEN_YEARS)
        then, _errors = other.communicate("\n", timeout=60)

    assert then == f"{this - 10}\n"
    assert clock.now().year == this - 10
    assert timezone.now().year == this
    with clock.held_at(timezone.now()):  # what is held in a thread goes before
        assert clock.now().year == this


def test_nobody_sets_the_clock_of_an_installation_that_serves_people():
    surroundings = {"debug": False, "database": "mentoring"}
    assert environment.clock_file("", **surroundings) == ""
    with pytest.raises(ValueError, match="development"):
        environment.clock_file("/tmp/clock", **surroundings)
    assert environment.clock_file("/tmp/clock", debug=True, database="mentoring")
    assert environment.clock_file("/tmp/clock", debug=False, database=f"{environment.YEAR}1")


@pytest.mark.parametrize(
    ("rule", "of_the_year"),
    [
        ("NEW.at := pg_catalog.clock_timestamp();", "NEW.at := lived.clock_timestamp();"),
        ("due_at <= now() - interval '1 day'", "due_at <= lived.now() - interval '1 day'"),
        ("expires_on >= CURRENT_DATE)", "expires_on >= (lived.now()::date))"),
        ("at > current_timestamp", "at > lived.now()"),
        ("app.now() AND unknown(now)", "app.now() AND unknown(now)"),
        ("SELECT current_dates", "SELECT current_dates"),
    ],
)
def test_every_clock_of_a_rule_is_swapped_and_nothing_else(rule, of_the_year):
    assert database.of_the_year(rule) == of_the_year
    assert database.of_the_year(of_the_year) == of_the_year
