"""One's own profile: read it with its fingerprints, and change it section by section."""

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from api.access import OrganizationView, opened_to
from api.errors import Conflict, described
from api.fields import Cell, Strict, accepted
from api.own import own_or_404, profile_or_404, section_of_side_or_404
from api.refusals import as_conflict, by_field
from organizations.roles import Role
from participants.profiles import own
from participants.profiles.reuse import earlier_profile, start_from
from participants.profiles.saving import CannotChange, Meanwhile, save_own
from participants.roles import Side

MOST_OWN_WORDS = 8


class ReadersOut(serializers.Serializer):
    """What the other one of a match reads of it, beside coordinators; empty: nothing."""

    before = serializers.CharField(help_text="Before both have accepted.")
    after = serializers.CharField(help_text="What is new once both have.")


class OwnColumnOut(serializers.Serializer):
    """A column of one's own profile."""

    name = serializers.CharField(source="column.name")
    label = serializers.CharField(source="column.label")
    help = serializers.CharField(source="column.help")
    text = serializers.CharField(help_text="In the notation of the files.")
    shown = serializers.CharField(help_text="Stands for the text; goes back with a change of it.")
    readers = ReadersOut()


class OwnSectionOut(serializers.Serializer):
    """A section of one's own profile; it is done when nothing is missing in it."""

    key = serializers.CharField()
    title = serializers.CharField()
    is_done = serializers.BooleanField()
    columns = OwnColumnOut(many=True)


class WantOut(serializers.Serializer):
    """A column to fill in, and what to do in words."""

    column = serializers.CharField(source="want.column")
    section = serializers.CharField()
    words = serializers.CharField(source="want.words")
    is_needed = serializers.BooleanField(
        source="want.is_needed", help_text="Without it nobody can be matched."
    )


class CompletenessOfProfileOut(serializers.Serializer):
    """How much of a profile is there."""

    done = serializers.IntegerField()
    total = serializers.IntegerField()
    percent = serializers.IntegerField()
    is_ready = serializers.BooleanField(help_text="Nothing is missing that matching needs.")


class OwnProfileOut(serializers.Serializer):
    """One's own profile in one program."""

    participant = serializers.UUIDField()
    side = serializers.ChoiceField(Side.choices)
    is_open = serializers.BooleanField(help_text="It can be changed.")
    earlier = serializers.SlugField(
        allow_null=True,
        help_text="The program of another profile to start from, while this one says nothing.",
    )
    completeness = CompletenessOfProfileOut()
    missing = WantOut(many=True, help_text="What matching needs first.")
    sections = OwnSectionOut(many=True)


class SectionIn(Strict):
    """Columns of the section to change; what is absent stays."""

    texts = serializers.DictField(
        child=Cell(), allow_empty=False, help_text="By column, in the notation of the files."
    )
    shown = serializers.DictField(
        child=serializers.CharField(max_length=64),
        help_text="By column, the `shown` that was read with it.",
    )
    own_words = serializers.ListField(
        child=serializers.CharField(max_length=500),
        required=False,
        default=list,
        max_length=MOST_OWN_WORDS,
        help_text="Competencies that the list lacks and the texts name, added as they are.",
    )


class OneProfile(OrganizationView):
    """One's own profile."""

    @extend_schema(
        operation_id="profile_read",
        summary="Read your profile, what is missing, and the fingerprint of each column",
        responses={200: OwnProfileOut, **described()},
    )
    @opened_to(Role.PARTICIPANT)
    def get(self, request, program, participant):
        return Response(_written(request.membership, program, participant))


class OneSection(OrganizationView):
    """A section of one's own profile."""

    @extend_schema(
        operation_id="profile_change",
        summary="Change columns of a section of your profile",
        description="Sent with the fingerprint that was read. What somebody else changed "
        "meanwhile is not overwritten: the answer is 409, and says how it reads now.",
        request=SectionIn,
        responses={200: OwnProfileOut, **described(400, 409, 413)},
    )
    @opened_to(Role.PARTICIPANT)
    def patch(self, request, program, participant, section):
        found = own_or_404(request.membership, program, participant)
        columns = section_of_side_or_404(found, section)
        wanted = accepted(SectionIn, request.data)
        _refuse_others(wanted, columns)
        with by_field(all="own_words"):
            added = [own.add(words, by=request.membership) for words in wanted["own_words"]]
        _save(found, wanted, by=request.membership)
        own.drop_unused(added, by=request.membership)
        return Response(_written(request.membership, program, participant))


class Start(OrganizationView):
    """A profile that starts from another one."""

    @extend_schema(
        operation_id="profile_start",
        summary="Take over what you wrote for another program, once",
        request=None,
        responses={200: OwnProfileOut, **described(409)},
    )
    @opened_to(Role.PARTICIPANT)
    def post(self, request, program, participant):
        found = own_or_404(request.membership, program, participant)
        earlier = earlier_profile(found)
        if earlier is None:
            raise Conflict(_("This profile has been begun already."))
        with as_conflict(CannotChange):
            start_from(found, earlier, by=request.membership)
        return Response(_written(request.membership, program, participant))


def _refuse_others(wanted, columns):
    told = _("There is no field of this name.")
    unknown = {name: [told] for name in wanted["texts"] if name not in columns}
    if unknown:
        raise serializers.ValidationError(unknown)
    unread = [name for name in wanted["texts"] if name not in wanted["shown"]]
    if unread:
        told = _("Send the fingerprint that you have read, for %(columns)s.")
        told %= {"columns": ", ".join(unread)}
        raise serializers.ValidationError({"shown": [told]})


def _save(participant, wanted, *, by):
    try:
        with by_field(), as_conflict(CannotChange):
            save_own(participant, wanted["texts"], by=by, shown=wanted["shown"])
    except Meanwhile as meanwhile:
        messages = meanwhile.messages(participant.side)
        told = [f"{name}: {' '.join(lines)}" for name, lines in messages.items()]
        raise Conflict(" ".join(told)) from meanwhile


def _written(membership, program, pk):
    return OwnProfileOut(profile_or_404(membership, program, pk)).data
