"""Who hears that a report of a company is there: contacts that get reports, while they are HR.

A contact is a mail address. The mail leads to a page that HR of the company alone can open, so it
goes to those contacts who can sign in there.
"""

from collections import defaultdict
from dataclasses import dataclass

from organizations.models import Membership
from organizations.roles import Role
from programs.models import SponsorContact


@dataclass(frozen=True)
class Recipient:
    """A contact that gets reports; ``is_hr``: with a sign-in of HR of the company today."""

    name: str
    address: str
    is_hr: bool


def of_program(program):
    """``{company id: [Recipient]}`` of the sponsors of a program, in two statements."""
    contacts = SponsorContact.objects.filter(sponsorship__program=program, gets_reports=True)
    contacts = contacts.select_related("sponsorship")
    logins = _logins([one.sponsorship.company_id for one in contacts])
    found = defaultdict(list)
    for one in contacts:
        company = one.sponsorship.company_id
        is_hr = (company, one.email.casefold()) in logins
        found[company].append(Recipient(one.name, one.email, is_hr))
    return dict(found)


def of_snapshot(snapshot):
    """``[(address, login)]`` of whoever hears of a report today; none when nobody could open it."""
    rows = SponsorContact.objects.filter(
        sponsorship__program=snapshot.program_id,
        sponsorship__company=snapshot.company_id,
        gets_reports=True,
    )
    logins = _logins([snapshot.company_id])
    found = ((one.email, logins.get((snapshot.company_id, one.email.casefold()))) for one in rows)
    return [(address, login) for address, login in found if login]


def who_may_open(program):
    """``{company id: [(address, login)]}`` of whoever hears of a program today, two statements."""
    rows = SponsorContact.objects.filter(sponsorship__program=program, gets_reports=True)
    rows = rows.values_list("sponsorship__company", "email").order_by("email")
    rows = list(rows)
    logins, found = _logins([company for company, _email in rows]), defaultdict(list)
    for company, email in rows:
        if login := logins.get((company, email.casefold())):
            found[company].append((email, login))
    return dict(found)


def _logins(companies):
    """``{(company, address): login}`` of HR with a role that goes on and a sign-in that works."""
    rows = Membership.objects.filter(role=Role.HR, company__in=companies, user__is_active=True)
    return {
        (company, address.casefold()): login
        for company, address, login in rows.values_list("company", "user__email", "user")
    }
