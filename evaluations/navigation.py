"""The tabs above the pages of a program's evaluations, the same on each of them."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# What a tab says and where it leads; the page's namespace tells which tab is the current one.
TABS = (
    (gettext_lazy("Answers"), "instruments:overview"),
    (gettext_lazy("Observers"), "observers:overview"),
    (gettext_lazy("Results"), "results:program"),
    (gettext_lazy("Quotes"), "quotes:overview"),
    (gettext_lazy("Certificates"), "certificates:overview"),
    (gettext_lazy("Shared results"), "sharing:overview"),
)
NAMESPACES = tuple(name.split(":")[0] for _label, name in TABS)


def tabs(organization, program, namespace):
    """The items of the tag ``tabs``; ``namespace`` is that of the page that shows them."""
    return [
        {
            "label": label,
            "url": reverse(name, args=[organization.slug, program.slug]),
            "current": name.split(":")[0] == namespace,
        }
        for label, name in TABS
    ]


def label():
    """What the row of tabs is, for whoever cannot see it."""
    return _("Evaluations of this program")
