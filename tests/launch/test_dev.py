"""dev.py: what finds the interpreter and keeps the environment up to date."""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import dev
from mentoring.launch.__main__ import COMMANDS

ROOT = Path(dev.__file__).parent


@pytest.fixture
def bare_machine(tmp_path, monkeypatch):
    """A machine on which no Python lies but what a test puts into its folder on PATH."""
    programs = tmp_path / "bin"
    programs.mkdir()
    monkeypatch.setenv("PATH", str(programs))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("PYTHON", raising=False)
    monkeypatch.setattr(dev, "glob", lambda pattern: [])
    _move(monkeypatch, tmp_path)
    monkeypatch.setattr(dev.sys, "executable", put(programs, "python3.8", "cpython 3 8"))
    return programs


def _move(monkeypatch, root):
    """Nothing that a test does may reach the environment that runs it."""
    monkeypatch.setattr(dev, "ROOT", root)
    monkeypatch.setattr(dev, "VENV", root / ".venv")
    monkeypatch.setattr(dev, "BOOTSTRAP", root / ".bootstrap")
    monkeypatch.setattr(dev, "STAMP", root / ".venv" / "installed.json")
    monkeypatch.setattr(dev, "UNFINISHED", root / ".venv" / "unfinished")


def put(folder, name, says, code=0):
    """A program that answers like a Python of some version."""
    program = folder / name
    program.write_text(f"#!/bin/sh\necho {says}\nexit {code}\n")
    program.chmod(0o755)
    return str(program)


def test_source_is_python_3_8():
    ast.parse((ROOT / "dev.py").read_text(), feature_version=(3, 8))


def test_source_needs_the_standard_library_alone():
    tree = ast.parse((ROOT / "dev.py").read_text())
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.Import)]
    modules = {name.name for node in imports for name in node.names}
    modules |= {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}

    assert modules <= sys.stdlib_module_names


def test_every_command_is_explained_and_exists():
    explained = set(re.findall(r"^  ([a-z]+) ", dev.USAGE, re.MULTILINE))

    assert explained == {*dev.LOCKS, "stop", "reset"}
    assert explained - {"setup"} == set(COMMANDS)


def test_help_and_unknown_commands(capsys):
    assert dev.main(["--help"]) == 0
    assert dev.main([]) == 0
    assert dev.main(["serve"]) == 2
    assert "Usage: python3 dev.py COMMAND" in capsys.readouterr().err


def test_a_stub_on_path_is_passed_over(bare_machine):
    put(bare_machine, "python3.14", "cpython 3 14", code=127)
    good = put(bare_machine, "python3.12", "cpython 3 12")

    assert dev.find_python() == good


@pytest.mark.parametrize("says", ["cpython 3 11", "pypy 3 13", "nothing sensible", ""])
def test_what_is_no_new_enough_cpython_is_passed_over(bare_machine, says):
    put(bare_machine, "python3", says)

    assert dev.find_python() is None


def test_a_python_without_wheels_is_taken_only_when_named(bare_machine, monkeypatch):
    future = put(bare_machine, "python3", "cpython 3 99")

    assert dev.find_python() is None
    monkeypatch.setenv("PYTHON", future)
    assert dev.find_python() == future


def test_a_named_python_must_be_good(bare_machine, monkeypatch):
    monkeypatch.setenv("PYTHON", str(bare_machine / "missing"))

    with pytest.raises(dev.Failed, match="is not a working Python 3.12 or newer"):
        dev.find_python()


def test_the_running_python_is_found():
    assert dev.version(sys.executable) == sys.version_info[:2]


def test_without_any_python_three_ways_are_named(bare_machine):
    failing = put(bare_machine, "uv", "", code=2)

    with pytest.raises(dev.Failed) as failure:
        dev.make_venv(failing, None, "demo")

    assert re.findall(r"^  (\d)\.", str(failure.value), re.MULTILINE) == ["1", "2", "3"]
    assert "python3 dev.py demo" in str(failure.value)


def test_a_python_that_can_install_nothing_is_explained(bare_machine):
    unable = put(bare_machine, "python3.13", "", code=1)

    with pytest.raises(dev.Failed, match="apt-get install python3-venv"):
        dev.install_uv([unable])


def test_processes_share_bytecode_without_littering(monkeypatch):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("PYTHONPATH", "/somewhere")
    monkeypatch.delenv("PYTHONPYCACHEPREFIX", raising=False)

    env = dev.clean_environment()

    assert "PYTHONDONTWRITEBYTECODE" not in env
    assert "PYTHONPATH" not in env
    assert Path(env["PYTHONPYCACHEPREFIX"]).is_relative_to(dev.BOOTSTRAP)


@pytest.fixture
def project(tmp_path, monkeypatch):
    """An environment built for tests, and what the installer is asked to do with it."""
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    put(tmp_path / ".venv" / "bin", "python", "cpython 3 13")
    for lock in (dev.RUN, dev.TEST):
        (tmp_path / lock).write_text("django==6.1.3 \\\n    --hash=sha256:00\n")
    _move(monkeypatch, tmp_path)
    monkeypatch.setattr(dev, "installer", lambda python: "uv")
    asked = []
    monkeypatch.setattr(dev, "run_installer", lambda uv, lock: asked.append(lock))
    monkeypatch.setattr(dev, "make_venv", lambda uv, python, command: asked.append("venv"))
    dev.build_environment(dev.TEST, "test")
    assert asked == [dev.TEST]
    asked.clear()
    return tmp_path, asked


def test_an_unchanged_lock_installs_nothing(project):
    _, asked = project

    dev.build_environment(dev.TEST, "test")

    assert asked == []


def test_a_demo_is_content_with_the_environment_of_tests(project):
    _, asked = project

    dev.build_environment(dev.RUN, "demo")

    assert asked == []


def test_a_changed_lock_keeps_the_larger_set(project):
    folder, asked = project
    for lock in (dev.RUN, dev.TEST):
        (folder / lock).write_text("django==6.1.4 \\\n    --hash=sha256:11\n")

    dev.build_environment(dev.RUN, "demo")
    dev.build_environment(dev.TEST, "test")

    assert asked == [dev.TEST]


def test_a_set_that_does_not_hold_the_other_is_not_taken_for_it(project):
    folder, asked = project
    (folder / dev.RUN).write_text("django==6.2.0 \\\n    --hash=sha256:22\n")

    dev.build_environment(dev.RUN, "demo")

    assert asked == [dev.RUN]
    assert set(json.loads(dev.STAMP.read_text())) == {dev.RUN}


def test_an_interrupted_installation_begins_anew(project):
    _, asked = project
    dev.UNFINISHED.touch()

    dev.build_environment(dev.RUN, "demo")

    assert asked == ["venv", dev.RUN]


def test_stop_and_reset_before_anything_was_built(tmp_path):
    (tmp_path / "dev.py").write_text((ROOT / "dev.py").read_text())
    (tmp_path / ".data").mkdir()

    for command in ("stop", "reset"):
        words = [sys.executable, "dev.py", command]
        said = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, check=True)
        assert said.stdout == "Nothing is running.\n"

    assert not (tmp_path / ".data").exists()
    assert not (tmp_path / ".venv").exists()


def test_the_tests_set_holds_all_that_runs():
    assert dev.pins(dev.RUN) <= dev.pins(dev.TEST)


@pytest.mark.parametrize("lock", [dev.RUN, dev.TEST, "requirements-bootstrap.lock"])
def test_every_locked_package_has_a_hash_and_no_address(lock):
    text = (ROOT / lock).read_text()
    packages = re.split(r"\n(?=\w)", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE).strip())

    assert all("--hash=sha256:" in package for package in packages)
    assert "://" not in text
    assert len(packages) == len(dev.pins(lock))
