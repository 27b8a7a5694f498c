import pytest
from django.urls import reverse

from tests.partnerships.goals.people import introduced, own


@pytest.fixture
def partnership(organization):
    return introduced()


@pytest.fixture
def go(client_for, organization):
    """``go(partnership, side, "goals:board", *args, data=…)`` as one of the two."""
    browsers = {}

    def open_page(partnership, side, name, *args, data=None, query=""):
        member = own(partnership, side)
        if member.pk not in browsers:
            browsers[member.pk] = client_for(member)
        place = [organization.slug, partnership.pk, *args]
        address = reverse(f"portal:{name}", args=place) + query
        browser = browsers[member.pk]
        return browser.get(address) if data is None else browser.post(address, data)

    return open_page
