"""Files that somebody may send as their photo, drawn for tests."""

import io
import struct
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

ORIENTATION, MAKER, PLACE = 0x0112, 0x010F, 0x8825
NOTHING = b""


def drawn(kind="JPEG", size=(400, 300), color="teal", mode="RGB", **options):
    """The bytes of a plain picture."""
    into = io.BytesIO()
    Image.new(mode, size, color).save(into, kind, **options)
    return into.getvalue()


def halves(kind="JPEG", **options):
    """A wide picture, blue on its left and red on its right."""
    image = Image.new("RGB", (800, 400), "red")
    image.paste("blue", (0, 0, 400, 400))
    into = io.BytesIO()
    image.save(into, kind, **options)
    return into.getvalue()


def told(orientation=1):
    """What a camera notes beside a picture: its maker, how it was held, and where that was."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKER] = orientation, "Camera of Zebulon"
    exif.get_ifd(PLACE)[1] = "N"
    return exif


def png_that_claims(width, height, *chunks):
    """A file of a few bytes that says it is of this size."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    whole = [(b"IHDR", head), *chunks, (b"IDAT", zlib.compress(bytes(100_000))), (b"IEND", NOTHING)]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*one) for one in whole)


def _chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def text_bomb():
    """A good picture with a note that unpacks to 200 MB."""
    note = b"note\0\0" + zlib.compress(bytes(200_000_000))
    return png_that_claims(200, 100, (b"zTXt", note))


def upload(content, name="me.jpg", kind="image/jpeg"):
    return SimpleUploadedFile(name, content, kind)


def opened(content):
    return Image.open(io.BytesIO(content))
