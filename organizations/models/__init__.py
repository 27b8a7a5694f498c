from organizations.models.audit import AuditEvent
from organizations.models.companies import (
    Company,
    CompanyConflict,
    CompanyIndustry,
    CompetitorDeclaration,
    CompetitorGroup,
    CompetitorGroupMember,
    CorporateGroup,
    IndustryWaiver,
)
from organizations.models.invitations import RoleInvitation
from organizations.models.organizations import Membership, Organization, User
from organizations.models.people import Employment, Person

__all__ = [
    "AuditEvent",
    "Company",
    "CompanyConflict",
    "CompanyIndustry",
    "CompetitorDeclaration",
    "CompetitorGroup",
    "CompetitorGroupMember",
    "CorporateGroup",
    "Employment",
    "IndustryWaiver",
    "RoleInvitation",
    "Membership",
    "Organization",
    "Person",
    "User",
]
