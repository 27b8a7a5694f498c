"""The worker's part: stories are read soon after they are written, and at the latest by a run."""

import logging
import time
from uuid import UUID

from matching.meaning import stored
from matching.meaning.models import StoryMeaning
from matching.models import MatchingRun
from mentoring.jobs import progress
from mentoring.jobs.models import OPEN
from mentoring.tenancy import context

BATCH = 8  # stories in one transaction: about a second
SECONDS = 20  # then other work has its turn
STEPS = 6  # reading is the first of so many steps of a run

logger = logging.getLogger(__name__)


def forget_deleted_stories():
    """A story that its author took back means nothing any more."""
    StoryMeaning.objects.filter(participant__story="").delete()


def anything_unread():
    """Whether the organization has stories that nobody has read yet."""
    return stored.unread().exists()


def read_new_stories(organization):
    """Read what is new, in small transactions, for some seconds at most."""
    in_force = context.Context(UUID(str(organization)))
    until = time.monotonic() + SECONDS
    while _read_batch(in_force) and time.monotonic() < until:
        pass


def read_for_run(organization, run_id, label):
    """Read what a run needs and nobody has read yet; what is read stays read if the worker dies.

    The run's progress shows how far it is, under ``label``. A cancelled run ends it.
    """
    in_force = context.Context(UUID(str(organization)))
    most = last = 0
    while True:
        with context.enter(in_force):
            run = MatchingRun.objects.filter(pk=run_id, status__in=OPEN).first()
            left = stored.unread(program=run.program_id).count() if run else 0
        if not left or left == last:
            return
        most, last = max(most, left), left
        progress.report(run_id, most - left, STEPS * most, label)
        if not _read_batch(in_force, program=run.program_id):
            return


def _read_batch(in_force, **program):
    """Read some stories; False when there is nothing left to do, or it cannot be done.

    Two workers may read the same stories at the same moment; they find the same.
    """
    with context.enter(in_force):
        some = stored.unread(**program)[:BATCH]
        ids = [row.pk for row in some]
        try:
            stored.read_some(ids)
        except (ImportError, OSError, RuntimeError):
            # The product works without: stories count neither for nor against anybody.
            logger.exception("stories cannot be read")
            return False
    return bool(ids)
