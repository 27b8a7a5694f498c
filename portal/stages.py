"""Where a program stands, as its participants see it."""

from dataclasses import replace

from mentoring.ui import timeline

DEFAULT_ZONE = "UTC"


def without_setup(stage):
    """Where a program stands, without the weeks in which only coordinators have to do."""
    return replace(stage, rows=[row for row in stage.rows if row.key != "setup"])


def months_of(stage):
    """The line of months of a program, as the tag ``year`` takes it."""
    return timeline.months(stage.program.starts_on, stage.today, count=stage.length)
