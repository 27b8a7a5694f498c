"""The small parts that stand in every row of a list, as HTML.

A list has up to 200 rows with several of them: as templates they cost ten times as much.
"""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from mentoring.ui import formats

NOTHING, CHOSEN = SafeString(""), SafeString(" selected")


def avatar(name: str, role: str = "", size: str = "", title: str = "") -> SafeString:
    """The initials of ``name``; ``title`` is read aloud, without it the avatar is decoration."""
    classes = "avatar avatar--mentor" if role == "mentor" else "avatar"
    if size:
        classes += f" avatar--{size}"
    if title:
        text = '<span class="{}" role="img" title="{}" aria-label="{}">{}</span>'
        return format_html(text, classes, title, title, formats.initials(name))
    return format_html(
        '<span class="{}" aria-hidden="true">{}</span>', classes, formats.initials(name)
    )


def person(name: str, sub: str = "", role: str = "", size: str = "", href: str = "") -> SafeString:
    """An avatar, the name (a link with ``href``) and a line below."""
    return format_html(
        '<span class="person">{}<span><b>{}</b>{}</span></span>',
        avatar(name, role, size),
        format_html('<a href="{}"><bdi>{}</bdi></a>', href, name)
        if href
        else format_html("<bdi>{}</bdi>", name),
        format_html("<small>{}</small>", sub) if sub else NOTHING,
    )


def status(tone: str, label: str, long: bool = False) -> SafeString:
    """A dot and a word; ``long`` lets the words wrap."""
    classes = f"status status--{tone}" if tone else "status"
    return format_html(
        '<span class="{}">{}</span>', classes + " status--long" if long else classes, label
    )


def local_time(moment, text: str, city: str = "") -> SafeString:
    """A moment in words, with the city of its time zone."""
    return format_html(
        '<time datetime="{}">{}{}</time>',
        moment.isoformat(timespec="seconds"),
        text,
        format_html(' <span class="muted">({})</span>', city) if city else NOTHING,
    )


def option_list(options) -> SafeString:
    """The options of a select, from ``mentoring.ui.listing.Option``."""
    rows = (
        (
            one.value,
            CHOSEN if one.is_chosen else NOTHING,
            one.label,
            "" if one.count is None else f" ({formats.group_thousands(one.count)})",
        )
        for one in options
    )
    return format_html_join("", '<option value="{}"{}>{}{}</option>', rows)
