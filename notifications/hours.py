"""When a mail suits its reader: wall clock times of a zone, and nothing but arithmetic."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from notifications.models import Pace

DAY = timedelta(days=1)
SATURDAY, MONDAY = 5, 0
# What is gathered comes at this time, or later where it is still quiet.
DIGEST_AT = time(8)


@dataclass(frozen=True)
class Hours:
    """The quiet hours of a reader; two times that are equal are none."""

    zone: ZoneInfo
    quiet_from: time
    quiet_until: time
    is_quiet_on_weekends: bool = False

    def is_quiet(self, moment):
        """Whether it is quiet then, by the clocks of the reader."""
        local = moment.astimezone(self.zone)
        if self.is_quiet_on_weekends and local.weekday() >= SATURDAY:
            return True
        now, start, end = local.time(), self.quiet_from, self.quiet_until
        if start < end:
            return start <= now < end
        return start != end and (now >= start or now < end)

    def next_after(self, moment):
        """``moment``, or the first one after it that is not quiet; in UTC.

        What is quiet all day is quiet never: nobody would ever hear anything.
        """
        for candidate in self._ends(moment):
            if not self.is_quiet(candidate):
                return candidate
        return moment

    def _ends(self, moment):
        """``moment``, and each end of quiet in the days after it."""
        yield moment
        local = moment.astimezone(self.zone)
        for days in range(5):
            for at in sorted({time(0), self.quiet_until}):
                end = self._at(local.date() + days * DAY, at)
                if end > moment:
                    yield end

    def next_digest(self, moment, pace):
        """When what was gathered by ``moment`` is told: the next morning, or on Monday."""
        day = moment.astimezone(self.zone).date()
        at = self._at(day, DIGEST_AT)
        while at <= moment or (pace == Pace.WEEKLY and day.weekday() != MONDAY):
            day += DAY
            at = self._at(day, DIGEST_AT)
        return self.next_after(at)

    def _at(self, day, at):
        """A wall clock time as a moment; one that daylight saving skips is the next there is."""
        return datetime.combine(day, at, self.zone).astimezone(UTC)
