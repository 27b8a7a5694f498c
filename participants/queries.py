"""Reads about the people of a program and the imports that brought them."""

from dataclasses import dataclass

from django.db.models import Count, OuterRef, Q, Subquery
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from mentoring.jobs import progress
from organizations.models import AuditEvent, Company, Membership
from organizations.searching import holding, words_of
from participants import reference
from participants.columns import columns, columns_by_name
from participants.models import ImportRun, Participant
from participants.profiles.completeness import Completeness, completeness
from participants.profiles.profile import written
from participants.reference import Entry, Registry
from participants.roles import Standing
from participants.stored import job_of, values_of

SHOWN_LINES = {
    "problems": ~Q(problems=[]),
    "changes": ~Q(changes=[]),
    "notes": ~Q(notes=[]),
}


def participant_or_404(program, pk):
    """A person of this program."""
    found = Participant.objects.filter(program=program, pk=pk)
    participant = found.select_related("person", "company", "program").first()
    if participant is None:
        raise Http404
    return participant


def people(program, *, side="", company="", standing="", text=""):
    """The people of a program by name, narrowed."""
    narrow = {"side": side, "company_id": company, "standing": standing}
    found = Participant.objects.filter(program=program).select_related("person", "company")
    found = found.filter(**{name: value for name, value in narrow.items() if value})
    return containing(found, text).order_by("person__family_name", "person__given_name", "id")


def containing(participants, text):
    """Those whose name and address have every word of a text, in any order."""
    return participants.filter(holding(words_of(text), "person__search"))


@dataclass(frozen=True)
class Profile:
    """One participant's data as the page shows it."""

    competencies: list
    story: str
    about: list
    ways: list
    limits: list
    completeness: Completeness


def profile_of(participant):
    """The ``Profile`` of a participant, whose person is loaded."""
    values = values_of(participant)
    texts = written(participant.side, values, Registry([]))
    texts["languages"] = ", ".join(map(reference.languages().label, values["languages"]))
    texts["meeting_form"] = participant.get_meeting_form_display()
    hours = (texts.pop("hours_from"), texts.pop("hours_to"))
    texts["hours"] = f"{' – '.join(hours)}, {texts['days']}" if all(hours) else ""
    return Profile(
        competencies=_competencies(values),
        story=values["story"],
        about=_rows(participant.side, texts, _ABOUT) + [(_("Working day"), texts["hours"] or "–")],
        ways=_ways(values["ways_of_working"]),
        limits=_rows(participant.side, texts, _LIMITS),
        completeness=completeness(participant.side, values),
    )


_ABOUT = (
    *("title", "level", "years_experience", "transition_wanted", "transitions_lived"),
    *("languages", "time_zone", "meeting_form"),
)
_LIMITS = ("capacity", "max_time_zone_gap", "former_employers", "please_not", "manager_email")


def _rows(side, texts, names):
    labels = columns_by_name(side)
    return [(labels[name].label, texts[name] or "–") for name in names if name in texts]


def _competencies(values):
    label = reference.competencies().label
    if "needs" in values:
        return [(label(code), None) for code in values["needs"]]
    return [(label(code), level) for code, level in values["offers"]]


def _ways(answers):
    texts = {"A": "a", "B": "b"}
    return [
        getattr(way, texts[answer])
        for way, answer in zip(reference.ways_of_working(), answers, strict=True)
        if answer in texts
    ]


def texts_of(participant):
    """The participant's data as ``{column: text}``, as a form or a file would give it."""
    job = job_of(participant.person)
    employer = Registry([Entry(str(job.company_id), job.company.name)] if job else [])
    return written(participant.side, values_of(participant, job), employer)


@dataclass(frozen=True)
class Happening:
    """One line of somebody's history."""

    at: object
    text: str
    by: str


def history_of(participant):
    """``[Happening]`` of a participant and their person, newest first, in one statement."""
    actor = Membership.ever.filter(user_id=OuterRef("by_user_id")).order_by("role")
    events = AuditEvent.objects.filter(object_id__in=(participant.pk, participant.person_id))
    events = events.annotate(actor=Subquery(actor.values("name")[:1]))
    return [
        Happening(event.at, _told(event, participant.side), event.actor or "")
        for event in events[:50]
    ]


def staff_names(user_ids):
    """``{user id: name}`` of logins of this organization."""
    held = Membership.ever.filter(user_id__in=user_ids - {None})
    return dict(held.values_list("user_id", "name"))


_WORDS = {
    "person.created": lazy("First known to the organization"),
    "person.renamed": lazy("Name changed"),
    "person.address_corrected": lazy("Mail address corrected"),
    "person.erasure_asked": lazy("To be erased"),
    "person.erasure_taken_back": lazy("To be kept after all"),
    "person.erasure_put_off": lazy("Erasure put off: something runs"),
    "person.erased": lazy("Erased"),
    "participant.asked": lazy("Asked to take part"),
    "participant.agreed": lazy("Agreed to take part"),
    "participant.reminded": lazy("Reminded to answer"),
    "participant.seat_moved": lazy("Seat moved to the new employer"),
    "photo.changed": lazy("Photo changed"),
    "photo.removed": lazy("Photo removed"),
    "intake_note.written": lazy("Intake note written"),
    "intake_note.changed": lazy("Intake note changed"),
    "intake_note.removed": lazy("Intake note removed"),
}


def _told(event, side):
    facts, labels = event.facts, columns_by_name(side)
    if event.verb == "participant.created":
        return _("Added to the program")
    if event.verb == "participant.changed":
        names = [str(labels[name].label) for name in facts["columns"] if name in labels]
        return _("Changed: %(names)s") % {"names": ", ".join(names)}
    if event.verb == "participant.standing":
        words = {key: Standing(facts[key]).label for key in ("before", "after")}
        return _("Standing changed from “%(before)s” to “%(after)s”") % words
    return str(_WORDS.get(event.verb) or _("Something else"))


def import_or_404(program, pk):
    """An import of this program."""
    run = ImportRun.objects.filter(program=program, pk=pk).first()
    if run is None:
        raise Http404
    return run


def imports_of(program):
    """The imports of a program, newest first."""
    return ImportRun.objects.filter(program=program)


def lines_of(run, shown):
    """The rows of an import about which there are ``shown``: problems, changes or notes."""
    return run.lines.filter(SHOWN_LINES[shown])


def line_counts(run):
    """``{"problems": n, "changes": n, "notes": n}``."""
    return run.lines.aggregate(
        **{name: Count("pk", filter=condition) for name, condition in SHOWN_LINES.items()}
    )


def import_progress(run):
    """How far an open import is, and whether anybody is there to do it."""
    told = progress.read(run.pk) or {}
    return {
        "done": told.get("done"),
        "total": told.get("total"),
        "is_stuck": run.is_open and not (progress.broker_is_up() and progress.worker_is_up()),
    }


def column_help(side):
    """``[(Column, example)]`` of a side, for the page that explains them."""
    return [(column, column.examples[side]) for column in columns(side)]


def first_company_name():
    """A company's name for the example row of a template file, or an invented one.

    Of plain words only: a spreadsheet that opens the file must not find a formula in it, wherever
    it starts a cell.
    """
    plain = Company.objects.filter(name__regex=r"^\w[\w .&-]*$")
    return plain.values_list("name", flat=True).first() or "Your Company"
