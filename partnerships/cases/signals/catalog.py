"""Every signal with what finds its causes; each answers for a whole organization at once."""

from partnerships.cases.kinds import Signal
from partnerships.cases.signals import beginnings, changes, meetings, midyear, people, said

FINDERS = {
    Signal.INVITATION: people.unanswered,
    Signal.PROFILE: people.incomplete,
    Signal.TRAINING: beginnings.training_late,
    Signal.FIRST_MEETING: meetings.no_first_meeting,
    Signal.NO_MEETING: meetings.no_meeting,
    Signal.SILENCE: meetings.silence,
    Signal.CHECK_LATE: said.checks_late,
    Signal.RATING: said.low_ratings,
    Signal.CALL: said.calls,
    Signal.NOT_A_FIT: said.no_fits,
    Signal.WARNING: midyear.warnings,
    Signal.UNSIGNED: beginnings.unsigned,
    Signal.GOAL: beginnings.no_goal,
    Signal.EMPLOYMENT: changes.changed_jobs,
    Signal.CONFLICT: changes.conflicts,
    Signal.BOUNCED: people.bounced,
    Signal.SPONSOR_LEFT: changes.sponsors_left,
}
