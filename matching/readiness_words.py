"""What readiness found, in words: numbers, groups, offers and sponsors for the page."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching import words
from mentoring.ui.formats import group_thousands
from participants import reference

FEW = 3
MOST_RULES = 3
WORTH_SAYING = 10  # percent of the places elsewhere


@dataclass(frozen=True)
class BindingRule:
    """A rule between a group and the places elsewhere."""

    label: str
    share: str
    alone: str


@dataclass(frozen=True)
class Group:
    """A group for the page; ``people`` and ``mentors`` are the first of them.

    ``has_places`` is off where nobody in the program could be a member's mentor.
    """

    title: str
    has_places: bool
    lines: list
    rules: list
    people: list
    more_people: int
    mentors: list
    more_mentors: int
    core: "Group | None" = None


@dataclass(frozen=True)
class Names:
    """Everybody and everything that the answer names: ``{id as text: row}``."""

    people: dict
    companies: dict = field(default_factory=dict)

    def company(self, pk):
        row = self.companies.get(pk)
        return row.name if row else _("a company that is gone")


def named_in(found):
    """``(ids of participants, ids of companies)`` that the answer names."""
    groups = [*found["groups"], *([found["tightest"]] if found["tightest"] else [])]
    groups += [group["core"] for group in groups if group["core"]]
    people, companies = set(), {one["company"] for one in found["sent"]}
    for group in groups:
        people.update(group["mentees"], (mentor for mentor, _places in group["mentors"]))
        companies.update(pk for pk, _count in (*group["companies"][:FEW], *group["rivals"]))
    return people, companies


def headline(found):
    """The answer in one sentence."""
    if not found["mentees"]:
        return _("No mentee is ready to be matched")
    if found["matched"] == found["mentees"]:
        return _("Everybody could be matched today")
    text = ngettext(
        "%(matched)s of %(mentees)s mentee could be matched today",
        "%(matched)s of %(mentees)s mentees could be matched today",
        found["mentees"],
    )
    return text % {key: group_thousands(found[key]) for key in ("matched", "mentees")}


def group_in_words(group, names):
    people = [names.people[pk] for pk in group["mentees"] if pk in names.people]
    return Group(
        title=_title(group),
        has_places=group["places"] > 0,
        lines=[_needs(group), _companies(group, names), *_rivals(group, names)],
        rules=_rules(group),
        people=people,
        more_people=group["size"] - len(group["mentees"]),
        mentors=[_mentor(pk, places, names) for pk, places in group["mentors"]],
        more_mentors=group["all_mentors"] - len(group["mentors"]),
        core=group_in_words(group["core"], names) if group["core"] else None,
    )


def _title(group):
    size, places = group["size"], group["places"]
    mentees = ngettext("%(n)s mentee", "%(n)s mentees", size) % {"n": group_thousands(size)}
    if not places:
        text = ngettext(
            "%(mentees)s has no possible mentor", "%(mentees)s have no possible mentor", size
        )
        return text % {"mentees": mentees}
    shared = ngettext("%(n)s place", "%(n)s places", places) % {"n": group_thousands(places)}
    text = ngettext("%(mentees)s has %(places)s", "%(mentees)s share %(places)s", size)
    return text % {"mentees": mentees, "places": shared}


def _needs(group):
    label = reference.competencies().label
    asked, shared, size = group["needs"], group["shared_needs"], group["size"]
    if len(asked) <= FEW:
        text = ngettext(
            "Asks first or second for %(needs)s.", "They ask first or second for %(needs)s.", size
        )
        return text % {"needs": words.listed(_quoted(label(code)) for code, _count in asked)}
    if len(shared) == 1:
        return _("All of them ask first or second for %(need)s.") % {
            "need": _quoted(label(shared[0]))
        }
    if len(shared) <= FEW:
        needs = words.one_of([_quoted(label(code)) for code in shared])
        return _("Each of them asks first or second for %(needs)s.") % {"needs": needs}
    return _("Most often they ask first or second for %(needs)s.") % {
        "needs": _counted((_quoted(label(code)), count) for code, count in asked[:FEW])
    }


def _companies(group, names):
    companies, size = group["companies"], group["size"]
    if len(companies) <= FEW:
        listed = words.listed(names.company(pk) for pk, _count in companies)
        return ngettext("Works at %(names)s.", "They work at %(names)s.", size) % {"names": listed}
    return _("They work at %(n)s companies, most of them at %(names)s.") % {
        "n": group_thousands(len(companies)),
        "names": _counted((names.company(pk), count) for pk, count in companies[:FEW]),
    }


def _rivals(group, names):
    """Where there are places that these people may not have because of their companies."""
    places = sum(count for _pk, count in group["rivals"])
    if 100 * places < WORTH_SAYING * group["elsewhere"] or not places:
        return
    text = ngettext(
        "Out of reach because of the company: %(n)s place at %(names)s.",
        "Out of reach because of the company: %(n)s places at %(names)s.",
        places,
    )
    listed = words.listed(names.company(pk) for pk, _count in group["rivals"])
    yield text % {"n": group_thousands(places), "names": listed}


def _rules(group):
    """The rules that bind: those that alone keep somebody from a match, else the most frequent."""
    alone = [rule for rule in group["rules"] if rule[2]]
    return [
        BindingRule(
            label=_label(name, group),
            share=_share(forbids, group),
            alone=_alone(opens),
        )
        for name, forbids, opens in (alone or group["rules"])[:MOST_RULES]
    ]


def _label(name, group):
    """The rule, with what it looks at in these people where that is short to say."""
    label = str(words.RULE_LABELS[name])
    if name == "NO_COMMON_LANGUAGE":
        known = reference.languages().label
        seen = [known(code) for code, _count in group["languages"]]
    elif name == "TIME_ZONE_GAP":
        seen = [place(zone) for zone, _count in group["zones"]]
    else:
        return label
    if len(seen) > FEW:
        return label
    return _("%(rule)s (%(seen)s)") % {"rule": label, "seen": words.listed(seen)}


def _share(percent, group):
    places = group["elsewhere"]
    facts = {"percent": percent, "n": group_thousands(places)}
    if not group["places"]:  # every place there is, then
        if percent == 100:
            return ngettext("the only place", "all %(n)s places", places) % facts
        text = ngettext("%(percent)s %% of %(n)s place", "%(percent)s %% of %(n)s places", places)
        return text % facts
    if percent == 100:
        text = ngettext("the only place elsewhere", "all %(n)s places elsewhere", places)
        return text % facts
    text = ngettext(
        "%(percent)s %% of %(n)s place elsewhere",
        "%(percent)s %% of the %(n)s places elsewhere",
        places,
    )
    return text % facts


def _alone(opens):
    if not opens:
        return ""
    text = ngettext("alone keeps %(n)s from a match", "alone keeps %(n)s from a match", opens)
    return text % {"n": group_thousands(opens)}


def _mentor(pk, places, names):
    row = names.people.get(pk)
    name = row.person.name if row else _("somebody who is gone")
    text = ngettext("%(name)s (%(n)s place)", "%(name)s (%(n)s places)", places)
    return text % {"name": name, "n": places}


@dataclass(frozen=True)
class Offer:
    """A mentor who is not there yet: who they would be, and matches that they would add."""

    label: str
    who: str
    one: int
    two: int
    five: int
    helps: int


def offer_in_words(one):
    return Offer(
        label=reference.competencies().label(one["competency"]),
        who=_("speaks %(language)s, near %(zone)s")
        % {"language": reference.languages().label(one["language"]), "zone": place(one["zone"])},
        one=min(1, one["gain"]),
        two=min(2, one["gain"]),
        five=one["gain"],
        helps=one["helps"],
    )


def place(zone):
    """The town of a time zone: what people call it."""
    return zone.rpartition("/")[2].replace("_", " ")


def outside_in_words(outside):
    """``[(label, number)]`` of people of one side who are not in the pool."""
    labels = {
        "nominated": _("nominated, not in yet"),
        "unanswered": _("never answered"),
        "declined": _("declined"),
        "withdrawn": _("withdrew"),
        "removed": _("removed"),
    }
    return [
        (label, outside["standings"][key])
        for key, label in labels.items()
        if outside["standings"].get(key)
    ]


def missing_in_words(outside):
    """What profiles lack: needs (3) and languages (1)."""
    return _counted((str(words.MISSING[code]), count) for code, count in outside["missing"])


def _quoted(label):
    return _("“%(label)s”") % {"label": label}


def _counted(pairs):
    text = _("%(name)s (%(n)s)")
    return words.listed(text % {"name": name, "n": group_thousands(n)} for name, n in pairs)
