"""
The parts that pages are made of. Every tag is shown in every state at /ui/.

An unknown icon, tone, role, size or kind raises ValueError: a page that asks for something that
does not exist must not be shown half right.
"""

from django import template
from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from mentoring.ui import formats, marks
from mentoring.ui.charts import Chart
from mentoring.ui.icons import icon_svg
from mentoring.ui.templatetags import figures

register = template.Library()
register.filters.update(figures.register.filters)

TONES = ("", "accent", "good", "warning", "error")
NOTICE_ICONS = {
    "": "info",
    "accent": "info",
    "good": "circle-check",
    "warning": "triangle-alert",
    "error": "circle-alert",
}
ROLES = ("", "mentee", "mentor")
SIZES = ("", "small", "large")
KINDS = ("", "primary", "quiet", "danger")


def _one_of(value, allowed, what):
    if value not in allowed:
        raise ValueError(f"Unknown {what} {value!r}, one of {', '.join(map(repr, allowed))}.")
    return value


def _component(name, /, **variables):
    return get_template(f"components/{name}.html").render(variables)


def _request(context):
    """The request of a page: links that keep the query need it."""
    if "request" not in context:
        raise ValueError("This tag needs `request` in the template's context.")
    return context["request"]


@register.simple_tag
def icon(name, label="", modifier=""):
    """`{% icon "lock" %}`: inline SVG, hidden from screen readers unless it has a label."""
    return icon_svg(name, label, _one_of(modifier, ("", "large", "turning"), "modifier"))


# Blocks around content


@register.simple_block_tag
def card(content, title="", tone="", level=3):
    """`{% card "Heading" %}…{% endcard %}`: a paper that two sign, or one choice among several."""
    _one_of(tone, TONES, "tone")
    return _component("card", content=content, title=title, tone=tone, level=level)


@register.simple_block_tag
def part(content, heading, hint="", id=""):
    """`{% part "Heading" %}…{% endpart %}`: a heading beside its content, under a hairline."""
    return _component("part", content=content, heading=heading, hint=hint, id=id)


@register.simple_block_tag
def notice(content, tone="", icon="", title=""):
    """`{% notice "warning" %}…{% endnotice %}`: a message in place; an error is announced."""
    _one_of(tone, TONES, "tone")
    icon = icon or NOTICE_ICONS[tone]
    return _component("notice", content=content, tone=tone, icon=icon, title=title)


@register.simple_block_tag
def dialog(content, id, title, wide=False, open=False):
    """
    `{% dialog "end" "End it?" %}…{% enddialog %}`: opened by `{% dialog_button "end" "End…" %}`.

    `open` shows it in place, for a page of its own that asks the same question.
    """
    return _component("dialog", content=content, id=id, title=title, wide=wide, open=open)


@register.simple_block_tag
def empty_state(content, title, icon=""):
    """`{% empty_state "No goals yet" "target" %}why, and a button{% endempty_state %}`."""
    return _component("empty_state", content=content, title=title, icon=icon)


# Actions


@register.simple_tag
def button(
    label, href="", kind="", size="", icon="", icon_after="", name="", value="", type="submit"
):
    """`{% button "Publish" kind="primary" icon="send" %}`; with `href` a link of that look."""
    return _component(
        "button",
        label=label,
        href=href,
        kind=_one_of(kind, KINDS, "kind"),
        size=_one_of(size, SIZES, "size"),
        icon=icon,
        icon_after=icon_after,
        name=name,
        value=value,
        type=_one_of(type, ("submit", "button", "reset"), "type"),
    )


@register.simple_tag
def dialog_button(id, label, kind="", size="", icon=""):
    """A button that opens `{% dialog id … %}`."""
    _one_of(kind, KINDS, "kind")
    _one_of(size, SIZES, "size")
    return _component("dialog_button", id=id, label=label, kind=kind, size=size, icon=icon)


@register.simple_tag
def dialog_close(id, label):
    """A button inside `{% dialog id … %}` that closes it and does nothing."""
    return _component("dialog_close", id=id, label=label)


@register.simple_tag
def copy_button(text, label=""):
    """A button that puts `text` on the clipboard; shown only where scripts run."""
    return _component("copy_button", text=text, label=label or gettext("Copy"))


# Forms


@register.simple_tag
def field(bound, label="", hint="", short=False, optional=False):
    """
    `{% field form.name %}`: label, hint, widget and errors of one field, tied by aria-describedby.

    Radio buttons and scales become a fieldset with a legend, a single checkbox a choice, a hidden
    field only its input. `optional` writes "optional" beside the label.
    """
    if bound.is_hidden:
        return SafeString(str(bound))
    hint = hint or bound.help_text
    ids = [f"{bound.auto_id}_helptext"] if hint else []
    ids += [f"{bound.auto_id}_error"] if bound.errors else []
    described_by = " ".join(ids) if bound.auto_id else ""
    attrs = {"aria-describedby": described_by} if described_by and not bound.use_fieldset else {}
    attrs["placeholder"] = False  # the label stands above; libraries would say it a second time
    return _component(
        "field",
        field=bound,
        widget=bound.as_widget(attrs=attrs),
        is_checkbox=bound.widget_type == "checkbox",
        label=label or bound.label,
        hint=hint,
        described_by=described_by,
        short=short,
        optional=optional,
    )


@register.simple_tag
def form_errors(form):
    """What is wrong with `form` as a whole, and a way to each wrong field; nothing when valid."""
    wrong = [bound for bound in form.visible_fields() if bound.errors]
    return _component("form_errors", form=form, wrong=wrong)


@register.simple_tag
def search_field(name, value="", label="", shortcut=False):
    """A search box; with `shortcut` the key `/` goes there."""
    return _component(
        "search_field",
        name=name,
        value=value,
        label=label or gettext("Search"),
        shortcut=shortcut,
    )


@register.simple_tag
def option_list(options):
    """The options of a filter, from `mentoring.ui.listing.options`."""
    return marks.option_list(options)


# Facts


@register.simple_tag
def status(tone, label, long=False):
    """`{% status "good" "Active" %}`: a dot and a word; `long` lets the words wrap."""
    return marks.status(_one_of(tone, TONES, "tone"), label, long)


@register.simple_tag
def tag(label, icon="", tone=""):
    """A fact in a word or two."""
    return _component("tag", label=label, icon=icon, tone=_one_of(tone, ("", "accent"), "tone"))


@register.simple_tag
def avatar(name, role="", size="", title=""):
    """The initials of `name`: a ring for a mentor, filled for everybody else."""
    _one_of(role, ROLES, "role")
    _one_of(size, SIZES, "size")
    return marks.avatar(name, role, size, title)


@register.simple_tag
def person(name, sub="", role="", size="", href=""):
    """`{% person "Maren Holt" "Talvera Foods" role="mentee" %}`: avatar, name and a line below."""
    _one_of(role, ROLES, "role")
    _one_of(size, SIZES, "size")
    return marks.person(name, sub, role, size, href)


@register.simple_tag
def privacy(text, icon="lock"):
    """Who can read what stands beside it. It never says more than the server enforces."""
    return _component("privacy", text=text, icon=icon)


@register.simple_tag
def facts(rows):
    """`rows`: pairs of a name and a value; a value of None is left out."""
    return _component("facts", rows=[(name, value) for name, value in rows if value is not None])


@register.simple_tag
def local_time(moment, tz=None, until=None, zone=False):
    """
    `Thursday 16 July, 16:00` of an aware datetime, in `tz` or the reader's time zone.

    `until` adds the end, `zone` the city of the time zone.
    """
    city = formats.city(formats.as_zone(tz)) if zone else ""
    return marks.local_time(moment, formats.written_time(moment, tz, until), city)


# Amounts and time


@register.simple_tag
def meter(value, maximum, label, text="", tone="", thick=False):
    """`{% meter 91 141 "Mentees answered" %}`: an amount of a whole, with its numbers in words."""
    if value < 0 or maximum < 0:
        raise ValueError("A meter shows an amount from zero up.")
    return _component(
        "meter",
        value=min(value, maximum),
        maximum=maximum or 1,
        label=label,
        text=text
        or gettext("%(value)s of %(maximum)s")
        % {
            "value": formats.group_thousands(value),
            "maximum": formats.group_thousands(maximum),
        },
        tone=_one_of(tone, TONES, "tone"),
        thick=thick,
    )


@register.simple_tag
def progress(run, url="", label="", done=None, total=None, hint=""):
    """
    How far long work is: `run` has `status` (queued, running, done, failed, cancelled) and `error`.

    While it is open and `url` is given, the page asks there every second and swaps the answer in.
    `done` of `total` draws the bar; without them it only moves.
    """
    is_open = run.status in ("queued", "running")
    share = round(100 * done / total) if total and done is not None else None
    return _component(
        "progress",
        run=run,
        url=url if is_open else "",
        is_open=is_open,
        label=label or gettext("Progress"),
        share=share,
        hint=hint,
    )


@register.simple_tag
def steps(items):
    """A process down the page. Items: label, hint, state (done, current, failed or empty)."""
    for item in items:
        _one_of(item.get("state", ""), ("", "done", "current", "failed"), "state")
    return _component("steps", items=items)


@register.simple_tag
def year(months, full=False):
    """Twelve months as one line, from `mentoring.ui.timeline.months`."""
    return _component("year", months=months, full=full)


@register.simple_tag
def levels(start, now):
    """The five levels of a goal, −2 to +2, where it started and where it stands."""
    for level in (start, now):
        if level is not None and not -2 <= level <= 2:
            raise ValueError("A level is from -2 to 2.")
    rows = [
        {
            "label": formats.signed(level),
            "is_start": level == start,
            "is_now": level == now,
            "is_way": None not in (start, now) and min(start, now) <= level < max(start, now),
        }
        for level in range(-2, 3)
    ]
    return _component("levels", rows=rows)


@register.simple_tag
def chart(drawing):
    """A `Chart` of `mentoring.ui.charts`: SVG with title and description, its table below."""
    if not isinstance(drawing, Chart):
        raise ValueError("`chart` draws what a function of mentoring.ui.charts returned.")
    return _component(drawing.template, chart=drawing)


@register.simple_tag
def skeleton(lines=3):
    """The shape of what is still loading."""
    return _component("skeleton", lines=range(lines))


# Moving around


@register.simple_tag
def tabs(items, label):
    """Items: label, url, current, and a count if there is one."""
    return _component("tabs", items=items, label=label)


@register.simple_tag
def trail(items):
    """Where this page hangs: pairs of a label and an address, from the top."""
    return _component("trail", items=items)


@register.simple_tag(takes_context=True)
def pagination(context, page, name="page", label=""):
    """Links to the pages of a Django `Page`; they keep the query. `label` tells two apart."""
    query = _request(context).GET.copy()
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)

    def address(number):
        query[name] = number
        return f"?{query.urlencode()}"

    return _component(
        "pagination",
        page=page,
        label=label or gettext("Pages"),
        first=formats.group_thousands(page.start_index()),
        last=formats.group_thousands(page.end_index()),
        total=formats.group_thousands(page.paginator.count),
        links=[(n, address(n) if isinstance(n, int) else "") for n in numbers],
        previous=address(page.previous_page_number()) if page.has_previous() else "",
        next=address(page.next_page_number()) if page.has_next() else "",
    )


@register.simple_tag(takes_context=True)
def sort_link(context, key, label, number=False, name="sort"):
    """A column heading that sorts: first rising, then falling. Keeps the query, drops the page."""
    query = _request(context).GET.copy()
    now = query.get(name, "")
    direction = {key: "ascending", f"-{key}": "descending"}.get(now, "")
    query[name] = f"-{key}" if direction == "ascending" else key
    query.pop("page", None)
    return _component(
        "sort_link",
        label=label,
        url=f"?{query.urlencode()}",
        direction=direction,
        number=number,
    )


@register.simple_tag
def bdi(text):
    """A name in any script, kept from reordering the words around it."""
    return format_html("<bdi>{}</bdi>", text)
