"""Invented people and numbers for the gallery at /ui/. Nothing here is read from the database."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

from django import forms
from django.contrib import messages as levels
from django.core.paginator import Paginator

from mentoring.ui import charts, timeline
from mentoring.ui import forms as widgets
from mentoring.ui.icons import icon_names

SURFACES = ("dashboard", "portal", "company", "account", "public")
TODAY = date(2026, 7, 13)
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"

NAMES = [
    ("Maren Holt", "Talvera Foods", "mentee"),
    ("Daniel Okafor", "Brightmoor Energy", "mentor"),
    ("Đặng Thị Hương", "Orrin Maritime", "mentee"),
    ("Łukasz Żółkiewski", "Nordvik Rail", "mentor"),
    ("مريم العلي", "Talvera Foods", "mentee"),
    ("שירה לוי-כהן", "Sable & Thorne", "mentor"),
    ("Ольга Щербакова", "Castellane Insurance", "mentee"),
    ("Ελένη Παπαδοπούλου", "Quillon Software", "mentor"),
    ("山田 太郎", "Hartmoor Precision", "mentee"),
    ("김민수", "Pellworm Health", "mentor"),
    ("नेहा शर्मा", "Verrault Chemicals", "mentee"),
    ("Wolfeschlegelsteinhausenbergerdorff-Montgomery Anneliese", LONG, "mentor"),
]


class SampleForm(forms.Form):
    """Every kind of field."""

    email = forms.EmailField(label="Your mail address at work", help_text="We send a code to it.")
    met_on = forms.DateField(label="First meeting", widget=widgets.DateInput)
    at = forms.TimeField(label="At", widget=widgets.TimeInput, required=False)
    moment = forms.DateTimeField(label="Or both", widget=widgets.DateTimeInput, required=False)
    cadence = forms.ChoiceField(
        label="Cadence", choices=[("4", "Every four weeks"), ("2", "Every two weeks")]
    )
    languages = forms.MultipleChoiceField(
        label="Languages",
        choices=[("en", "English"), ("fr", "French"), ("tr", "Turkish")],
        widget=widgets.CheckboxSelectMultiple(attrs={"class": "choices--inline"}),
    )
    level = forms.CharField(
        label="Level +1, in your words",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What would you see?",
    )
    fit = forms.ChoiceField(
        label="How did the first meeting go?",
        choices=[("good", "Good"), ("open", "Still deciding"), ("no", "Not a fit")],
        widget=widgets.RadioSelect(
            hints={"no": "A coordinator calls you. Your partner is not told."}
        ),
    )
    keeps = forms.ChoiceField(
        label="We keep what we agree",
        choices=[(n, n) for n in range(1, 6)],
        widget=widgets.ScaleInput(ends=("not at all", "fully")),
    )
    recommends = forms.ChoiceField(
        label="Would you recommend it?",
        choices=[(n, n) for n in range(11)],
        widget=widgets.ScaleInput(ends=("never", "at once")),
        required=False,
    )
    weight = forms.IntegerField(
        label="Weight of path", min_value=0, max_value=40, widget=widgets.RangeInput, initial=15
    )
    code = forms.CharField(label="Code", widget=widgets.CodeInput, required=False)
    file = forms.FileField(label="People as CSV", required=False)
    agrees = forms.BooleanField(
        label="Please call me", help_text="A coordinator calls within two days.", required=False
    )
    token = forms.CharField(widget=forms.HiddenInput, initial="hidden", required=False)
    off = forms.CharField(label="Given by your company", disabled=True, initial="Talvera Foods")


class ShortForm(forms.Form):
    """Rendered whole by `{{ form }}`."""

    given_name = forms.CharField(label="Given name")
    note = forms.CharField(label="Note", widget=forms.Textarea, required=False)


def _filled_form():
    return SampleForm(
        initial={
            "email": "maren.holt@talvera.example",
            "met_on": TODAY,
            "cadence": "4",
            "languages": ["en"],
            "level": "They bring me problems together with a proposal.",
            "fit": "good",
            "keeps": 4,
        }
    )


def _wrong_form():
    return SampleForm({"email": "maren.holt", "met_on": "2026-02-31", "weight": "15"})


def _run(status, error=""):
    return SimpleNamespace(status=status, error=error)


def _score():
    return charts.score_parts(
        "parts",
        "7 846 of 10 000 points",
        [
            ("Needs", 3120, 4000),
            ("Path", 1350, 1500),
            ("Ways of working", 1010, 1500),
            ("Wishes", 1200, 1500),
            ("Logistics", 766, 1000),
            ("Other view", 400, 500),
        ],
        columns=("Part", "Points", "Most"),
    )


def _intervals():
    return charts.intervals(
        "intervals",
        "Mean change and its 95 % interval",
        [
            ("Leading and communicating", 0.21, 0.42, 0.63, "+0.42 (+0.21 – +0.63)"),
            ("Leading change", -0.18, 0.07, 0.32, "+0.07 (−0.18 – +0.32)"),
        ],
        span=(-1, 1),
        zero=0,
        ends=("lower than before", "higher than before"),
        columns=("Scale", "Mean change and interval"),
    )


def _charts():
    people = ("Group", "People")
    return {
        "bars": charts.horizontal_bars(
            "bars",
            "Needs that nobody offers yet",
            [
                ("Leading leaders", 41),
                ("Saying no upward", 17, "warning"),
                ("Reading a board", None),
            ],
            note="64 mentees. Fewer than five people are shown as –.",
            columns=("Need", "Mentees"),
        ),
        "bars_empty": charts.horizontal_bars("none", "No answers yet", [("Leading", 0)], 10),
        "stack": charts.stacked_bar(
            "stack",
            "Time since the last meeting",
            [("on time", 121, ""), ("due this week", 13, "warning"), ("late", 7, "error")],
            columns=people,
        ),
        "parts": _score(),
        "histogram": charts.histogram(
            "histogram",
            "Scores of 60 matches",
            [(f"{n}00 – {n}99", max(0, 9 - abs(n - 77) // 2)) for n in range(54, 98, 4)],
            ends=("5 400", "9 800"),
            columns=("Points", "Matches"),
        ),
        "intervals": _intervals(),
    }


def _message(level, text, extra_tags=""):
    tags = {levels.SUCCESS: "success", levels.WARNING: "warning", levels.ERROR: "error"}
    return SimpleNamespace(text=text, level_tag=tags.get(level, "info"), extra_tags=extra_tags)


def _process():
    held = [
        (date(2026, 1, 26), "held"),
        (date(2026, 2, 20), "missed"),
        (date(2026, 7, 16), "planned"),
    ]
    return {
        "runs": {name: _run(name) for name in ("queued", "running", "done", "failed", "cancelled")},
        "steps": [
            {"label": "Both accepted", "hint": "26 January", "state": "done"},
            {"label": "Training", "hint": "You have one module left", "state": "current"},
            {"label": "Agreement"},
        ],
        "failed_steps": [
            {"label": "File read", "hint": "141 rows", "state": "done"},
            {"label": "Rows checked", "hint": "3 rows have mistakes", "state": "failed"},
        ],
        "year": timeline.months(date(2026, 1, 12), TODAY, held),
        "levels": [(-1, 0), (-2, 1), (0, None), (None, None)],
        "charts": _charts(),
    }


def _places(request):
    return {
        "tabs": [
            {"label": "Mine", "url": "?mine", "current": True, "count": 12},
            {"label": "Team", "url": "?team", "current": False, "count": 1031},
            {"label": "Closed", "url": "?closed", "current": False, "news": 2},
        ],
        "trail": [("Programs", "#"), ("Bridge Winter 2026", "#")],
        "pages": {
            "one": Paginator(range(7), 20).get_page(1),
            "many": Paginator(range(14100), 20).get_page(request.GET.get("page", 353)),
            "none": Paginator([], 20).get_page(1),
        },
    }


def gallery(request):
    """Context of the gallery page."""
    return {
        **surface("dashboard"),
        **_process(),
        **_places(request),
        "icons": icon_names(),
        "form": _filled_form(),
        "wrong_form": _wrong_form(),
        "short_form": ShortForm(),
        "people": NAMES,
        "long": LONG,
        "tones": ["", "accent", "good", "warning", "error"],
        "facts": [("Company", "Talvera Foods"), ("Hours", "09:00 – 17:00"), ("Left out", None)],
        "moment": datetime(2026, 7, 16, 14, 0, tzinfo=UTC),
        "end": datetime(2026, 7, 16, 15, 30, tzinfo=UTC),
        "toasts": [
            _message(levels.SUCCESS, "Case snoozed until Thursday.", "undo=/ui/"),
            _message(levels.INFO, "Saved."),
            _message(levels.ERROR, "Row 14 has no company. Nothing was changed."),
        ],
    }


def _link(label, icon, **more):
    return {"label": label, "url": "#", "icon": icon, "current": False, **more}


def _navigation(name):
    return {
        "portal": [
            _link("Home", "home", current=True),
            _link("Partnership", "handshake"),
            _link("Messages", "message-square", count=2),
            _link("Guide", "book-open"),
        ],
        "company": [
            _link("Home", "home", current=True),
            _link("Our people", "users"),
            _link("Reports", "file-text"),
            _link("Not with us", "building-2"),
        ],
    }.get(
        name,
        [
            _link("Today", "sun", count=5, current=True),
            _link("Matching", "shuffle", count=4),
            _link("Partnerships", "handshake"),
            _link("People", "users"),
            _link("Companies", "building-2", rule=True),
            _link("Settings", "settings"),
        ],
    )


def surface(name):
    """Context of a surface's frame, as its views would give it."""
    roles = [
        {
            "label": "Coordinator",
            "organization": "Aldergate Mentoring",
            "url": "#",
            "current": True,
        },
        {
            "label": "Participant",
            "organization": "Aldergate Mentoring",
            "url": "#",
            "current": False,
        },
        {"label": "Coordinator", "organization": "Norrland Mentors", "url": "#", "current": False},
    ]
    return {
        "organization": {"name": "Aldergate Mentoring", "slug": "aldergate"},
        "acting": "Coordinator",
        "roles": roles,
        "navigation": _navigation(name),
        "bell_url": "#",
        "unread": 3,
        "programs": [
            {"label": "Bridge Winter 2026", "url": "#", "sub": "month 6 of 12", "current": True},
            {"label": "Bridge Autumn 2026", "url": "#", "sub": "matching", "current": False},
        ],
        "program": {"name": "Bridge Winter 2026"},
        "viewer": "Ines Calloway",
        "search_url": "/ui/",
    }
