"""The small parts that stand in every row of a list, as HTML.

A list has up to 200 rows with several of them: as templates they cost ten times as much, and with
``format_html`` three times. Whatever is put into a text here is escaped by ``_escaped``.
"""

from html import escape

from django.utils.safestring import SafeString

from mentoring.ui import formats


def _escaped(text) -> str:
    """As ``conditional_escape``: what is HTML already stays."""
    return text.__html__() if hasattr(text, "__html__") else escape(str(text))


def avatar(name: str, role: str = "", size: str = "", title: str = "") -> SafeString:
    """The initials of ``name``; ``title`` is read aloud, without it the avatar is decoration."""
    classes = "avatar avatar--mentor" if role == "mentor" else "avatar"
    if size:
        classes += f" avatar--{_escaped(size)}"
    said = _escaped(title)
    told = f'role="img" title="{said}" aria-label="{said}"' if title else 'aria-hidden="true"'
    text = f'<span class="{classes}" {told}>{_escaped(formats.initials(name))}</span>'
    return SafeString(text)


def person(name: str, sub: str = "", role: str = "", size: str = "", href: str = "") -> SafeString:
    """An avatar, the name (a link with ``href``) and a line below."""
    called = f"<bdi>{_escaped(name)}</bdi>"
    if href:
        called = f'<a href="{_escaped(href)}">{called}</a>'
    below = f"<small>{_escaped(sub)}</small>" if sub else ""
    picture = avatar(name, role, size)
    text = f'<span class="person">{picture}<span><b>{called}</b>{below}</span></span>'
    return SafeString(text)


def link(href: str, text: str) -> SafeString:
    return SafeString(f'<a href="{_escaped(href)}">{_escaped(text)}</a>')


def status(tone: str, label: str, long: bool = False) -> SafeString:
    """A dot and a word; ``long`` lets the words wrap."""
    classes = f"status status--{_escaped(tone)}" if tone else "status"
    if long:
        classes += " status--long"
    text = f'<span class="{classes}">{_escaped(label)}</span>'
    return SafeString(text)


def local_time(moment, text: str, city: str = "") -> SafeString:
    """A moment in words, with the city of its time zone."""
    where = f' <span class="muted">({_escaped(city)})</span>' if city else ""
    when = moment.isoformat(timespec="seconds")
    text = f'<time datetime="{when}">{_escaped(text)}{where}</time>'
    return SafeString(text)


def option_list(options) -> SafeString:
    """The options of a select, from ``mentoring.ui.listing.Option``."""
    rows = (
        f'<option value="{_escaped(one.value)}"{" selected" if one.is_chosen else ""}>'
        f"{_escaped(one.label)}{_counted(one.count)}</option>"
        for one in options
    )
    return SafeString("".join(rows))


def _counted(number) -> str:
    return "" if number is None else f" ({formats.group_thousands(number)})"
