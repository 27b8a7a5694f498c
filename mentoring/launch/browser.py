"""The browser that end-to-end tests drive: the machine's own, else installed now."""

import contextlib
import os
import shutil
import subprocess
import sys

from mentoring.launch import processes
from mentoring.launch.paths import LaunchError
from mentoring.launch.processes import say

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
PLAYWRIGHTS_OWN = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""
NO_BROWSER = """No Chromium for the end-to-end tests, and none could be installed. Do one of these:

  1. install Chromium or Google Chrome, so that it is on PATH;
  2. set BROWSER_PATH to its program;
  3. allow this machine to download one (playwright install chromium), and run this again."""


def ensure_browser():
    """The path of a Chromium that runs here; installs one when there is none."""
    for install in (None, _by_distribution, _by_playwright):
        if install:
            install()
        found = find_browser()
        if found:
            return found
    raise LaunchError(NO_BROWSER)


def find_browser():
    """The path of the first Chromium that runs here, or None."""
    return next((program for program in _programs() if _runs(program)), None)


def _programs():
    if os.environ.get("BROWSER_PATH"):
        yield os.environ["BROWSER_PATH"]
    for name in NAMES:
        program = shutil.which(name)
        if program:
            yield program
    yield from PLACES
    asked = [sys.executable, "-c", PLAYWRIGHTS_OWN]
    yield subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()


def _runs(program):
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        asked = [program, "--version"]
        answer = subprocess.run(asked, capture_output=True, text=True, timeout=60, check=True)
        return "Chrom" in answer.stdout
    return False


def _by_distribution():
    """Debian and its relatives have a package; only root may install it."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    say("Installing Chromium from the distribution ...")
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    if processes.run("apt-get", ["apt-get", "update", "-q"], env=env) == 0:
        install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", "chromium"]
        processes.run("apt-get", install, env=env)


def _by_playwright():
    say("Downloading Chromium ...")
    processes.run("playwright", [sys.executable, "-m", "playwright", "install", "chromium"])
