"""Making two small squares of whatever file somebody sends as their photo.

Nothing of the file is kept: it is read as a picture, and a new one is drawn. What it told beside
the picture (where and when, by which camera, a smaller copy of what was cut away) stays behind.
"""

import io
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

MEGA = 2**20
MOST_BYTES = 10 * MEGA
MOST_PIXELS = 25_000_000
LEAST_SIDE = 96
SMALL, LARGE = 96, 384
KINDS = ("JPEG", "PNG", "WEBP")
TYPE, FORMAT, QUALITY = "image/webp", "WEBP", 82
# Faces stand a little above the middle of an upright photo.
MIDDLE = (0.5, 0.4)


@dataclass(frozen=True)
class Pictures:
    """One photo as WebP: squares of ``SMALL`` and ``LARGE`` pixels."""

    small: bytes
    large: bytes


def pictures_of(file):
    """The ``Pictures`` of an open file that has a ``size``. Raises ValidationError."""
    if file.size > MOST_BYTES:
        raise ValidationError(
            _("This file is larger than %(most)d MB. Choose a smaller one.")
            % {"most": MOST_BYTES // MEGA}
        )
    square = _square(file)
    return Pictures(_written(square, SMALL), _written(square, LARGE))


def _square(file):
    try:
        image = Image.open(file, formats=KINDS)
        _refuse_size(image.size)
        return _upright(image)
    except ValidationError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise ValidationError(_too_many_pixels()) from None
    except Image.UnidentifiedImageError:
        raise ValidationError(
            _("This is not a photo that can be shown. Choose a JPEG, PNG or WebP file.")
        ) from None
    except Exception:  # what a broken file makes its reader raise is written down nowhere
        raise ValidationError(
            _("This photo cannot be read: the file is damaged or not whole. Choose another one.")
        ) from None


def _refuse_size(size):
    width, height = size
    if width * height > MOST_PIXELS:
        raise ValidationError(_too_many_pixels())
    if min(size) < LEAST_SIDE:
        raise ValidationError(
            _("This photo is too small. It needs at least %(least)d pixels each way.")
            % {"least": LEAST_SIDE}
        )


def _too_many_pixels():
    return _("This photo has more than %(most)d megapixels. Choose a smaller one.") % {
        "most": MOST_PIXELS // 1_000_000
    }


def _upright(image):
    """The picture in plain colors as the camera was held, cut to a square of ``LARGE``."""
    image.draft("RGB", (2 * LARGE, 2 * LARGE))  # a JPEG is read at a fraction of its size
    image.load()
    image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    shrink = min(image.size) // (2 * LARGE)
    if shrink > 1:
        image = image.reduce(shrink)
    image = ImageOps.fit(ImageOps.exif_transpose(image), (LARGE, LARGE), centering=MIDDLE)
    canvas = Image.new("RGB", image.size, "white")  # one of our own carries nothing along
    canvas.paste(image, mask=image if image.mode == "RGBA" else None)
    return canvas


def _written(square, side):
    into = io.BytesIO()
    square.resize((side, side), Image.Resampling.LANCZOS).save(into, FORMAT, quality=QUALITY)
    return into.getvalue()
