"""Launchers that are stopped, killed and started side by side, with real processes."""

import http.client
import re
import signal

import pytest

from mentoring.launch.processes import until

pytestmark = pytest.mark.processes


def has_left_nothing(clone):
    return until(lambda: not clone.left_over(), 10)


@pytest.mark.parametrize(
    ("moment", "number"),
    [
        ("initdb", signal.SIGTERM),
        ("postgres", signal.SIGINT),
        ("valkey", signal.SIGHUP),
        ("migrate", signal.SIGTERM),
    ],
)
def test_a_signal_while_starting_stops_everything(clone, moment, number):
    launcher = clone.start("demo")
    clone.reaches(launcher, moment)

    launcher.send_signal(number)

    assert launcher.wait(30) == 128 + number
    assert has_left_nothing(clone)


def test_what_a_killed_launcher_leaves_is_ended_by_stop(clone):
    launcher = clone.start("demo")
    clone.reaches(launcher, "valkey")
    launcher.kill()
    launcher.wait()
    assert clone.left_over()

    assert clone.run("stop") == 0

    assert has_left_nothing(clone)
    assert "Stopped." in clone.said()


def test_a_killed_launcher_is_no_obstacle_to_the_next(clone):
    launcher = clone.start("demo")
    clone.reaches(launcher, "migrate")
    launcher.kill()
    launcher.wait()

    assert clone.run("manage", "migrate", "-v", "0") == 0, clone.said()
    assert clone.run("manage", "check_walls") == 0, clone.said()

    assert has_left_nothing(clone)


def test_stop_without_a_demo_says_so(clone):
    assert clone.run("stop") == 0

    assert "Nothing is running." in clone.said()


def test_two_clones_side_by_side(make_clone):
    one, other = make_clone("one"), make_clone("other")
    launchers = {one: one.start("demo"), other: other.start("demo")}
    for clone, launcher in launchers.items():
        clone.reaches(launcher, "valkey")

    assert one.records()["postgres"] != other.records()["postgres"]
    launchers[one].terminate()
    launchers[one].wait(30)

    assert has_left_nothing(one)
    assert other.left_over()
    launchers[other].terminate()
    launchers[other].wait(30)
    assert has_left_nothing(other)


def test_reset_ends_a_running_demo_after_a_yes(clone):
    launcher = clone.start("demo")
    clone.reaches(launcher, "valkey")

    assert clone.answer("y", "reset") == 0

    assert launcher.wait(10) == 128 + signal.SIGTERM
    assert "Stop it and delete all of its data? [y/N]" in clone.said()
    assert has_left_nothing(clone)
    assert not (clone.folder / ".data").exists()


def test_demo_serves_keeps_its_data_and_can_be_used_by_others(clone):
    launcher = clone.start("demo")
    assert until(lambda: "Stop   Ctrl-C" in clone.said() or launcher.poll() is not None, 180)
    assert launcher.poll() is None, clone.said()
    clone.records()
    port = int(re.search(r"http://localhost:(\d+)/", clone.said())[1])
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", "/accounts/login/")
    assert connection.getresponse().status == 200
    connection.close()

    assert clone.run("demo") == 0
    assert f"The demo runs already: http://localhost:{port}/" in clone.said()
    assert clone.run("manage", "showmigrations", "--plan") == 0, clone.said()
    assert launcher.poll() is None

    assert clone.run("reset") == 1
    assert "reset would delete its data" in clone.said()
    assert clone.answer("no", "reset") == 1
    assert "Nothing is deleted." in clone.said()
    assert launcher.poll() is None
    assert (clone.folder / ".data" / "state.json").exists()

    assert clone.run("stop") == 0
    assert launcher.wait(10) == 128 + signal.SIGTERM
    assert has_left_nothing(clone)
