import pytest

from mentoring.launch import browser
from mentoring.launch.paths import LaunchError


@pytest.fixture
def bare_machine(tmp_path, monkeypatch):
    """A machine without a browser but what a test puts into its folder on PATH."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("BROWSER_PATH", raising=False)
    monkeypatch.setattr(browser, "PLACES", ())
    monkeypatch.setattr(browser, "PLAYWRIGHTS_OWN", "print('/nowhere')")
    return tmp_path


def put(folder, name, says, code=0):
    program = folder / name
    program.write_text(f"#!/bin/sh\necho {says}\nexit {code}\n")
    program.chmod(0o755)
    return str(program)


def test_a_browser_on_path_is_found(bare_machine):
    chrome = put(bare_machine, "google-chrome", "Google Chrome 140")

    assert browser.find_browser() == chrome


def test_a_placeholder_package_is_no_browser(bare_machine):
    put(bare_machine, "chromium-browser", "requires the chromium snap", code=1)

    assert browser.find_browser() is None


def test_the_named_browser_comes_first(bare_machine, monkeypatch):
    put(bare_machine, "chromium", "Chromium 140")
    named = put(bare_machine, "mine", "Chromium 141")
    monkeypatch.setenv("BROWSER_PATH", named)

    assert browser.find_browser() == named


def test_without_a_browser_the_run_fails_and_says_what_to_do(bare_machine, monkeypatch):
    put(bare_machine, "apt-get", "nothing to be had", code=100)
    monkeypatch.setattr(browser.sys, "executable", put(bare_machine, "python", "no", code=1))

    with pytest.raises(LaunchError, match="set BROWSER_PATH"):
        browser.ensure_browser()
