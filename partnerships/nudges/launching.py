"""At its start a program tells each sponsor's HR, once, that it has begun, and how many pairs.

HR reads by name which of its own people are matched, so their number says nothing new. How many
pairs there are in all is said only where those without anybody of the company are many enough:
else the difference would tell of a few people of others.
"""

from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from notifications.kinds import Letter
from notifications.models import Message
from notifications.services import tell_many
from organizations.models import Membership
from organizations.roles import Role
from partnerships.lifecycle import BEGUN
from partnerships.models import Partnership
from programs.models import Program, Sponsorship
from programs.reminding import here

KIND = "launched"
# Whoever has no pair on the first day hears of the first one within these days.
NEWS_FOR = timedelta(days=14)


def tell_of_launches():
    """Due work: from the first day of a program on, HR of each sponsor that has people in pairs."""
    place = here()
    if not place.is_morning:
        return
    started = (place.today - NEWS_FOR, place.today)
    for program in Program.objects.filter(starts_on__range=started).order_by("id"):
        companies = _companies_in_pairs(program)
        sponsors = Sponsorship.objects.filter(program=program, company__in=companies)
        contacts = Membership.objects.filter(
            role=Role.HR, user__is_active=True, company__in=sponsors.values("company")
        )
        found = [
            (address, f"{program.pk}:{company}", {"user": str(user)})
            for user, address, company in contacts.values_list("user", "user__email", "company")
        ]
        told = Message.objects.filter(kind=KIND, occasion__startswith=f"{program.pk}:")
        told = set(told.values_list("address", "occasion"))
        if fresh := [one for one in found if one[:2] not in told]:
            tell_many(KIND, fresh)


def launched(person, occasion, facts):
    """What HR may know of it by now: its own people, and the whole where that is no secret."""
    program_id, _colon, company = occasion.partition(":")
    contact = Membership.objects.filter(role=Role.HR, company=company, user=facts["user"])
    program = Program.objects.select_related("organization").filter(pk=program_id).first()
    if program is None or not contact.exists():
        return None
    own, others = _numbers(program, company)
    if not own:
        return None
    said = {"program": program.name, "organization": program.organization.name}
    return Letter(
        subject=_subject(program, own + others if others >= program.report_minimum else None),
        paragraphs=(
            _("%(program)s has begun. Thank you for making it possible.") % said,
            ngettext(
                "Of the pairs that work together %(n)s has somebody of your company in it.",
                "Of the pairs that work together %(n)s have somebody of your company in them.",
                own,
            )
            % {"n": own},
            _(
                "What the two of a pair say to each other stays between them. You see who of your "
                "people takes part and how far they are; reports come when there is something that "
                "can be said without naming anybody."
            ),
        ),
        action_label=_("See your people"),
        action_url=settings.BASE_URL + reverse("company:people", args=[program.organization.slug]),
        reason=_("You receive this because your company sponsors %(program)s at %(organization)s.")
        % said,
        values={"program": program.name},
    )


def _subject(program, pairs):
    if pairs is None:
        return _("%(program)s has begun") % {"program": program.name}
    said = {"program": program.name, "n": pairs}
    return _("%(program)s has begun: launched with %(n)s pairs") % said


def _pairs(program):
    return Partnership.objects.filter(program=program, status__in=BEGUN).order_by()


def _companies_in_pairs(program):
    rows = _pairs(program).values_list("mentee_company", "mentor_company")
    return {company for both in rows for company in both}


def _numbers(program, company):
    """``(pairs with somebody of the company, pairs without)``."""
    own = Q(mentee_company=company) | Q(mentor_company=company)
    with_own = _pairs(program).filter(own).count()
    return with_own, _pairs(program).count() - with_own
