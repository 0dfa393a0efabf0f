"""Who is who. Other contexts build on these predicates."""

import rules

from medborger.core.models import Visitor
from medborger.people.models import Organisation, User


@rules.predicate
def is_logged_in(visitor: Visitor) -> bool:
    return visitor.is_authenticated


@rules.predicate
def is_administrator(visitor: Visitor) -> bool:
    return visitor.is_authenticated and getattr(visitor, "is_staff", False)


@rules.predicate
def works_for_administration(visitor: Visitor) -> bool:
    """Say whether the visitor speaks for a municipal administration or authority today."""
    return getattr(visitor, "works_for_administration", False)


@rules.predicate
def speaks_for(visitor: Visitor, organisation: Organisation) -> bool:
    return organisation.affiliations.confirmed().filter(person=visitor.pk).exists()


@rules.predicate
def is_municipal(visitor: Visitor, organisation: Organisation) -> bool:
    return organisation.is_municipal


@rules.predicate
def is_oneself(visitor: Visitor, person: User) -> bool:
    return visitor.is_authenticated and visitor.pk == person.pk


@rules.predicate
def has_account(visitor: Visitor, person: User) -> bool:
    return person.is_active


@rules.predicate
def wants_to_be_found(visitor: Visitor, person: User) -> bool:
    return person.is_listed


is_clerk = is_administrator | works_for_administration
knows_who_speaks_for = is_administrator | speaks_for | (~is_municipal & works_for_administration)

rules.add_perm(
    "people.view_user",
    is_logged_in & has_account & (is_administrator | is_oneself | wants_to_be_found),
)
rules.add_perm("people.close_account", has_account & is_administrator)
rules.add_perm("people.keep_competences", is_clerk)
rules.add_perm("people.view_organisation", rules.always_allow)
rules.add_perm("people.add_organisation", is_clerk)
rules.add_perm("people.change_organisation", is_clerk | speaks_for)
rules.add_perm("people.confirm_speakers", knows_who_speaks_for)
rules.add_perm("people.invite", is_clerk)
