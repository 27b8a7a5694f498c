"""What a pair has written to each other, and the pages on which they do."""

from django.core.files.uploadedfile import SimpleUploadedFile

from mentoring.tenancy import context
from mentoring.tenancy.keys import uuid7
from organizations.models import Membership
from organizations.roles import Role
from partnerships.models import Partnership
from partnerships.writing import files, queries, services, sharing
from partnerships.writing.keys import Keyring
from partnerships.writing.kinds import Kind
from partnerships.writing.models import Note
from tests.e2e import agreement_scenes

MESSAGES = (
    ("mentee", "Hello! I have read your profile twice. Would the week of the 12th suit you?"),
    ("mentor", "It would. Tuesday after four, or Thursday before lunch. Which is calmer for you?"),
    ("mentee", "Thursday, please. I will send you three questions the day before."),
)
NOTES = (
    (
        "mentor",
        "From our first talk\n\n– Start with the two people who asked for more room.\n"
        "– Say what you keep, before you say what you hand over.",
    ),
    ("mentee", "What I take with me: a question is not a test. Ask, then count to five."),
)
ENTRIES = (
    "I noticed that I explain when I am nervous. Next time: one sentence, then wait.",
    "The silence after my question felt long. It was four seconds.",
)


def prepare(scenes, preparing):
    """A pair that has written, and one of the same program that has not begun."""
    rows = Partnership.objects.filter(program=preparing.program, status="preparing")
    quiet = rows.exclude(pk=preparing.pk).latest("id")
    wrote = {}
    for kind, lines in ((Kind.MESSAGE, MESSAGES), (Kind.NOTE, NOTES)):
        for side, text in lines:
            wrote[kind] = _write(preparing, side, kind, text)
    for text in ENTRIES:
        wrote[Kind.JOURNAL] = _write(preparing, "mentee", Kind.JOURNAL, text)
    scenes.people.update(
        writing_mentor=preparing.mentor_person.user, quiet_mentee=quiet.mentee_person.user
    )
    scenes.values.update(
        quiet_pair=quiet.pk,
        own_message=wrote[Kind.MESSAGE].pk,
        own_note=wrote[Kind.NOTE].pk,
        own_entry=wrote[Kind.JOURNAL].pk,
        own_file=_put_files(preparing),
        shared_copy=_share(preparing, "mentor").pk,
    )


def _share(partnership, side):
    """What this side wrote first, for the coordinators to read."""
    own = _member(partnership, side)
    with context.enter(_context_of(partnership, side)):
        row = Note.objects.filter(author=own.person_id).earliest("written_at")
        item = queries.item_or_404(
            Note,
            queries.pair_or_404(partnership.pk, own.person_id),
            row.pk,
            own.person_id,
            Keyring(partnership.pk),
        )
        return sharing.share(item, by=own)


def _put_files(partnership):
    """A page of each side; the id of the mentee's."""
    for side, name in (("mentor", "Questions for a first talk.pdf"), ("mentee", "My map.pdf")):
        with context.enter(_context_of(partnership, side)):
            file = SimpleUploadedFile(name, b"%PDF-1.7\n" + bytes(48_000) + b"\n%%EOF\n")
            keys = Keyring(partnership.pk)
            row = files.put(partnership, file, by=_member(partnership, side), keys=keys)
    return row.pk


def _member(partnership, side):
    user_id = getattr(partnership, f"{side}_person").user_id
    return Membership.objects.get(user_id=user_id, role=Role.PARTICIPANT)


def _context_of(partnership, side):
    user_id = getattr(partnership, f"{side}_person").user_id
    return context.Context(partnership.organization_id, user_id, context.Actor.PARTICIPANT)


def _write(partnership, side, kind, text):
    own = _member(partnership, side)
    with context.enter(_context_of(partnership, side)):
        return services.write(partnership, kind, text, by=own, item_id=uuid7())


def write_too_much(page):
    page.get_by_role("textbox").first.fill("word " * 5_000)
    page.locator("#write button.button--primary").click()


def send_no_file(page):
    file = {"name": "plan.png", "mimeType": "image/png", "buffer": b"<svg/>"}
    page.get_by_label("Choose a file").set_input_files(file)
    page.get_by_role("button", name="Put it here").click()


def leave_half_a_note(page):
    """Type, wait until it is kept, and come back."""
    page.get_by_role("textbox").first.fill("Half a thought about")
    page.get_by_text("not saved yet").wait_for()
    page.reload()


def send_when_signed_out(page):
    """The session ends in the middle of a note."""
    page.context.clear_cookies(name="session")
    page.get_by_role("textbox").first.fill("What I would not like to type a second time.")
    page.locator("#write button.button--primary").click()
    page.get_by_text("I have signed in").wait_for()


def pages(state):
    """States of every page of a pair."""
    here, quiet = {"partnership": "preparing"}, {"partnership": "quiet_pair"}
    found = {}
    for name in ("messages", "notes", "journal"):
        found[f"portal:writing:{name}"] = [
            state("mentee", who="preparing", parts=here),
            state("mentor", who="writing_mentor", parts=here),
            state("empty", who="quiet_mentee", parts=quiet),
            state("errors", who="preparing", parts=here, act=write_too_much),
        ]
    found["portal:writing:notes"] += [
        state("typed", who="quiet_mentee", parts=quiet, act=leave_half_a_note),
        state("signed-out", who="quiet_mentee", parts=quiet, act=send_when_signed_out),
    ]
    items = (("messages", "own_message"), ("notes", "own_note"), ("journal", "own_entry"))
    for name, item in items:
        parts = {**here, "item": item}
        found[f"portal:writing:{name}-share"] = [state(who="preparing", parts=parts)]
    found["partnerships:shared"] = [state(parts={**here, "copy": "shared_copy"})]
    found["portal:writing:files"] = [
        state("mentee", who="preparing", parts=here),
        state("empty", who="quiet_mentee", parts=quiet),
        state("errors", who="preparing", parts=here, act=send_no_file),
    ]
    parts = {**here, "item": "own_file"}
    found["portal:writing:files-remove"] = [state(who="preparing", parts=parts)]
    for name, item in items[1:]:
        for step in ("change", "remove"):
            parts = {**here, "item": item}
            found[f"portal:writing:{name}-{step}"] = [state(who="preparing", parts=parts)]
    return {**found, **agreement_scenes.pages(state)}
