"""``{% evaluation_tabs %}``: the tabs of a program's evaluations, on whatever page of theirs."""

from django import template

from evaluations import navigation
from mentoring.ui.templatetags.ui import tabs

register = template.Library()


@register.simple_tag(takes_context=True)
def evaluation_tabs(context):
    """Takes ``organization`` and ``program`` from the page."""
    match = context["request"].resolver_match
    items = navigation.tabs(context["organization"], context["program"], match.namespace)
    return tabs(items, navigation.label())
