"""`dev.py test`, `shots` and `bench`: on throwaway servers of their own."""

import shutil
import signal
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

from mentoring.launch import paths, processes, product, servers
from mentoring.launch.browser import ensure_browser
from mentoring.launch.paths import LaunchError

IN_PARALLEL = [
    "-n",
    "2",
    "--dist",
    "loadfile",
    "--no-loadscope-reorder",
]  # tests/conftest.py orders


def test(arguments):
    """Run pytest; the exit code is pytest's."""
    browser = ensure_browser()
    with throwaway() as env:
        env |= {"BROWSER_PATH": browser, "CHROME_PATH": browser}
        command = ["-m", "pytest", *parallel(arguments), *arguments]
        return _run("pytest", command, env)


def shots(arguments):
    """Write the screenshots."""
    browser = ensure_browser()
    with throwaway() as env:
        env |= {"BROWSER_PATH": browser, "CHROME_PATH": browser}
        _migrate(env)
        return _run("shots", ["-m", "tests.e2e.shots", *arguments], env)


def bench(arguments):
    """Run one benchmark of tests/bench with full counts."""
    files = (paths.ROOT / "tests" / "bench").glob("[a-z]*.py")
    names = sorted(file.stem for file in files if not file.stem.startswith("test_"))
    if not arguments or arguments[0] not in names:
        raise LaunchError(f"Usage: dev.py bench NAME [ARGS], NAME one of: {', '.join(names)}")
    with throwaway() as env:
        _migrate(env)
        return _run("bench", ["-m", f"tests.bench.{arguments[0]}", *arguments[1:]], env)


def check(arguments):
    """Linters and types; all of them run, even when one has findings."""
    programs = (["ruff", "check"], ["ruff", "format", "--check"], ["mypy"])
    codes = [processes.run(words[0], [sys.executable, "-m", *words]) for words in programs]
    return max(codes)


def parallel(arguments):
    """Both cores for the whole suite; a chosen part, or a chosen number, runs as asked."""
    for word in arguments:
        is_choice = word.startswith(("-n", "--numprocesses", "--dist", "--pdb"))
        if is_choice or (not word.startswith("-") and _is_path(word)):
            return []
    return IN_PARALLEL


def _is_path(word):
    return (paths.ROOT / word.partition("::")[0]).exists()


@contextmanager
def throwaway():
    """The environment of tests: servers that are gone afterwards."""
    paths.data_folder()
    processes.sweep()
    folder = Path(tempfile.mkdtemp(prefix="mentoring-test-"))
    try:
        mail = folder / "mail"
        mail.mkdir()
        with servers.running(folder, durable=False, logs=folder) as running:
            ours = servers.variables(
                running,
                debug=False,
                secret_key="tests only, and long enough to be accepted",
                base_url="http://127.0.0.1:8000",
                mail=mail,
            )
            ours["ALLOWED_HOSTS"] = "testserver,127.0.0.1,localhost"
            yield servers.process_environment(ours)
    finally:
        processes.sweep()  # what tests have started and a killed test process has left
        shutil.rmtree(folder, ignore_errors=True)


def _migrate(env):
    log = Path(env["MAIL_URL"].removeprefix("file://")).parent / "migrate.log"
    product.require(["migrate", "-v", "0"], env, log)


def _run(name, command, env):
    """Run it with our terminal, where there is one, so that a debugger can be used."""
    words = [sys.executable, *command]
    return processes.run(name, words, env=env, stop_signal=signal.SIGINT, in_foreground=True)
