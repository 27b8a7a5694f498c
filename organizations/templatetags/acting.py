"""A builtin of the templates: every form says as whom it was drawn."""

from django import template
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html

from organizations.navigation import ACTING_AS

register = template.Library()


@register.simple_tag(takes_context=True)
def csrf_token(context):
    """Django's own tag, and beside its field the membership that the page was drawn for."""
    token = CsrfTokenNode().render(context)
    drawn_for = context.get(ACTING_AS)
    if not drawn_for:
        return token
    field = format_html('<input type="hidden" name="{}" value="{}">', ACTING_AS, drawn_for)
    return token + field
