"""People with a login, the organisations they speak for, and invitations to come in."""

from medborger.people.models.keys import Address, Invitation, Token
from medborger.people.models.organisations import Organisation, OrganisationQuerySet
from medborger.people.models.people import Affiliation, Competence, User, UserQuerySet

__all__ = [
    "Address",
    "Affiliation",
    "Competence",
    "Invitation",
    "Organisation",
    "OrganisationQuerySet",
    "Token",
    "User",
    "UserQuerySet",
]
