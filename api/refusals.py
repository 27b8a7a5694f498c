"""What services refuse, in the API's one shape."""

from contextlib import contextmanager

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from rest_framework import serializers

from api.errors import WHOLE


@contextmanager
def by_field():
    """Turn a service's ``ValidationError`` into a 400 with its messages by field."""
    try:
        yield
    except ValidationError as refused:
        if not hasattr(refused, "error_dict"):
            raise serializers.ValidationError({WHOLE: refused.messages}) from refused
        messages = {
            WHOLE if name == NON_FIELD_ERRORS else name: told
            for name, told in refused.message_dict.items()
        }
        raise serializers.ValidationError(messages) from refused
