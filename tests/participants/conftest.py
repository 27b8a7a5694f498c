import pytest

from organizations.services import save_company
from tests.factories.programs import ProgramFactory


@pytest.fixture
def program(organization):
    """A program; the organization knows the companies of ``files``."""
    save_company(name="Talvera Foods", by=None)
    save_company(name="Norrland Rail", by=None)
    return ProgramFactory(name="Bridge", slug="bridge")
