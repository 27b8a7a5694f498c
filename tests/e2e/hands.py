"""Hands that wait for the page: nobody types into one whose scripts are still on their way.

A click returns as soon as the next page begins to arrive. On a busy machine a key that is pressed
then meets no script yet, and what is measured is half a page.
"""

from contextlib import contextmanager

from playwright.sync_api import Locator

OF_LOCATORS = ("click", "press", "press_sequentially", "fill", "check", "uncheck", "evaluate")
OF_LOCATORS += ("select_option", "set_input_files", "focus", "all_inner_texts", "count")
OF_KEYBOARDS = ("press", "type", "insert_text")
_impatient = set()


def _waiting(act, page_of):
    def waits(self, *arguments, **options):
        page = page_of(self)
        if page not in _impatient:
            page.wait_for_load_state()
        return act(self, *arguments, **options)

    return waits


def patient(patch):
    """Let every locator wait for its page, until ``patch`` (a ``MonkeyPatch``) is undone."""
    for name in OF_LOCATORS:
        patch.setattr(Locator, name, _waiting(getattr(Locator, name), lambda one: one.page))


def patient_at(page):
    """The page, whose keyboard and scripts wait for it as well."""
    keyboard = page.keyboard
    for owner, names in ((keyboard, OF_KEYBOARDS), (page, ("evaluate",))):
        for name in names:
            act = _waiting(getattr(type(owner), name), lambda _one: page)
            setattr(owner, name, act.__get__(owner))
    return page


@contextmanager
def impatient(page):
    """Within this block the hands are quicker than the page."""
    _impatient.add(page)
    try:
        yield
    finally:
        _impatient.discard(page)
