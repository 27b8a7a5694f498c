"""Mails about a case, in the product's own words: to the one whom it is about, or to each of two.

A coordinator reads a mail before it goes. It says nothing of what the other of the two has said.
"""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentoring import clock
from notifications import kinds
from notifications.catalog import PAIR
from notifications.kinds import Letter
from notifications.models import Message
from notifications.services import tell
from organizations.models import Membership
from partnerships.cases.models import Case
from partnerships.cases.queries import SHOWN
from partnerships.cases.subjects import people_of, recipients_of
from partnerships.cases.words import WORDS

KIND = "case_letter"


def register():
    """Called once, when models exist."""
    kinds.register(
        KIND,
        case_letter,
        name=gettext_lazy("A coordinator writes to you"),
        audience=PAIR,
        may_wait=False,
    )


def letter_of(case, side, by):
    """The ``Letter`` to this one of those a case is about, from this coordinator."""
    subject, *paragraphs = WORDS[case.signal].letter
    said = {"program": case.program.name}
    person = dict(people_of(case))[side]
    organization = by.organization
    return Letter(
        subject=subject % said,
        paragraphs=(
            _("Hello %(name)s,") % {"name": person.given_name or person.name},
            *(words % said for words in paragraphs),
        ),
        facts=((_("Your coordinator"), by.name), (_("Write to"), by.user.email)),
        action_label=_("Open your page"),
        action_url=settings.BASE_URL + reverse("portal:home", args=[organization.slug]),
        reason=_("You receive this because you take part in %(program)s at %(organization)s.")
        % {**said, "organization": organization.name},
    )


def send(case, side, *, by):
    """Put the mail into the outbox, once a day to each; whether it was not there already."""
    person = dict(people_of(case))[side]
    occasion = f"{case.pk}:{clock.today().isoformat()}"
    if Message.objects.filter(person=person, kind=KIND, occasion=occasion).exists():
        return False
    tell(person, KIND, occasion, side=side, by=str(by.pk))
    return True


def case_letter(person, occasion, facts):
    """The mail as it is true when it goes: nothing when the case is closed meanwhile."""
    case = Case.objects.filter(pk=occasion.partition(":")[0]).select_related(*SHOWN).first()
    by = Membership.objects.filter(pk=facts["by"]).select_related("user", "organization").first()
    if case is None or by is None or not case.is_open or facts["side"] not in recipients_of(case):
        return None
    return letter_of(case, facts["side"], by)
