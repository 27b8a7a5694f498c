"""What services refuse, in the API's one shape."""

from contextlib import contextmanager
from datetime import datetime

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _
from rest_framework import serializers

from api.errors import WHOLE, Conflict
from programs.services import EARLIEST, LATEST


def sensible_day(value):
    """Refuse a day or moment that is beyond what timetables are made for."""
    day = value.date() if isinstance(value, datetime) else value
    if not EARLIEST <= day <= LATEST:
        raise serializers.ValidationError(_("Enter a day between 1990 and 2200."))


def by_form(form, **names):
    """What a page's form makes of its input, or a 400 with its messages by field.

    ``names`` are those of the API for fields that the form calls otherwise.
    """
    if not form.is_valid():
        raise serializers.ValidationError(told_by(form, **names))
    return form.cleaned_data


def told_by(form, **names):
    """The messages of a form by the API's names of its fields."""
    return {names.get(name, name): messages for name, messages in form.errors.items()}


@contextmanager
def by_field(**names):
    """Turn a service's ``ValidationError`` into a 400 with its messages by field.

    ``names`` are those of the API for fields that the service calls otherwise; ``all`` is the
    field that takes what the service says without naming one.
    """
    try:
        yield
    except ValidationError as refused:
        if not hasattr(refused, "error_dict"):
            field = names.get(WHOLE, WHOLE)
            raise serializers.ValidationError({field: refused.messages}) from refused
        messages = {
            WHOLE if name == NON_FIELD_ERRORS else names.get(name, name): told
            for name, told in refused.message_dict.items()
        }
        raise serializers.ValidationError(messages) from refused


@contextmanager
def by_field_or_conflict():
    """A 400 for what a service finds wrong with a field, and a 409 for what is no field's fault."""
    try:
        yield
    except ValidationError as refused:
        if hasattr(refused, "error_dict"):
            raise serializers.ValidationError(refused.message_dict) from refused
        raise Conflict(" ".join(refused.messages)) from refused


@contextmanager
def as_conflict(refusal=ValidationError):
    """Turn what a service refuses into a 409 with its sentence.

    For what was sent without a mistake and is not possible (any more).
    """
    try:
        yield
    except refusal as refused:
        told = refused.messages if isinstance(refused, ValidationError) else [str(refused)]
        raise Conflict(" ".join(told)) from refused
