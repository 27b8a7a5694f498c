"""A certificate as a PDF. It says what was so when it was issued, so it is the same every time."""

from pathlib import Path
from unicodedata import bidirectional

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from evaluations.certificates import codes
from mentoring.documents import pdf
from mentoring.documents.fonts import GAP

TEMPLATE = Path(__file__).parent / "certificate.typ"


def paper(certificate, secret) -> bytes:
    """The PDF of a certificate whose ``queries.Secret`` is still readable."""
    said = {
        "program": certificate.program_name,
        "began": _day(certificate.began_on),
        "ended": _day(certificate.ended_on),
    }
    role = _("as a mentor in") if certificate.side == "mentor" else _("as a mentee in")
    values = {
        "lang": (get_language() or "en").partition("-")[0],
        "title": _("Certificate"),
        "organization": certificate.organization_name,
        "opening": _("This certifies that"),
        "name": secret.name,
        "is_rtl": _runs_left(secret.name),
        "took_part": _("has taken part"),
        "role": role,
        "program": certificate.program_name,
        "dates": _("from %(began)s to %(ended)s, and has completed the program.") % said,
        "issued": _("Number %(number)s, issued on %(day)s")
        % {"number": certificate.said_number, "day": _day(certificate.issued_on)},
        "check": _("Whether it is genuine: %(address)s")
        % {"address": settings.BASE_URL + reverse("verify")},
        "code": codes.shown(secret.code),
        "gaps_said": _("%(gap)s stands for characters that could not be printed here.")
        % {"gap": GAP},
    }
    return pdf.render(TEMPLATE, values)


def _runs_left(text):
    strong = (bidirectional(one) for one in text)
    return next((kind for kind in strong if kind in ("L", "R", "AL")), "L") != "L"


def _day(value):
    """With its year whenever it is printed."""
    return date_format(value, "j F Y")
