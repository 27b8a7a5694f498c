"""Reads about briefings: texts, who was sent one, and who agreed to which version."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Lower

from mentoring import clock
from organizations.models import Membership
from organizations.roles import Role
from participants.models import Participant
from participants.roles import Side, Standing
from training import tokens
from training.models import BriefingAgreement, BriefingLink, BriefingText
from training.roles import Audience


def newest_text(audience):
    """The newest version, or None."""
    return BriefingText.objects.filter(audience=audience).order_by("-number").first()


def audiences_without_text():
    known = set(BriefingText.objects.order_by().values_list("audience", flat=True).distinct())
    return [audience for audience in Audience if audience not in known]


def versions_of(audience):
    """Every version of a text, the newest first."""
    return list(BriefingText.objects.filter(audience=audience))


# Mentees in the program who have somebody to write to; their own address is no manager's.
MANAGED = (
    Q(side=Side.MENTEE, standing=Standing.IN)
    & ~Q(manager_email="")
    & ~Q(manager_address=F("own_address"))
)


def managed(participants=None):
    """Participants with ``manager_address`` and ``own_address`` in lower case who are managed."""
    rows = Participant.objects.all() if participants is None else participants
    return rows.annotate(
        manager_address=Lower("manager_email"), own_address=Lower("person__email")
    ).filter(MANAGED)


def _agreed(**narrow):
    return BriefingAgreement.objects.filter(
        participant=OuterRef("pk"), address=OuterRef("manager_address"), **narrow
    )


def to_be_mailed(participants, text, since):
    """Of these participants those whose manager has not agreed and was not mailed ``since``."""
    fresh = BriefingLink.objects.filter(
        participant=OuterRef("pk"), address=OuterRef("manager_address"), sent_at__gt=since
    )
    rows = managed(Participant.objects.filter(pk__in=[one.pk for one in participants]))
    return list(rows.exclude(Exists(_agreed(text=text))).exclude(Exists(fresh)).order_by("pk"))


def links_of(participants):
    """The links of these participants' present managers."""
    rows = BriefingLink.objects.filter(participant__in=[one.pk for one in participants])
    return rows.filter(address=Lower("participant__manager_email"))


def live_links():
    """Links whose mentee takes part and whose manager is still the manager.

    An organization that has ended has none.
    """
    return BriefingLink.objects.filter(
        organization__ended_at__isnull=True,
        address=Lower("participant__manager_email"),
        participant__standing=Standing.IN,
        participant__side=Side.MENTEE,
    )


def to_be_reminded(text, since, most):
    """Links mailed before ``since`` and fewer than ``most`` times to managers who never agreed."""
    today = clock.today()
    agreed = BriefingAgreement.objects.filter(
        participant=OuterRef("participant"), address=OuterRef("address")
    )
    return (
        live_links()
        .filter(sent_at__lte=since, mails__lt=most, participant__program__ends_on__gte=today)
        .exclude(Exists(agreed))
        .order_by("sent_at", "id")
    )


def agreed_links():
    """Live links whose manager has agreed to some version."""
    agreed = BriefingAgreement.objects.filter(
        participant=OuterRef("participant"), address=OuterRef("address")
    )
    return live_links().filter(Exists(agreed))


def link_of(token):
    """The live link of a token with mentee, program and organization, or None."""
    rows = live_links().filter(token_hash=tokens.hash_of(token), expires_at__gt=clock.now())
    return rows.select_related(
        "participant__person", "participant__program", "organization"
    ).first()


def mailed_link(pk, mails):
    """The live link of this mail, or None when it was mailed again or is nobody's any more."""
    rows = live_links().filter(pk=pk, mails=mails)
    return rows.select_related(
        "participant__person", "participant__program", "organization"
    ).first()


def has_agreed(link):
    """Whether this link's manager agreed to the newest version."""
    text, agreement = newest_text(Audience.MANAGERS), agreement_of(link)
    return agreement is not None and agreement.text_id == text.pk


def agreement_of(link):
    """The latest agreement of this link's manager, or None."""
    rows = BriefingAgreement.objects.filter(participant=link.participant_id, address=link.address)
    return rows.select_related("text").order_by("-text__number").first()


@dataclass(frozen=True)
class ManagerRow:
    """A mentee, and how far their manager is."""

    participant: Participant
    address: str
    problem: str
    sent_at: datetime | None
    mails: int
    agreed_at: datetime | None
    agreed_by: str
    agreed_to: int | None
    newest: int
    may_be_mailed: bool

    @property
    def has_agreed(self):
        return self.agreed_to == self.newest

    @property
    def agreed_earlier(self):
        return self.agreed_to is not None and not self.has_agreed


NO_ADDRESS, OWN_ADDRESS = "none", "own"


def managers_of(program, text, since):
    """``[ManagerRow]`` of every mentee who takes part, by name, in one statement.

    ``since`` is the moment after which nobody is mailed again.
    """
    agreements = _agreed().order_by("-text__number")
    links = BriefingLink.objects.filter(
        participant=OuterRef("pk"), address=OuterRef("manager_address")
    )
    rows = Participant.objects.filter(
        program=program, side=Side.MENTEE, standing=Standing.IN
    ).annotate(
        manager_address=Lower("manager_email"),
        own_address=Lower("person__email"),
        sent_at=Subquery(links.values("sent_at")[:1]),
        mails=Subquery(links.values("mails")[:1]),
        agreed_at=Subquery(agreements.values("agreed_at")[:1]),
        agreed_by=Subquery(agreements.values("name")[:1]),
        agreed_to=Subquery(agreements.values("text__number")[:1]),
    )
    rows = rows.select_related("person", "company")
    ordered = rows.order_by("person__family_name", "person__given_name", "id")
    return [_manager_row(row, text.number, since) for row in ordered]


def _manager_row(row, newest, since):
    problem = ""
    if not row.manager_address:
        problem = NO_ADDRESS
    elif row.manager_address == row.own_address:
        problem = OWN_ADDRESS
    rested = row.sent_at is None or row.sent_at <= since
    return ManagerRow(
        participant=row,
        address=row.manager_address,
        problem=problem,
        sent_at=row.sent_at,
        mails=row.mails or 0,
        agreed_at=row.agreed_at,
        agreed_by=row.agreed_by or "",
        agreed_to=row.agreed_to,
        newest=newest,
        may_be_mailed=not problem and rested and row.agreed_to != newest,
    )


@dataclass(frozen=True)
class ContactRow:
    """An HR contact of a sponsor, and the version that they agreed to."""

    contact: Membership
    agreed_at: datetime | None
    agreed_to: int | None
    newest: int

    @property
    def has_agreed(self):
        return self.agreed_to == self.newest


def contacts_of(program, text):
    """``[ContactRow]`` of the sponsors' HR, by company and name, in one statement."""
    agreements = BriefingAgreement.objects.filter(contact=OuterRef("pk")).order_by("-text__number")
    rows = Membership.objects.filter(role=Role.HR, company__sponsorships__program=program).annotate(
        agreed_at=Subquery(agreements.values("agreed_at")[:1]),
        agreed_to=Subquery(agreements.values("text__number")[:1]),
    )
    ordered = rows.select_related("company").order_by("company__name", "name", "id")
    return [ContactRow(row, row.agreed_at, row.agreed_to, text.number) for row in ordered]
