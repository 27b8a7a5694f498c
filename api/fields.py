"""The shapes that go in and out, shared by all addresses."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field, inline_serializer
from rest_framework import serializers

from api.pagination import Pages


class Strict(serializers.Serializer):
    """Input in which every name must be known."""

    def to_internal_value(self, data):
        if isinstance(data, Mapping):
            told = _("There is no field of this name.")
            unknown = {name: [told] for name in data if name not in self.fields}
            if unknown:
                raise serializers.ValidationError(unknown)
        return super().to_internal_value(data)


class ListQuery(Strict):
    """Parameters of every list."""

    page = serializers.IntegerField(required=False, min_value=1)
    page_size = serializers.IntegerField(
        required=False,
        min_value=1,
        max_value=Pages.max_page_size,
        help_text=f"Rows a page, at most {Pages.max_page_size}.",
    )


@extend_schema_field(str)
class Cell(serializers.Field):
    """One text in the notation of the files; what is wrong with it the column says itself."""

    default_error_messages = {"text": _("Write a text, in the notation of the files.")}

    def to_internal_value(self, data):
        if not isinstance(data, str):
            self.fail("text")
        return data

    def to_representation(self, value):
        return value


class CompanyOut(serializers.Serializer):
    """A company by name."""

    id = serializers.UUIDField()
    name = serializers.CharField()


def accepted(serializer_class, data):
    """The validated values of ``data``, or a 400 with messages by field."""
    serializer = serializer_class(data=data)
    serializer.is_valid(raise_exception=True)
    return serializer.validated_data


def page_of(serializer_class):
    """The schema of a page of these."""
    name = serializer_class.__name__.removesuffix("Out")
    return inline_serializer(
        f"{name}Page",
        {
            "count": serializers.IntegerField(),
            "next": serializers.URLField(allow_null=True),
            "previous": serializers.URLField(allow_null=True),
            "results": serializer_class(many=True),
        },
    )


def paged(request, rows, serializer_class, prepare=list):
    """The asked page of ``rows``; ``prepare`` turns the page's rows into what is written."""
    paginator = Pages()
    page = paginator.paginate_queryset(rows, request)
    written = serializer_class(prepare(page), many=True, context={"request": request})
    return paginator.get_paginated_response(written.data)
