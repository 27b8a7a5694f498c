"""What the two of a pair write to each other, and each for themselves: for them alone."""

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from api.access import OrganizationView, opened_to
from api.errors import Conflict, described
from api.fields import ListQuery, Strict, accepted, page_of, paged
from mentoring.tenancy.keys import uuid7
from organizations.roles import Role
from partnerships.writing import files, queries, services
from partnerships.writing.keys import Keyring
from partnerships.writing.kinds import Kind
from partnerships.writing.services import CannotWrite


class WrittenOut(serializers.Serializer):
    """One thing that was written. Whoever changes it sends its `revision` along."""

    id = serializers.UUIDField(source="row.pk")
    is_mine = serializers.BooleanField()
    text = serializers.CharField(
        allow_null=True, help_text="Null when its author had what they wrote erased."
    )
    written_at = serializers.DateTimeField(source="row.written_at")
    edited_at = serializers.DateTimeField(allow_null=True)
    revision = serializers.SerializerMethodField(help_text="Null for what nobody changes.")

    def get_revision(self, item) -> int | None:
        return getattr(item.row, "revision", None)


class WriteIn(Strict):
    """A text; with an `id` of your own (a UUID) it is written once, however often it is sent."""

    id = serializers.UUIDField(required=False)
    text = serializers.CharField(allow_blank=True, trim_whitespace=False)


class RewriteIn(Strict):
    """Another text, and the revision that it was made from."""

    text = serializers.CharField(allow_blank=True, trim_whitespace=False)
    revision = serializers.IntegerField(min_value=0)


class FileOut(serializers.Serializer):
    """A file of the two. Its page in the portal gives it out."""

    id = serializers.UUIDField(source="row.pk")
    is_mine = serializers.BooleanField()
    name = serializers.CharField(allow_null=True)
    size = serializers.IntegerField(source="row.size", help_text="In bytes.")
    written_at = serializers.DateTimeField(source="row.written_at")


class FilesOut(serializers.Serializer):
    """All files of a pair, the newest first."""

    files = FileOut(many=True)


class _Desk:
    """A pair as one of its two reaches it through the API, with its keys."""

    def __init__(self, request, program, partnership):
        self.by = request.membership
        self.pair = queries.pair_or_404(partnership, self.by.person_id)
        if self.pair.partnership.program.slug != program:
            raise Http404
        self.partnership = self.pair.partnership
        self.keys = Keyring(self.partnership.pk)

    def items(self, rows):
        return [queries.opened(row, self.by.person_id, self.keys) for row in rows]

    def item(self, kind, item_id):
        """What stands there after a write; its key may be newer than the desk."""
        model = services.MODELS[kind]
        keys = Keyring(self.partnership.pk)
        found = queries.item_or_404(model, self.pair, item_id, self.by.person_id, keys)
        return Response(WrittenOut(found).data)


def _list(kind, request, program, partnership):
    desk = _Desk(request, program, partnership)
    accepted(ListQuery, request.query_params.dict())
    rows = services.MODELS[kind].objects.filter(partnership=desk.partnership)
    return paged(request, rows, WrittenOut, desk.items)


def _write(kind, request, program, partnership):
    desk = _Desk(request, program, partnership)
    sent = accepted(WriteIn, request.data)
    item_id = sent.get("id") or uuid7()
    with _refused():
        services.write(desk.partnership, kind, sent["text"], by=desk.by, item_id=item_id)
    answer = desk.item(kind, item_id)
    answer.status_code = 201
    return answer


def _change(kind, request, program, partnership, item):
    desk = _Desk(request, program, partnership)
    queries.own_item_or_404(services.MODELS[kind], desk.pair, item, desk.by.person_id, desk.keys)
    sent = accepted(RewriteIn, request.data)
    with _refused():
        services.change(
            desk.partnership, kind, item, sent["text"], by=desk.by, seen=sent["revision"]
        )
    return desk.item(kind, item)


def _remove(kind, request, program, partnership, item):
    desk = _Desk(request, program, partnership)
    queries.own_item_or_404(services.MODELS[kind], desk.pair, item, desk.by.person_id, desk.keys)
    services.remove(kind, item, by=desk.by)
    return Response(status=204)


class _refused:  # noqa: N801 (reads as a word of the statement)
    """Turn what stands against a text into 400, 404 or 409."""

    def __enter__(self):
        return self

    def __exit__(self, _type, error, _trace):
        if not isinstance(error, CannotWrite):
            return
        if error.rule in ("empty", "too_long"):
            raise serializers.ValidationError({"text": [error.message]}) from error
        if error.rule == "not_yours":
            raise Http404 from error
        raise Conflict(error.message) from error


def _described(kind, summary, **facts):
    return extend_schema(operation_id=kind, summary=summary, **facts)


_PAGE = {200: page_of(WrittenOut), **described(400)}
_WRITTEN = {201: WrittenOut, **described(400, 409, 413)}
_CHANGED = {200: WrittenOut, **described(400, 409, 413)}
_REMOVED = {204: None, **described()}
_TWICE = "The same `id` twice is written once. What the other wrote under it is not touched."
_STALE = "Somebody (you, elsewhere) was faster: 409, and nothing is changed."


class Messages(OrganizationView):
    """The thread of the two."""

    @_described(
        "messages_list",
        "Read your thread, the newest first",
        parameters=[ListQuery],
        responses=_PAGE,
    )
    @opened_to(Role.PARTICIPANT)
    def get(self, request, program, partnership):
        return _list(Kind.MESSAGE, request, program, partnership)

    @_described(
        "messages_write",
        "Send your partner a message",
        description=_TWICE,
        request=WriteIn,
        responses=_WRITTEN,
    )
    @opened_to(Role.PARTICIPANT)
    def post(self, request, program, partnership):
        return _write(Kind.MESSAGE, request, program, partnership)


class Notes(OrganizationView):
    """Notes for both."""

    @_described(
        "notes_list",
        "Read the notes of both, the newest first",
        parameters=[ListQuery],
        responses=_PAGE,
    )
    @opened_to(Role.PARTICIPANT)
    def get(self, request, program, partnership):
        return _list(Kind.NOTE, request, program, partnership)

    @_described(
        "notes_write",
        "Write a note for both",
        description=_TWICE,
        request=WriteIn,
        responses=_WRITTEN,
    )
    @opened_to(Role.PARTICIPANT)
    def post(self, request, program, partnership):
        return _write(Kind.NOTE, request, program, partnership)


class OneNote(OrganizationView):
    """A note of one's own."""

    @_described(
        "note_change",
        "Change a note of yours",
        description=_STALE,
        request=RewriteIn,
        responses=_CHANGED,
    )
    @opened_to(Role.PARTICIPANT)
    def patch(self, request, program, partnership, item):
        return _change(Kind.NOTE, request, program, partnership, item)


class RemoveNote(OrganizationView):
    """A note of one's own goes for good."""

    @_described("note_remove", "Remove a note of yours", request=None, responses=_REMOVED)
    @opened_to(Role.PARTICIPANT)
    def post(self, request, program, partnership, item):
        return _remove(Kind.NOTE, request, program, partnership, item)


class Journal(OrganizationView):
    """One's own journal; nobody else knows that it is there."""

    @_described(
        "journal_list",
        "Read your journal, the newest first",
        parameters=[ListQuery],
        responses=_PAGE,
    )
    @opened_to(Role.PARTICIPANT)
    def get(self, request, program, partnership):
        return _list(Kind.JOURNAL, request, program, partnership)

    @_described(
        "journal_write",
        "Write into your journal",
        description=_TWICE,
        request=WriteIn,
        responses=_WRITTEN,
    )
    @opened_to(Role.PARTICIPANT)
    def post(self, request, program, partnership):
        return _write(Kind.JOURNAL, request, program, partnership)


class OneEntry(OrganizationView):
    """An entry of one's journal."""

    @_described(
        "entry_change",
        "Change an entry of your journal",
        description=_STALE,
        request=RewriteIn,
        responses=_CHANGED,
    )
    @opened_to(Role.PARTICIPANT)
    def patch(self, request, program, partnership, item):
        return _change(Kind.JOURNAL, request, program, partnership, item)


class RemoveEntry(OrganizationView):
    """An entry of one's journal goes for good."""

    @_described("entry_remove", "Remove an entry of your journal", request=None, responses=_REMOVED)
    @opened_to(Role.PARTICIPANT)
    def post(self, request, program, partnership, item):
        return _remove(Kind.JOURNAL, request, program, partnership, item)


class Files(OrganizationView):
    """Files of the two."""

    @_described(
        "files_list",
        "Read which files the two of you keep",
        responses={200: FilesOut, **described()},
    )
    @opened_to(Role.PARTICIPANT)
    def get(self, request, program, partnership):
        desk = _Desk(request, program, partnership)
        found = files.files_of(desk.pair, desk.by.person_id, desk.keys)
        return Response(FilesOut({"files": found}).data)
