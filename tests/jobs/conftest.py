"""A running product, and a committed organization, for tests with real processes."""

import pytest

from mentoring import celery_app
from mentoring.tenancy import context
from tests.factories.organizations import OrganizationFactory
from tests.running import product_in


@pytest.fixture
def product(transactional_db, tmp_path):
    """A broker of our own that this process and the workers of the test use."""
    before = celery_app.conf.broker_url
    with product_in(tmp_path) as running:
        _use_broker(f"redis+socket://{running.broker.socket}?virtual_host=0")
        celery_app.conf.task_always_eager = False
        yield running
    _use_broker(before)


def _use_broker(url):
    celery_app.conf.update(broker_url=url, broker_read_url=url, broker_write_url=url)
    celery_app._pool = celery_app.amqp._producer_pool = None


@pytest.fixture
def inside(transactional_db):
    """The context of a committed organization."""
    return context.Context(OrganizationFactory().pk)
