"""What each of a match may know of the other before both have accepted.

Nothing here names anybody: no name, no employer, no address, no title and no story, because free
text can give a person away. Codes are put into words, numbers stay coarse.
"""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from mentoring import clock
from organizations.models import CompanyIndustry
from participants import reference
from participants.models import ParticipantCompetency
from participants.profiles.own import open_labels
from participants.roles import MeetingForm, Side

LEVELS = {
    1: lazy("Works as a specialist"),
    2: lazy("Leads a team"),
    3: lazy("Leads a department"),
    4: lazy("Director"),
    5: lazy("Executive"),
    6: lazy("Chief executive or board"),
}

# The first two digits of an industry code, in general words.
SECTORS = {
    "11": lazy("Farming, forestry and fishing"),
    "21": lazy("Mining and energy extraction"),
    "22": lazy("Energy and water supply"),
    "23": lazy("Construction"),
    "31": lazy("Manufacturing"),
    "32": lazy("Manufacturing"),
    "33": lazy("Manufacturing"),
    "42": lazy("Wholesale"),
    "44": lazy("Retail"),
    "45": lazy("Retail"),
    "48": lazy("Transport and logistics"),
    "49": lazy("Transport and logistics"),
    "51": lazy("Information and media"),
    "52": lazy("Finance and insurance"),
    "53": lazy("Real estate and rental"),
    "54": lazy("Professional and technical services"),
    "55": lazy("Management of companies"),
    "56": lazy("Business support services"),
    "61": lazy("Education"),
    "62": lazy("Health care"),
    "71": lazy("Arts, culture and leisure"),
    "72": lazy("Hospitality"),
    "81": lazy("Other services"),
    "92": lazy("Public administration"),
}

REGIONS = {
    "Africa": lazy("Africa"),
    "America": lazy("The Americas"),
    "Antarctica": lazy("Antarctica"),
    "Asia": lazy("Asia"),
    "Australia": lazy("Australia"),
    "Europe": lazy("Europe"),
    "Pacific": lazy("The Pacific"),
}

MEETINGS = {
    MeetingForm.VIRTUAL: lazy("By video"),
    MeetingForm.IN_PERSON: lazy("In person"),
    MeetingForm.EITHER: lazy("By video or in person"),
}


@dataclass(frozen=True)
class Topic:
    """A need or an offer; ``is_shared`` when the other side wants or offers the same."""

    label: str
    is_shared: bool


@dataclass(frozen=True)
class Card:
    """The other person without a name: what they bring and what the two have in common."""

    side: str
    level: str
    years: str
    industries: tuple[str, ...]
    region: str
    distance: str
    languages: tuple[str, ...]
    meetings: str
    topics: tuple[Topic, ...]
    transitions: tuple[str, ...]
    common_transitions: tuple[str, ...]
    common_ways: tuple[str, ...]

    @property
    def shared_topics(self):
        return tuple(topic.label for topic in self.topics if topic.is_shared)

    @property
    def other_topics(self):
        return tuple(topic.label for topic in self.topics if not topic.is_shared)


def card_of(partnership, side):
    """The ``Card`` of the person on ``side`` of the partnership, as the other one may see it."""
    them = partnership.mentor if side == Side.MENTOR else partnership.mentee
    you = partnership.mentee if side == Side.MENTOR else partnership.mentor
    company = getattr(partnership, f"{side}_company_id")
    return _cards(you, {them.pk: (them, company)})[them.pk]


def cards_for(you, others):
    """``{participant id: Card}`` of several on the other side, as ``you`` may see them."""
    return _cards(you, {them.pk: (them, them.company_id) for them in others})


def _cards(you, others):
    """``others`` are ``(participant, company id)`` by participant id; three statements for all."""
    codes = {pk: [] for pk in (*others, you.pk)}
    for row in ParticipantCompetency.objects.filter(participant__in=codes):
        codes[row.participant_id].append(row.competency)
    # Words of their own may give a person away until a coordinator has looked at them.
    unread = open_labels([code for pk in others for code in codes[pk]])
    industries = industries_of({company for _them, company in others.values()})
    return {
        pk: Card(
            side=them.side,
            industries=industries[company],
            topics=tuple(
                Topic(reference.competencies().label(code), code in codes[you.pk])
                for code in codes[pk]
                if code not in unread
            ),
            **_person(them),
            **_in_common(them, you),
        )
        for pk, (them, company) in others.items()
    }


def own_card(participant, industries):
    """The ``Card`` that others get to see of this participant, before anything is in common.

    ``industries`` are the company's, from ``industries_of``.
    """
    codes = [row.competency for row in participant.competencies.all()]
    unread = open_labels(codes)
    labels = [reference.competencies().label(code) for code in codes if code not in unread]
    return Card(
        side=participant.side,
        industries=industries,
        topics=tuple(Topic(label, False) for label in labels),
        distance="",
        common_transitions=(),
        common_ways=ways_in_words(participant.ways_of_working),
        **_person(participant),
    )


def ways_in_words(answers, also=None):
    """The answers to the eight forced choices as sentences; only those equal in ``also``."""
    return tuple(
        way.a if answer == "A" else way.b
        for way, answer, other in zip(
            reference.ways_of_working(), answers, also or answers, strict=True
        )
        if answer != "-" and answer == other
    )


def _person(participant):
    return {
        "level": str(LEVELS.get(participant.level, "")),
        "years": _years(participant.years_experience),
        "region": str(REGIONS.get(participant.time_zone.partition("/")[0], "")),
        "languages": tuple(reference.languages().label(code) for code in participant.languages),
        "meetings": str(MEETINGS[participant.meeting_form]),
        "transitions": tuple(
            reference.transitions().label(code) for code in participant.transitions
        ),
    }


def _in_common(them, you):
    common = [code for code in them.transitions if code in you.transitions]
    return {
        "distance": _distance(them.time_zone, you.time_zone),
        "common_transitions": tuple(reference.transitions().label(code) for code in common),
        "common_ways": ways_in_words(them.ways_of_working, you.ways_of_working),
    }


def industries_of(company_ids):
    """``{company id: sectors in general words}``, by name."""
    words = {pk: set() for pk in company_ids}
    for row in CompanyIndustry.objects.filter(company__in=company_ids):
        if row.code[:2] in SECTORS:
            words[row.company_id].add(str(SECTORS[row.code[:2]]))
    return {pk: tuple(sorted(names)) for pk, names in words.items()}


def _years(years):
    """Coarse on purpose: the exact number is in many public profiles."""
    if years is None:
        return ""
    if years < 5:
        return _("Under 5 years of experience")
    return _("About %(years)s years of experience") % {"years": 5 * round(years / 5)}


def _distance(there, here):
    """How many hours lie between two time zones now; empty when one is unknown."""
    if not there or not here:
        return ""
    hours = abs(_offset(there) - _offset(here)) / 3600
    hours = min(hours, 24 - hours)
    if not hours:
        return _("the same time as yours")
    if hours == 1:
        return _("1 hour from yours")
    return _("%(hours)s hours from yours") % {"hours": f"{hours:g}"}


def _offset(zone):
    return clock.now().astimezone(ZoneInfo(zone)).utcoffset().total_seconds()
