"""What is due: stories that nobody has read yet, and meanings of stories that are gone."""

from matching import tasks
from matching.meaning import work


def queue_new_stories():
    """Due work: one task for all new stories of the organization."""
    work.forget_deleted_stories()
    if work.anything_unread():
        tasks.read_stories.delay_on_commit()
