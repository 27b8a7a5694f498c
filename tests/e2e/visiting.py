"""People at a browser, and the mail that reaches them."""

import re
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import expect

from mentoring.ui import mailbox
from tests.running import wait_for

BROWSER_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
NARROWEST = {"width": 320, "height": 640}
PATIENCE = 30_000  # milliseconds; a busy machine of two cores needs them, a quick one does not

CODE = re.compile(r"^ {4}(\S+)$", re.MULTILINE)
# A page that answers 4xx on purpose is no fault of a script.
EXPECTED = "Failed to load resource"

expect.set_options(timeout=PATIENCE)


@dataclass(frozen=True)
class Post:
    """The folder that every mail is written to."""

    folder: Path

    def letters(self, to, about=""):
        """Mails to this address whose subject holds ``about``, the newest first."""
        return [
            mailbox.read(self.folder, summary.name)
            for summary in mailbox.mails(self.folder)
            if to in summary.recipients and about in summary.subject
        ]

    def wait(self, to, about="", count=1):
        """The newest such mail, as soon as there are ``count`` of them."""
        wait_for(lambda: len(self.letters(to, about)) >= count)
        return self.letters(to, about)[0]


def watched(page, faults):
    """Note in ``faults`` what scripts of the page, or its content policy, complain about."""

    def on_console(message):
        if message.type == "error" and not message.text.startswith(EXPECTED):
            faults.append(f"{page.url}: {message.text}")

    page.on("console", on_console)
    page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
    page.on(
        "response",
        lambda answer: answer.status >= 500 and faults.append(f"{answer.url}: {answer.status}"),
    )
    return page


def sign_in(page, post, address):
    """Sign in as a person does: ask for a code, read it in the mail, enter it."""
    known = len(post.letters(address))
    page.goto("/accounts/login/")
    page.get_by_label("Your mail address at work").fill(address)
    page.get_by_role("button", name="Mail me a code").click()
    expect(page.get_by_role("heading", name="Enter your code")).to_be_visible()
    wait_for(lambda: len(post.letters(address)) > known)
    code = CODE.search(post.letters(address)[0].text).group(1)
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Continue").click()
    expect(page).not_to_have_url(re.compile("/accounts/"))


def is_wider_than_screen(page):
    """Whether the page as a whole would have to be scrolled sideways."""
    return page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
