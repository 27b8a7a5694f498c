"""Icons of the pages: lucide files, inlined so that they take the color of the text beside them."""

from functools import cache
from pathlib import Path

from django.utils.html import format_html
from django.utils.safestring import SafeString

# What points along the line turns around where the line runs from right to left.
ALONG = {"arrow-right", "arrow-left", "chevron-right", "chevron-left", "log-in", "log-out", "undo"}
FOLDER = Path(__file__).parent / "lucide"


def icon_names():
    """Names of all icons there are, sorted."""
    return sorted(file.stem for file in FOLDER.glob("*.svg"))


@cache
def _shapes(name):
    file = FOLDER / f"{name}.svg"
    if not name.replace("-", "").isalnum() or not file.is_file():
        raise ValueError(f"There is no icon {name!r}. See /ui/ for those there are.")
    text = file.read_text(encoding="utf-8")
    inner = text[text.index(">") + 1 : text.rindex("</svg>")]
    return SafeString(inner)  # our own committed file


def icon_svg(name: str, label: str = "", modifier: str = "") -> SafeString:
    """
    The icon `name` as inline SVG.

    Without `label` it is decoration and hidden from screen readers; with one it is read as that.
    `modifier` is `large` or `turning`. Raises ValueError on an unknown name.
    """
    classes = f"icon icon--{modifier}" if modifier else "icon"
    classes += " icon--along" if name in ALONG else ""
    shapes = _shapes(name)
    if label:
        return format_html(
            '<svg class="{}" viewBox="0 0 24 24" role="img" aria-label="{}">{}</svg>',
            classes,
            label,
            shapes,
        )
    return format_html(
        '<svg class="{}" viewBox="0 0 24 24" aria-hidden="true">{}</svg>', classes, shapes
    )
