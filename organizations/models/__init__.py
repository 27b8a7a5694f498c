from organizations.models.audit import AuditEvent
from organizations.models.companies import (
    Company,
    CompanyAlias,
    CompanyConflict,
    CompanyIndustry,
    CompetitorDeclaration,
    CompetitorGroup,
    CompetitorGroupMember,
    CorporateGroup,
    IndustryWaiver,
)
from organizations.models.invitations import RoleInvitation
from organizations.models.named import NamedCompetitor, NamedDecision
from organizations.models.notes import IntakeNote, IntakeNoteVersion
from organizations.models.organizations import Membership, Organization, User
from organizations.models.people import Employment, Person

__all__ = [
    "AuditEvent",
    "Company",
    "CompanyAlias",
    "CompanyConflict",
    "CompanyIndustry",
    "CompetitorDeclaration",
    "CompetitorGroup",
    "CompetitorGroupMember",
    "CorporateGroup",
    "Employment",
    "IndustryWaiver",
    "IntakeNote",
    "IntakeNoteVersion",
    "RoleInvitation",
    "Membership",
    "NamedCompetitor",
    "NamedDecision",
    "Organization",
    "Person",
    "User",
]
