"""From the texts of a profile's columns to what a page shows, and from what it sends to texts.

Texts are those of ``participants.columns``; a text that was typed and refused is shown as typed.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from participants import cells, reference
from participants.models import MAX_CAPACITY
from participants.profiles.own import listed
from participants.roles import MeetingForm
from partnerships.cards import LEVELS

MOST_SENT = 40
LEVELS_OF_OFFERS = (
    ("1", gettext_lazy("1: I know the basics")),
    ("2", gettext_lazy("2: I have done it with help")),
    ("3", gettext_lazy("3: I do it myself, and well")),
    ("4", gettext_lazy("4: Others ask me for it")),
    ("5", gettext_lazy("5: I have taught it to others")),
)
WEEKDAYS = (
    *(gettext_lazy("Monday"), gettext_lazy("Tuesday"), gettext_lazy("Wednesday")),
    *(gettext_lazy("Thursday"), gettext_lazy("Friday"), gettext_lazy("Saturday")),
    gettext_lazy("Sunday"),
)
MEETINGS = {
    MeetingForm.VIRTUAL: gettext_lazy("By video"),
    MeetingForm.IN_PERSON: gettext_lazy("In person"),
    MeetingForm.EITHER: gettext_lazy("Either is fine"),
}


@dataclass(frozen=True)
class Item:
    """One of several: ``code`` goes back to the server."""

    code: str
    label: str
    is_chosen: bool = False
    extra: str = ""


def items_of(text):
    return [item.strip() for item in text.split(";") if item.strip()]


def shown(field, texts):
    """What the template of a field's control shows, from ``{column: text}``."""
    maker = _SHOWN.get(field.name)
    return maker(texts) if maker else texts[field.name]


def sent(field, data, texts):
    """``{column: text}`` of one field from a form's data, after the button that was pressed.

    ``texts`` are the stored ones: a field that was not sent stays.
    """
    collect = _SENT.get(field.name)
    if collect:
        return collect(data)
    if field.name not in data:
        return {field.name: texts[field.name]}
    return {field.name: data.get(field.name, "")}


def _found(registry, text):
    entry = registry.find(text)
    return (entry.code, entry.label) if entry else (text, text)


def _needs(texts):
    names = listed()
    return [Item(*_found(names, text)) for text in items_of(texts["needs"])]


def _offers(texts):
    names, found = listed(), []
    for text in items_of(texts["offers"]):
        name, _colon, level = text.rpartition(":")
        code, label = _found(names, name.strip() or text)
        found.append(Item(code, label, extra=level.strip() if name else ""))
    return found


def _languages(texts):
    return [Item(*_found(reference.languages(), text)) for text in items_of(texts["languages"])]


def _transitions(column):
    def make(texts):
        chosen = {reference.fold(item) for item in items_of(texts[column])}
        return [
            Item(one.code, one.label, bool({reference.fold(one.label), one.code} & chosen))
            for one in reference.transitions()
        ]

    return make


def _ways(texts):
    answers = texts["ways_of_working"].ljust(len(reference.ways_of_working()), "-")
    return [
        (way, answer) for way, answer in zip(reference.ways_of_working(), answers, strict=False)
    ]


def _hours(texts):
    days = set(items_of(texts["days"]))
    return {
        "days": [
            Item(str(number), WEEKDAYS[number - 1], name in days)
            for number, name in enumerate(cells.DAYS, start=1)
        ],
        "from": texts["hours_from"],
        "to": texts["hours_to"],
    }


def _meeting_form(texts):
    return [Item(form.value, MEETINGS[form], form == texts["meeting_form"]) for form in MeetingForm]


def _level(texts):
    found = [Item(str(n), words, str(n) == texts["level"]) for n, words in LEVELS.items()]
    return [*found, Item("", _("I would rather not say"), not texts["level"])]


def _capacity(texts):
    counts = range(1, MAX_CAPACITY + 1)
    return [Item(str(n), str(n), str(n) == texts["capacity"]) for n in counts]


def _lines(texts):
    return "\n".join(items_of(texts["please_not"]))


def _employers(texts):
    found = []
    for text in items_of(texts["former_employers"]):
        name, _paren, day = text.rpartition("(")
        day = day.rstrip(") ")
        found.append(Item(day, name.strip()) if name else Item("", text))
    return found


_SHOWN = {
    "needs": _needs,
    "offers": _offers,
    "languages": _languages,
    "transition_wanted": _transitions("transition_wanted"),
    "transitions_lived": _transitions("transitions_lived"),
    "ways_of_working": _ways,
    "hours": _hours,
    "meeting_form": _meeting_form,
    "level": _level,
    "capacity": _capacity,
    "please_not": _lines,
    "former_employers": _employers,
}


def _plain(text):
    """A name that cannot be taken for two: the signs between items are none of it."""
    return " ".join(text.replace(";", ",").replace("|", ",").split())


def _sent_needs(data):
    codes = [_plain(code) for code in data.getlist("needs")[:MOST_SENT]]
    act, _colon, code = data.get("needs-act", "").partition(":")
    if act in ("up", "down") and code in codes:
        here = codes.index(code)
        there = max(0, here - 1) if act == "up" else min(len(codes) - 1, here + 1)
        codes[here], codes[there] = codes[there], codes[here]
    return {"needs": "; ".join(_added_or_removed(codes, act, code))}


def _sent_offers(data):
    codes = [_plain(code) for code in data.getlist("offers")[:MOST_SENT]]
    levels = data.getlist("offers-level")[:MOST_SENT]
    level_of = dict(zip(codes, levels, strict=False))
    act, _colon, code = data.get("offers-act", "").partition(":")
    codes = _added_or_removed(codes, act, code)
    # What is new starts in the middle; its level is asked for at once.
    return {"offers": "; ".join(f"{one}:{_plain(level_of.get(one, '3'))}" for one in codes)}


def _added_or_removed(codes, act, code):
    code = _plain(code)
    if act == "remove":
        return [one for one in codes if one != code]
    return [*codes, code] if act == "add" and code and code not in codes else codes


def _sent_languages(data):
    codes = [_plain(code) for code in data.getlist("languages")[:MOST_SENT]]
    act, _colon, code = data.get("languages-act", "").partition(":")
    typed = data.get("languages-new", "")
    codes = _added_or_removed(codes, act, code)
    new = reference.languages().find(typed)
    return {"languages": "; ".join(_added_or_removed(codes, "add", new.code if new else typed))}


def _sent_many(data):
    return {"transitions_lived": "; ".join(map(_plain, data.getlist("transitions_lived")))}


def _sent_ways(data):
    given = [data.get(f"way_{way.position}", "") for way in reference.ways_of_working()]
    return {"ways_of_working": "".join(one if one in ("A", "B") else "-" for one in given)}


def _sent_hours(data):
    days = [cells.DAYS[int(one) - 1] for one in data.getlist("day") if one in set("1234567")]
    return {
        "days": "; ".join(days),
        "hours_from": data.get("hours_from", ""),
        "hours_to": data.get("hours_to", ""),
    }


def _sent_lines(data):
    lines = data.get("please_not", "").splitlines()
    return {"please_not": "; ".join(line.strip() for line in lines if line.strip())}


def _sent_employers(data):
    names = data.getlist("employer")[:MOST_SENT]
    days = data.getlist("employer-end")[:MOST_SENT]
    act, _colon, number = data.get("former_employers-act", "").partition(":")
    rows = [
        (_plain(name), _plain(day))
        for place, (name, day) in enumerate(zip(names, days, strict=False))
        if not (act == "remove" and number == str(place)) and (name.strip() or day.strip())
    ]
    return {"former_employers": "; ".join(f"{name} ({day})" for name, day in rows)}


_SENT = {
    "needs": _sent_needs,
    "offers": _sent_offers,
    "languages": _sent_languages,
    "transitions_lived": _sent_many,
    "ways_of_working": _sent_ways,
    "hours": _sent_hours,
    "please_not": _sent_lines,
    "former_employers": _sent_employers,
}
