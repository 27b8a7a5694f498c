"""What somebody sends as a file: told apart by what it holds, never by its name.

Pictures are drawn anew, so that what they told beside the picture stays behind. Nothing is ever
shown in a page: every file goes out as a download.
"""

import io
import zipfile
from dataclasses import dataclass, field
from pathlib import PurePath
from unicodedata import category

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

MEGA = 2**20
MOST_BYTES = 10 * MEGA
MOST_PIXELS = 25_000_000
MOST_UNPACKED, MOST_PARTS = 100 * MEGA, 2_000
LONGEST_NAME = 120
QUALITY = 90
TAIL = 2_048
PICTURES = {"PNG": ".png", "JPEG": ".jpg"}


@dataclass(frozen=True)
class Checked:
    """A file that may be kept; ``name`` ends as its content asks."""

    name: str = field(repr=False)
    content: bytes = field(repr=False)


def checked_file(file):
    """The ``Checked`` of an open file with ``name`` and ``size``. Raises ValidationError."""
    if file.size > MOST_BYTES:
        said = _("This file is larger than %(most)d MB. Choose a smaller one.")
        raise ValidationError(said % {"most": MOST_BYTES // MEGA})
    content = file.read(MOST_BYTES + 1)
    for look in (_picture, _pdf, _document):
        found = look(content)
        if found is not None:
            ending, content = found
            return Checked(_name(file.name, ending), content)
    raise ValidationError(_("Choose a PDF, a Word document (.docx), or a picture (PNG or JPEG)."))


def _name(name, ending):
    """The last part of what the file was called, without what no name needs."""
    name = PurePath((name or "").replace("\\", "/")).name
    stem = PurePath("".join(one for one in name if category(one)[0] != "C")).stem.strip(" .")
    return (stem[:LONGEST_NAME] or _("File")) + ending


def _picture(content):
    if not content.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        return None
    try:
        image = Image.open(io.BytesIO(content), formats=tuple(PICTURES))
        if image.width * image.height > MOST_PIXELS:
            raise ValidationError(_("This picture has too many pixels. Choose a smaller one."))
        return PICTURES[image.format], _drawn_anew(image)
    except ValidationError:
        raise
    except Exception:  # what a broken file makes its reader raise is written down nowhere
        raise ValidationError(
            _("This picture cannot be read: the file is damaged or not whole.")
        ) from None


def _drawn_anew(image):
    kind = image.format
    upright = ImageOps.exif_transpose(image)
    mode = "RGBA" if kind == "PNG" and upright.has_transparency_data else "RGB"
    plain = Image.new(mode, upright.size)  # one of our own carries nothing along
    plain.paste(upright.convert(mode))
    into = io.BytesIO()
    plain.save(into, kind, **({"quality": QUALITY} if kind == "JPEG" else {}))
    return into.getvalue()


def _pdf(content):
    if not content.startswith(b"%PDF-"):
        return None
    if b"%%EOF" not in content[-TAIL:]:
        raise ValidationError(_("This PDF is damaged or not whole. Choose another one."))
    return ".pdf", content


def _document(content):
    """A Word document without macros, that unpacks to no more than it should."""
    if not content.startswith(b"PK\x03\x04"):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError):
        raise ValidationError(_("This document is damaged or not whole.")) from None
    names = {part.filename for part in parts}
    if not {"[Content_Types].xml", "word/document.xml"} <= names:
        return None
    if any("vbaproject" in name.lower() for name in names):
        raise ValidationError(_("This document has macros. Save it without them first."))
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise ValidationError(_("This document is too large when it is opened."))
    return ".docx", content
