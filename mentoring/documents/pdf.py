"""Values and a template of ours become a PDF, in which nothing that anybody typed is a mark.

Values go in as data and are set as plain text; a template never evaluates them. What no font can
print is found before, so that no reader meets an empty box.
"""

import json
from pathlib import Path

import typst

from mentoring.documents import fonts

STANDARD = "ua-1"  # tagged, for readers who listen
LASTING = (STANDARD, "a-2a")  # and to be kept for decades as well


def render(template: Path, values: dict, standards: tuple[str, ...] = (STANDARD,)) -> bytes:
    """The PDF of a template (a ``.typ`` file) with these values: text, numbers, lists, dicts.

    The template reads them as ``json(bytes(sys.inputs.values))``. ``has_gaps`` among them says
    whether anything was left out because no font has it; the template has to say so.
    """
    shown = _printed(values)
    shown["has_gaps"] = shown != values
    return typst.compile(
        str(template),
        root=str(template.parent),
        sys_inputs={"values": json.dumps(shown, ensure_ascii=False)},
        font_paths=[str(fonts.FOLDER)],
        ignore_system_fonts=True,
        pdf_standards=list(standards),
    )


def _printed(value):
    if isinstance(value, str):
        return fonts.printed(value)
    if isinstance(value, dict):
        return {key: _printed(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_printed(one) for one in value]
    return value
