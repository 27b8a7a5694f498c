"""The pack: criteria, figures and the texts in force in one file, with nobody's name in it.

Equal facts and texts make equal bytes: the file carries the day, and no moment.
"""

import csv
import hashlib
import io
import zipfile
from dataclasses import dataclass

from django.utils.text import slugify
from django.utils.translation import gettext as _

from mentoring.ui.exports import guarded
from participants.roles import Side
from reports.quality import paper, words
from reports.quality.judging import assess
from training.roles import Need

FIGURES = ("criterion", "name", "state", "asked_by", "figure", "found", "number", "of")
MODULES = ("side", "module", "title", "version", "minutes", "need")
PROGRAM = ("purpose", "success_measures", "eligibility", "benefits", "demands")


@dataclass(frozen=True)
class Pack:
    name: str
    content: bytes

    @property
    def hash(self):
        return hashlib.sha256(self.content).hexdigest()


def make(program) -> Pack:
    """The ``Pack`` of a program with its organization."""
    facts, judged = assess(program, with_texts=True)
    files = {
        "criteria.pdf": paper.pdf(facts, judged),
        "figures.csv": _table(FIGURES, _figures(judged)),
        "training-modules.csv": _table(MODULES, _modules(facts)),
        "texts/program.txt": _program(program),
        **_texts(facts.setting),
    }
    files = {"README.txt": _readme(facts, files), **files}
    day = facts.today.isoformat()
    return Pack(f"quality-{slugify(program.slug)}-{day}.zip", _zipped(files, facts.today))


def _zipped(files, day):
    """Entries carry the day of the facts, so that they tell nothing of the machine."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            archive.writestr(entry, content)
    return packed.getvalue()


def _table(columns, rows):
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(columns)
    # Numbers stay numbers; what people typed is never a formula.
    writer.writerows([guarded(one) if isinstance(one, str) else one for one in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _figures(judged):
    for one in judged:
        criterion = one.criterion
        about = (criterion.key, str(criterion.name), one.state.value, criterion.asked_by)
        if not one.evidence.lines:
            yield (*about, "", "", "", "")
        for line in one.evidence.lines:
            figure = (str(line.label), line.text)
            yield (*about, *figure, *("" if n is None else n for n in (line.number, line.of)))


def _modules(facts):
    for one in facts.setting["modules_listed"]:
        labels = str(Side(one["side"]).label), str(Need(one["need"]).label)
        yield labels[0], one["code"], one["title"], one["number"], one["minutes"], labels[1]


def _program(program):
    parts = (
        (str(program._meta.get_field(name).verbose_name).capitalize(), getattr(program, name))
        for name in PROGRAM
    )
    said = (f"{label}\n\n{text.strip() or _('Nothing is written down.')}" for label, text in parts)
    return "\n\n\n".join(said).encode()


def _texts(setting):
    """``{file name: content}`` of what pairs sign and people agree to, each in its version."""
    found = {}
    if setting["agreement"]:
        name = f"texts/agreement-version-{setting['agreement']}.txt"
        found[name] = setting["agreement_source"].encode()
    if setting["consent_text"]:
        name = f"texts/consent-version-{setting['consent_text']}.txt"
        found[name] = _sections(setting["consent_sections"])
    for one in setting["confidentiality"]:
        name = f"texts/confidentiality-{one['side']}-version-{one['number']}.txt"
        found[name] = one["source"].encode()
    return found


def _sections(sections):
    parts = ("\n".join((one["heading"], "", *one["lines"])) for one in sections)
    return "\n\n\n".join(parts).encode()


def _readme(facts, files):
    title, caution = words.caution()
    about = _("%(program)s, as the data stood on %(day)s.") % {
        "program": facts.program.name,
        "day": facts.today.isoformat(),
    }
    sums = (f"{hashlib.sha256(content).hexdigest()}  {name}" for name, content in files.items())
    return "\n\n".join((title, caution, about, "SHA-256", "\n".join(sums), "")).encode()
