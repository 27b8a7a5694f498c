"""Filters: numbers, days and messages as pages write them."""

from django import template

from mentoring.ui import formats

register = template.Library()


@register.filter
def points(value):
    """`7846` as `7 846` with a space that never breaks."""
    return "–" if value is None else formats.group_thousands(value)


@register.filter
def number(value, decimals=0):
    """Like `points`, with decimals: `{{ 3.14159|number:1 }}`."""
    return "–" if value is None else formats.group_thousands(value, decimals)


@register.filter
def signed(value, decimals=0):
    """`+184`, `−184` or `0`."""
    return "–" if value is None else formats.signed(value, decimals)


@register.filter
def percent_of(value, whole):
    """`{{ 91|percent_of:141 }}` as `65 %`; of nothing it is a dash."""
    return formats.percent(value, whole)


@register.filter
def day(value):
    """`Thursday 16 July`, with the year when it is not this one."""
    return "–" if value is None else formats.written_day(value)


@register.filter
def undo_address(message):
    """Where a message's act can be undone, from `mentoring.ui.messages.undoable`."""
    prefix = "undo="
    found = (word for word in (message.extra_tags or "").split() if word.startswith(prefix))
    return next(found, "").removeprefix(prefix)


@register.filter
def tone_of(message):
    """The tone of a message by its level."""
    return {"success": "good", "warning": "warning", "error": "error"}.get(message.level_tag, "")
