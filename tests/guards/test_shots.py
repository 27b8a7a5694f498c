"""Every page has its pictures, or a reason not to."""

from tests.access.routes import routes
from tests.e2e.pages import PAGES
from tests.e2e.unpictured import NOT_PAGES

ADDRESSES = {
    route.name for route in routes("tests.access.urls") if not route.name.startswith("api:")
}


def test_every_page_is_pictured():
    assert ADDRESSES - PAGES.keys() - NOT_PAGES.keys() == set()


def test_only_addresses_that_exist_are_named():
    assert (PAGES.keys() | NOT_PAGES.keys()) - ADDRESSES == set()


def test_a_page_is_pictured_or_not():
    assert PAGES.keys() & NOT_PAGES.keys() == set()


def test_states_of_a_page_have_names_of_their_own():
    for name, states in PAGES.items():
        assert len({state.name for state in states}) == len(states), name
        assert states, name
