"""Rules of the interface that every template and stylesheet keeps."""

import math
import re
from itertools import product
from pathlib import Path

import pytest
from django.conf import settings

from mentoring.ui.icons import icon_names

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STYLES = sorted((ROOT / "static" / "css").rglob("*.css"))
# Mail programs know no stylesheets: the mail's frame carries its own, made inline before sending.
MAILS = {ROOT / "templates" / "layouts" / "email.html"}
FORBIDDEN = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "a style element": re.compile(r"<style\b", re.I),
    "an event attribute": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.I),
    "a script of its own": re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")[^>]*>", re.I
    ),
    "an address that runs": re.compile(r"javascript:", re.I),
    "code for htmx": re.compile(r"\bhx-(on|vals=['\"]js:|headers=['\"]js:)", re.I),
    "a comment over several lines in short form": re.compile(r"\{#(?![^\n]*#\})"),
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_has(what):
    found = [
        str(file.relative_to(ROOT))
        for file in TEMPLATES
        if file not in MAILS and FORBIDDEN[what].search(file.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_the_guard_sees_what_it_is_for():
    samples = {
        "a style attribute": '<p class="a" style="color:red">',
        "a style element": "<style>",
        "an event attribute": '<a href="#" onclick="x()">',
        "a script of its own": "<script>x()</script>",
        "an address that runs": '<a href="javascript:x()">',
        "code for htmx": '<a hx-on:click="x()">',
        "a comment over several lines in short form": "{# one\ntwo #}",
    }
    assert set(samples) == set(FORBIDDEN)
    assert all(FORBIDDEN[what].search(sample) for what, sample in samples.items())


def test_every_named_icon_exists():
    named = re.compile(r"""(?:\{% icon |\bicon=|icon_after=)["']([a-z0-9-]+)["']""")
    used = {
        (name, str(file.relative_to(ROOT)))
        for file in TEMPLATES
        for name in named.findall(file.read_text(encoding="utf-8"))
    }
    assert used
    assert [pair for pair in used if pair[0] not in icon_names()] == []


def test_only_tokens_have_colors_of_their_own():
    colors = re.compile(r"oklch\(|#[0-9a-f]{3,8}\b|\brgba?\(|\bhsl", re.I)
    allowed = {"tokens.css"}
    found = {
        f"{file.name}: {line.strip()}"
        for file in STYLES
        if file.name not in allowed
        for line in file.read_text(encoding="utf-8").splitlines()
        if colors.search(line)
    }
    assert found == set()


def test_every_stylesheet_is_in_one_layer_and_short():
    for file in STYLES:
        lines = file.read_text(encoding="utf-8").splitlines()
        assert len(lines) <= 400, file.name
        assert any(line.startswith("@layer ") for line in lines[:3]), file.name


def test_components_say_which_variables_they_take():
    for file in (ROOT / "templates" / "components").glob("*.html"):
        assert file.read_text(encoding="utf-8").startswith("{# Variables: "), file.name


# Contrast, from the tokens themselves


def tokens():
    """Colors by name: a pair of linear RGB, light and dark."""
    text = (ROOT / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
    color = r"(oklch\([^)]*\)|#[0-9a-f]+)"
    both = re.findall(rf"--([a-z-]+): light-dark\({color}, {color}\)", text)
    same = re.findall(rf"--([a-z-]+): {color};", text)
    pairs = {name: (linear(light), linear(dark)) for name, light, dark in both}
    # Print sets some anew: the pair of the screen wins.
    return {name: (linear(value), linear(value)) for name, value in same} | pairs


def linear(color):
    """Linear sRGB of `oklch(L% C H)` or `#rgb`."""
    if color.startswith("#"):
        digits = [int(digit * 2, 16) / 255 for digit in color[1:]]
        return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in digits]
    lightness, chroma, hue = re.fullmatch(r"oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\)", color).groups()
    a = float(chroma) * math.cos(math.radians(float(hue)))
    b = float(chroma) * math.sin(math.radians(float(hue)))
    light = float(lightness) / 100
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    rgb = (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
    return [min(max(value, 0), 1) for value in rgb]


def contrast(one, other):
    """The ratio of WCAG 2 between two colors in linear RGB."""
    light, dark = sorted(
        (0.2126 * red + 0.7152 * green + 0.0722 * blue for red, green, blue in (one, other)),
        reverse=True,
    )
    return (light + 0.05) / (dark + 0.05)


PAPERS = ("paper", "raised", "sunken")
TEXT = [
    *product(("ink", "muted", "accent", "good", "warning", "error"), PAPERS),
    ("ink", "accent-soft"),
    ("accent-strong", "accent-soft"),
    ("muted", "accent-soft"),
    ("ink", "line"),
    ("on-fill", "fill"),
    ("on-deep", "deep"),
    ("deep-ink", "on-deep"),
    ("paper", "ink"),
    *product(("toast-good", "toast-warning", "toast-error"), ("ink",)),
]
LINES = [*product(("edge", "accent", "fill"), ("paper", "raised"))]


def test_the_yardstick_measures_right():
    assert contrast(linear("#000"), linear("#fff")) == pytest.approx(21)
    assert contrast(linear("oklch(100% 0 0)"), linear("oklch(0% 0 0)")) == pytest.approx(
        21, abs=0.01
    )
    assert contrast(linear("#777"), linear("#fff")) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_can_be_read(text, ground, scheme):
    colors = tokens()
    assert contrast(colors[text][scheme], colors[ground][scheme]) >= 4.5


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("line", "ground"), LINES)
def test_controls_can_be_seen(line, ground, scheme):
    colors = tokens()
    assert contrast(colors[line][scheme], colors[ground][scheme]) >= 3
