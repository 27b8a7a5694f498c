"""Both sign at the same moment, in processes of their own; or one signs while the other amends."""

import pytest

from mentoring.tenancy import context
from partnerships.agreements import queries
from partnerships.lifecycle import Status
from partnerships.models import Partnership, PartnershipEvent
from tests.factories.agreements import propose, sign
from tests.factories.organizations import OrganizationFactory
from tests.factories.partnerships import make_partnership
from tests.factories.training import introduce
from tests.partnerships.agreements import signers
from tests.partnerships.competing import processes, run
from tests.running import database_url

pytestmark = pytest.mark.processes
processes.set_forkserver_preload(
    ["tests.partnerships.service_contender", "tests.partnerships.agreements.signers"]
)
ROUNDS = 4
BOTH = ("mentor", "mentee")


@pytest.fixture
def organization(transactional_db, monkeypatch):
    """Committed, and found by the processes."""
    monkeypatch.setenv("DATABASE_URL", database_url())
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "1")  # a fork server must have one thread
    return OrganizationFactory()


def _world(signed_by):
    found = []
    for _round in range(ROUNDS):
        pair = make_partnership(accepted_by=BOTH)
        introduce(pair)
        agreement = propose(pair)
        for side in signed_by:
            sign(pair, side, agreement)
        people = {side: str(getattr(pair, side).person.user_id) for side in BOTH}
        found.append({"pair": str(pair.pk), "digest": agreement.digest, **people})
    return found


def _contest(organization, acts, signed_by=()):
    with context.enter(context.Context(organization.pk)):
        rounds = _world(signed_by)
    barrier = processes.Barrier(len(acts), timeout=60)
    place = str(organization.pk), rounds
    run(*((act, *place, side, barrier) for act, side in zip(acts, BOTH, strict=True)))


def test_two_signatures_at_once_begin_it_once(organization):
    _contest(organization, [signers.sign, signers.sign])

    with context.enter(context.Context(organization.pk)):
        assert set(Partnership.objects.values_list("status", flat=True)) == {Status.ACTIVE}
        assert PartnershipEvent.objects.filter(action="activate").count() == ROUNDS


def test_nobody_signs_what_has_been_replaced_at_that_moment(organization):
    _contest(organization, [signers.sign, signers.amend], signed_by=["mentee"])

    with context.enter(context.Context(organization.pk)):
        for pair in Partnership.objects.all():
            found = queries.agreements_of(pair)
            # Either the signature came first and the former holds, or it came too late.
            first = found.all[-1]
            assert found.number == 2
            assert first.stands == (pair.status == Status.ACTIVE)
            assert not found.newest.signed_at
