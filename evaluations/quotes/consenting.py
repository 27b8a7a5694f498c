"""What an author agrees to, in versions; a consent names the version that was read."""

from django.utils.translation import gettext_lazy as _

from evaluations.quotes.models import Audience

VERSION = 1
TEXT = _(
    "I let these people read these words of mine. They stand there without my name, my company, my "
    "role, my program and a date, among others and in no order. Before that, a coordinator looks "
    "whether they give somebody away. Until they have been published I can take this back."
)
HINTS = {
    Audience.PROGRAM: _("On the page with the results of this program."),
    Audience.PUBLIC: _("What the organization says of its programs. Once it is out, it is out."),
    Audience.SPONSORS: _("HR of the sponsoring companies, and whom they show their report."),
}
