"""A program whose two sides have their modules, and texts to write."""

import pytest

from tests.factories.participants import ParticipantFactory, membership_of
from tests.factories.training import begin, furnish, module_of
from training.modules import shipped
from training.modules.models import Attempt


@pytest.fixture
def mentee(organization):
    made = ParticipantFactory()
    furnish()
    return made


@pytest.fixture
def mentor(mentee):
    return ParticipantFactory(program=mentee.program, mentor=True)


@pytest.fixture
def module(mentee):
    return module_of(mentee)


@pytest.fixture
def me(mentee):
    return membership_of(mentee)


@pytest.fixture
def attempt(mentee, module):
    made = begin(mentee, module)
    return Attempt.objects.select_related("version", "participant").get(pk=made.pk)


@pytest.fixture
def source():
    """The text of a module, as it is delivered."""
    return next(one.source for one in shipped.everything() if one.code == "roles")
