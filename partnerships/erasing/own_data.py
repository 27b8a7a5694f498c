"""Everything that is kept of somebody, for themselves to take along.

Read in their own context, so the walls hold: what the partner wrote, and what others noted, is not
in it, and content that has closed is not either. Of cases it has no more than that there were some.
"""

import json
import re
import zipfile
from collections import defaultdict

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import F, Q

from instruments.models import Response
from instruments.queries import sheet
from mentoring import clock
from mentoring.crypto.master import Unreadable
from notifications.models import Message
from organizations.models import AuditEvent, Employment, Membership, Person
from participants.models import FormerEmployer, Participant, ParticipantCompetency, PleaseNot
from participants.nominating.models import Asking, Consent
from participants.photos.models import Photo
from participants.photos.pictures import FORMAT
from partnerships.agreements.models import Signature
from partnerships.cases.own_data import cases_about
from partnerships.concerns.own_data import said_by
from partnerships.erasing.registry import telling
from partnerships.goals.models import Goal, GoalVersion
from partnerships.goals.wording import from_json
from partnerships.models import Partnership, PartnershipEvent
from partnerships.queries import partnerships_of, side_of
from partnerships.writing.keys import Keyring
from partnerships.writing.kinds import Kind
from partnerships.writing.models import Draft, PairFile, PairWriting
from training.models import SessionInvitation
from training.modules.models import Completion

MOST_BYTES = 200 * 2**20
MOST_EVENTS = 5000
PROFILE = (
    *("id", "side", "standing", "title", "level", "years_experience", "transitions", "languages"),
    *("time_zone", "days", "hours_from", "hours_to", "meeting_form", "max_zone_gap_hours", "story"),
    *("ways_of_working", "manager_email", "capacity", "created_at"),
)
# ``(name, model, columns)`` of what hangs on a participation.
OF_PARTICIPATION = (
    ("competencies", ParticipantCompetency, ("competency", "rank", "level")),
    ("former_employers", FormerEmployer, ("name", "ended_on")),
    ("please_not", PleaseNot, ("text",)),
    ("asked", Asking, ("asked_at", "answer_by", "answered_at", "answer", "reason")),
    ("consents", Consent, ("text__number", "at")),
    ("modules", Completion, ("module__code", "finished_at", "minutes", "score")),
    ("sessions", SessionInvitation, ("session__title", "answer", "attendance")),
)
OF_WRITING = ("sealed", "content", "organization", "author", "partnership")


def kinds_of_writing():
    """Every table of what a pair writes."""
    found = [model for model in apps.get_models() if issubclass(model, PairWriting)]
    return sorted(found, key=lambda model: model._meta.model_name)


def own_data(person_id):
    """All that is kept of this person as plain values, ready for JSON."""
    person = Person.objects.select_related("organization").get(pk=person_id)
    participants = Participant.objects.filter(person=person_id).order_by("created_at")
    ids = [participant.pk for participant in participants]
    return {
        "organization": person.organization.name,
        "made_at": clock.now(),
        "person": _of_person(person),
        "participations": _participations(participants),
        "questionnaires": [_answers(row) for row in _responses(ids)],
        "partnerships": [_partnership(row, person_id) for row in partnerships_of(person_id)],
        **said_by(person_id),
        **{name: tell(person_id) for name, tell in telling().items()},
        "cases": cases_about(person_id),
        "mails": _rows(Message.objects.filter(person=person_id), "kind", "created_at", "sent_at"),
        "trail": _trail(person, ids),
    }


def write_archive(file, person_id):
    """Write everything, and the person's own files and photo, into ``file`` as a zip."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        data = own_data(person_id)
        data["files"] = list(_write_files(archive, person_id))
        text = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
        archive.writestr("data.json", text)
        for photo in Photo.objects.filter(person=person_id):
            archive.writestr(f"photo.{FORMAT.lower()}", bytes(photo.large))


def _rows(rows, *columns):
    return list(rows.order_by("pk").values(*columns))


def _of_person(person):
    jobs = Employment.objects.filter(person=person)
    roles = Membership.objects.filter(person=person)
    return {
        "email": person.email,
        "given_name": person.given_name,
        "family_name": person.family_name,
        "known_since": person.created_at,
        "jobs": _rows(jobs, "company__name", "started_on", "ended_on"),
        "roles": _rows(roles, "role", "name", "ended_at"),
    }


def _participations(participants):
    ids = [participant.pk for participant in participants]
    lists = {
        name: _by_participant(model, ids, columns) for name, model, columns in OF_PARTICIPATION
    }
    rows = participants.annotate(program_name=F("program__name")).values(*PROFILE, "program_name")
    return [{**row, **{name: lists[name][row["id"]] for name in lists}} for row in rows]


def _by_participant(model, ids, columns):
    found = defaultdict(list)
    rows = model.objects.filter(participant__in=ids).order_by("pk")
    for participant_id, *values in rows.values_list("participant", *columns):
        found[participant_id].append(dict(zip(columns, values, strict=True)))
    return found


def _responses(ids):
    rows = Response.objects.filter(participant__in=ids).select_related("participant")
    return rows.order_by("opened_at")


def _answers(response):
    lines = [line for page in sheet(response).pages for line in page.lines]
    return {
        "occasion": response.occasion,
        "opened_at": response.opened_at,
        "submitted_at": response.submitted_at,
        "answers": [{"question": line.item.text, "answer": line.value} for line in lines],
    }


def _partnership(partnership: Partnership, person_id):
    events = PartnershipEvent.objects.filter(partnership=partnership)
    signed = Signature.objects.filter(agreement__partnership=partnership, person=person_id)
    return {
        "id": partnership.pk,
        "side": side_of(partnership, person_id),
        "status": partnership.status,
        "announced_at": partnership.announced_at,
        "introduced_at": partnership.introduced_at,
        "ended_at": partnership.ended_at,
        "steps": _rows(events, "action", "status", "at"),
        "signed": _rows(signed, "agreement__number", "agreement__text__number", "signed_at"),
        "written": _writings(partnership.pk, person_id),
    }


def _writings(partnership_id, person_id):
    """What the person wrote there and can still read, by kind."""
    keys = Keyring(partnership_id)
    written = {}
    for model in kinds_of_writing():
        rows = model.objects.filter(partnership=partnership_id, author=person_id)
        if rows := list(rows.defer("content") if model is PairFile else rows):
            written[model._meta.model_name] = [_writing(row, keys) for row in rows]
    return written


def _writing(row, keys):
    plain = [field for field in row._meta.concrete_fields if field.name not in OF_WRITING]
    return {
        **{field.name: getattr(row, field.attname) for field in plain},
        "text": _as_read(row, _text(row, keys)),
    }


def _as_read(row, text):
    """What was written as its author reads it; a goal is kept in parts."""
    if not text:
        return text
    if isinstance(row, Goal | GoalVersion):
        return from_json(text).as_text()
    if isinstance(row, Draft) and row.kind == Kind.GOAL:
        return from_json(text.partition("\n")[2]).as_text()
    return text


def _text(row, keys):
    try:
        return keys.read(row)
    except Unreadable:
        return None


def _trail(person, ids):
    """What was done by this person, and to them."""
    own = Q(object_id__in=[person.pk, *ids])
    if person.user_id:
        own |= Q(by_user_id=person.user_id)
    rows = AuditEvent.objects.filter(own).order_by("-at", "-id")
    return list(rows.values("at", "verb", "object_type", "object_id")[:MOST_EVENTS])


def _write_files(archive, person_id):
    """Put one's own files into the archive one by one; names those that are too many for it."""
    written = 0
    for partnership in partnerships_of(person_id):
        keys = Keyring(partnership.pk)
        rows = PairFile.objects.filter(partnership=partnership, author=person_id)
        for number, row in enumerate(rows.defer("content").order_by("pk"), start=1):
            name = _text(row, keys)
            if name is None:
                continue
            place = f"files/{partnership.pk}/{number}-{_safe(name)}"
            fits = written + row.size <= MOST_BYTES
            if fits:
                archive.writestr(place, keys.read_content(row))
                written += row.size
            yield {"name": name, "size": row.size, "place": place if fits else None}


def _safe(name):
    """A file's name without anything that another system takes for a path."""
    return re.sub(r"[^\w. -]", "_", name).lstrip(".")[:120] or "file"
