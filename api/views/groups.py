"""Groups of companies whose people never meet: corporate groups, and groups of competitors."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response

from api.access import OrganizationView, opened_to
from api.errors import Conflict, described
from api.fields import CompanyOut, ListQuery, Strict, accepted, page_of, paged
from api.refusals import as_conflict, by_field, by_form
from organizations import company_groups
from organizations.company_groups import COMPETITORS, CORPORATE, group_or_404, groups_of
from organizations.forms import GroupForm
from organizations.queries import company_with_id
from organizations.roles import STAFF

KINDS = [(CORPORATE, _("Companies of one owner")), (COMPETITORS, _("Competitors"))]


class GroupOut(serializers.Serializer):
    """A corporate group, or a group of competitors."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(KINDS)
    name = serializers.CharField()
    companies = CompanyOut(many=True)


class GroupsQuery(ListQuery):
    """Which groups."""

    kind = serializers.ChoiceField(KINDS, required=False)


class GroupName(Strict):
    """What a group is called."""

    name = serializers.CharField(max_length=GroupForm.LONGEST)


class NewGroup(GroupName):
    """A group, without companies yet."""

    kind = serializers.ChoiceField(KINDS)


class GroupMember(Strict):
    """A company by its id."""

    company = serializers.UUIDField()


class Groups(OrganizationView):
    """Groups of companies."""

    @extend_schema(
        operation_id="company_groups_list",
        summary="List groups of companies",
        parameters=[GroupsQuery],
        responses={200: page_of(GroupOut), **described(400)},
    )
    @opened_to(*STAFF)
    def get(self, request):
        asked = accepted(GroupsQuery, request.query_params.dict())
        kinds = [asked["kind"]] if "kind" in asked else [CORPORATE, COMPETITORS]
        return paged(request, [group for kind in kinds for group in groups_of(kind)], GroupOut)

    @extend_schema(
        operation_id="company_groups_make",
        summary="Make a group of companies",
        request=NewGroup,
        responses={201: GroupOut, **described(400, 413)},
    )
    @opened_to(*STAFF)
    def post(self, request):
        wanted = by_form(GroupForm(accepted(NewGroup, request.data)))
        with by_field(all="name"):
            made = company_groups.make_group(by=request.membership, **wanted)
        return Response(_written(wanted["kind"], made.pk), status=status.HTTP_201_CREATED)


class OneGroup(OrganizationView):
    """A group of companies."""

    @extend_schema(
        operation_id="company_groups_read",
        summary="Read a group of companies",
        responses={200: GroupOut, **described()},
    )
    @opened_to(*STAFF)
    def get(self, request, kind, group_id):
        return Response(_written(kind, group_or_404(kind, group_id).pk))

    @extend_schema(
        operation_id="company_groups_rename",
        summary="Rename a group of companies",
        request=GroupName,
        responses={200: GroupOut, **described(400, 413)},
    )
    @opened_to(*STAFF)
    def patch(self, request, kind, group_id):
        group = group_or_404(kind, group_id)
        sent = accepted(GroupName, request.data)
        wanted = by_form(GroupForm({**sent, "kind": kind}))
        with by_field(all="name"):
            company_groups.rename_group(group, wanted["name"], by=request.membership)
        return Response(_written(kind, group_id))


class AddCompany(OrganizationView):
    """One company more in a group."""

    @extend_schema(
        operation_id="company_groups_add",
        summary="Add a company to a group; twice changes nothing",
        description="A company belongs to one corporate group: a new one takes the old one's "
        "place.",
        request=GroupMember,
        responses={200: GroupOut, **described(400, 409, 413)},
    )
    @opened_to(*STAFF)
    def post(self, request, kind, group_id):
        return _changed(request, kind, group_id, company_groups.add_company)


class TakeOut(OrganizationView):
    """One company less in a group."""

    @extend_schema(
        operation_id="company_groups_take_out",
        summary="Take a company out of a group; twice changes nothing",
        request=GroupMember,
        responses={200: GroupOut, **described(400, 409, 413)},
    )
    @opened_to(*STAFF)
    def post(self, request, kind, group_id):
        return _changed(request, kind, group_id, company_groups.take_out)


class RemoveGroup(OrganizationView):
    """The end of a group."""

    @extend_schema(
        operation_id="company_groups_remove",
        summary="Remove a group without companies",
        description="A group that was removed is not found any more.",
        request=None,
        responses={204: None, **described(409)},
    )
    @opened_to(*STAFF)
    def post(self, request, kind, group_id):
        group = group_or_404(kind, group_id)
        with as_conflict():
            company_groups.remove_group(group, by=request.membership)
        return Response(status=status.HTTP_204_NO_CONTENT)


def _changed(request, kind, group_id, change):
    group = group_or_404(kind, group_id)
    company = company_with_id(accepted(GroupMember, request.data)["company"])
    if company is None:
        raise serializers.ValidationError({"company": [gettext("There is no such company.")]})
    try:
        change(group, company, by=request.membership)
    except (ValidationError, IntegrityError) as refused:  # one of the two was removed just now
        words = getattr(refused, "messages", [gettext("Somebody changed this at the same moment.")])
        raise Conflict(" ".join(words)) from refused
    return Response(_written(kind, group_id))


def _written(kind, pk):
    return GroupOut(next(group for group in groups_of(kind) if group.id == pk)).data
