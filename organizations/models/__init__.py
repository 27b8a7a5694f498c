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
from organizations.models.planned import PlannedJob, PlannedState
from organizations.models.saved_views import DefaultView, SavedView

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
    "DefaultView",
    "Employment",
    "IndustryWaiver",
    "IntakeNote",
    "IntakeNoteVersion",
    "RoleInvitation",
    "SavedView",
    "Membership",
    "NamedCompetitor",
    "NamedDecision",
    "Organization",
    "Person",
    "PlannedJob",
    "PlannedState",
    "User",
]
