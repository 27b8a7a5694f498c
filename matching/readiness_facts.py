"""What the engine found → plain data to keep: ids, codes and numbers, never words."""

from collections import Counter

from matching.engine.cover import bits_of
from matching.engine.rules import TOP_NEEDS

MOST_GROUPS, MOST_OFFERS, MOST_SENDERS = 10, 10, 10
MOST_NAMED = 12
MOST_RIVALS = 5


def as_data(readiness, collected, standings):
    """The parts of a ``Readiness`` that the page shows, each with what it needs to name them.

    ``standings`` are numbers of the program's people, ``{side: {standing: number}}``.
    """
    about = _About(readiness, collected)
    groups, sent = readiness.groups, [one for one in readiness.sent if one.gain]
    return {
        "mentees": readiness.mentees,
        "mentors": readiness.mentors,
        "places": readiness.places,
        "matched": readiness.matched,
        "groups": [about.group(group) for group in groups[:MOST_GROUPS]],
        "more_groups": len(groups[MOST_GROUPS:]),
        "tightest": about.group(readiness.tightest) if readiness.tightest else None,
        "offers": [about.offer(one) for one in readiness.offers[:MOST_OFFERS]],
        "more_offers": len(readiness.offers[MOST_OFFERS:]),
        "owed": sum(one.mentors for one in readiness.sent),
        "sent": [
            {
                "company": str(collected.numbers.companies[one.company]),
                "mentors": one.mentors,
                "gain": one.gain,
            }
            for one in sent[:MOST_SENDERS]
        ],
        "all_sent": readiness.all_sent,
        "outside": _outside(collected.pool, standings),
    }


def _outside(pool, standings):
    """Who is not in the pool, by side: those who are matched or full, and what profiles lack."""
    found = {}
    for side, rows in (("mentee", pool.mentees), ("mentor", pool.mentors)):
        lacking = [pool.missing[row.pk] for row in rows if pool.missing[row.pk]]
        counts = Counter(str(code) for codes in lacking for code in codes)
        found[side] = {
            "incomplete": len(lacking),
            "missing": [list(item) for item in counts.most_common()],
            "standings": standings[side],
        }
    complete = len(pool.mentors) - found["mentor"]["incomplete"]
    found["mentee"]["settled"] = standings["mentee"].get("in", 0) - len(pool.mentees)
    found["mentor"]["settled"] = complete - len(pool.ready_mentors)
    return found


class _About:
    """Looks up what a group's members have in common."""

    def __init__(self, readiness, collected):
        self.profiles = collected.profiles
        self.numbers = collected.numbers
        self.zones = {str(row.pk): row.time_zone for row in collected.pool.mentees}
        self.mentors = [self.profiles[str(row.pk)] for row in collected.pool.ready_mentors]
        companies = collected.facts.companies
        self.apart = (companies | companies.T) != 0
        self.short = [person for group in readiness.groups for person in group.mentees]

    def group(self, group):
        members = [self.profiles[person] for person in group.mentees]
        places = {person: self.profiles[person].capacity for person in group.mentors}
        return {
            "size": len(group.mentees),
            "places": group.places,
            "elsewhere": group.elsewhere,
            "mentees": list(group.mentees[:MOST_NAMED]),
            "mentors": [[person, places[person]] for person in group.mentors[:MOST_NAMED]],
            "all_mentors": len(group.mentors),
            "rules": [[one.rule.name, one.forbids, one.opens] for one in group.rules],
            **self._needs(members),
            "companies": _most(str(self.numbers.companies[one.company]) for one in members),
            "languages": _most(
                self.numbers.languages[bit] for one in members for bit in bits_of(one.languages)
            ),
            "zones": _most(self.zones[person] for person in group.mentees),
            "rivals": self._rivals({one.company for one in members}, group.mentors),
            "core": self.group(group.core) if group.core else None,
        }

    def _needs(self, members):
        """How many ask for what first or second, and the fewest needs of which all ask for one."""
        left = [one.needs[:TOP_NEEDS] for one in members]
        asked = _most(self.numbers.competencies[need] for needs in left for need in needs)
        shared = []
        while left:
            counts = Counter(need for needs in left for need in needs)
            most = max(counts, key=lambda need: (counts[need], -need))
            shared.append(self.numbers.competencies[most])
            left = [needs for needs in left if most not in needs]
        return {"needs": asked, "shared_needs": shared}

    def _rivals(self, companies, mentors):
        """Companies whose mentors none of these companies' people may have, most places first."""
        mine, places = set(mentors), Counter()
        for mentor in self.mentors:
            barred = (mentor.company == one or self.apart[mentor.company, one] for one in companies)
            if mentor.id not in mine and all(barred):
                places[str(self.numbers.companies[mentor.company])] += mentor.capacity
        return [list(item) for item in places.most_common(MOST_RIVALS)]

    def offer(self, one):
        near = Counter(
            self.zones[person]
            for person in self.short
            if self.profiles[person].utc_offset == one.utc_offset
        )
        return {
            "competency": self.numbers.competencies[one.competency],
            "language": self.numbers.languages[one.language],
            "zone": min(near, key=lambda zone: (-near[zone], zone)),
            "gain": one.gain,
            "helps": one.helps,
        }


def _most(values):
    """``[[value, count]]``, the most frequent first."""
    counts = Counter(values)
    return [list(item) for item in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]
