"""What is held about a person, across all contexts, and what becomes of it when the account closes.

Every relation to `User` stands here or in KEPT_FROM_COPY: a house test fails when one is forgotten.
"""

from dataclasses import dataclass
from enum import Enum

from django.apps import apps
from django.db.models import ForeignKey, Model, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from medborger.people.models import User


class AtClosing(Enum):
    GOES = "the rows are deleted"
    STAYS = "the rows stay, and point to a former member without name"
    LETS_GO = "the rows stay, and point to nobody"


GOES, STAYS, LETS_GO = AtClosing


@dataclass(frozen=True)
class Held:
    """One kind of row: its key in the copy, what it is called, and what is not the person's own."""

    key: str
    title: Promise
    at_closing: AtClosing
    without: tuple[str, ...] = ()


HELD = {
    "people.User_competences.user": Held("competences", _("Competences"), GOES),
    "people.Affiliation.person": Held("affiliations", _("Whom I speak for"), GOES),
    "people.Token.person": Held("tokens", _("Access tokens"), GOES, ("digest",)),
    "people.Invitation.accepted_by": Held(
        "invitations", _("Invitations I have accepted"), GOES, ("digest",)
    ),
    "forums.Membership.person": Held("memberships", _("My forums"), GOES),
    "forums.Holding.person": Held("seats", _("Seats I have or had"), STAYS),
    "forums.Application.person": Held("applications", _("My applications"), GOES),
    "forums.Message.sender": Held("messages_sent", _("Messages I have sent"), STAYS),
    "forums.Message_recipients.user": Held("messages_received", _("Messages I have got"), GOES),
    "meetings.SignUp.person": Held("sign_ups", _("Meetings I have answered"), GOES),
    "meetings.ActionItem.owner": Held("tasks", _("My tasks from meetings"), LETS_GO),
    "core.LogEntry.by": Held("log", _("What I have done, in the log"), STAYS, ("once",)),
    "core.StoredFile.uploaded_by": Held("files", _("Files I have uploaded"), STAYS),
    "account.EmailAddress.user": Held("addresses", _("Addresses I log in with"), GOES),
    "mfa.Authenticator.user": Held("proofs", _("Passkeys and second steps"), GOES, ("data",)),
    "socialaccount.SocialAccount.user": Held("log_ins", _("Log-ins of others I use"), GOES),
    "usersessions.UserSession.user": Held(
        "sessions", _("Where I am logged in"), GOES, ("session_key", "data")
    ),
}

# Rows that are about others than the person: why they are not in the copy, and what becomes of them.
KEPT_FROM_COPY = {
    "people.Invitation.invited_by": ("they hold the addresses of others", STAYS),
    "forums.Application.answered_by": ("they are the applications of others", STAYS),
    "meetings.Guest.invited_by": ("they hold the addresses of others", STAYS),
    "core.TextScan.by": ("the log says who did it", STAYS),
    "areas.Merger.by": ("they are about organisations; the log says who did it", STAYS),
    "areas.OrganisationImport.by": ("they are about organisations; the log says who did it", STAYS),
    "people.User_groups.user": ("rules say who may what: nobody has a group", GOES),
    "people.User_user_permissions.user": ("rules say who may what: nobody has one", GOES),
}


def relations() -> set[str]:
    """Every foreign key to a person, in our own tables and in those of what we build on."""
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.related_model is User
    }


def rows_of(person: User, relation: str) -> "QuerySet[Model]":
    label, _point, field = relation.rpartition(".")
    model = apps.get_model(label)
    rows: QuerySet[Model] = model._base_manager.filter(**{field: person.pk}).order_by("pk")
    return rows


def let_go(person: User) -> None:
    """Delete the rows that go, and take the person off those that point to nobody afterwards."""
    ways = {relation: held.at_closing for relation, held in HELD.items()}
    ways |= {relation: way for relation, (_why, way) in KEPT_FROM_COPY.items()}
    for relation, way in ways.items():
        if way is GOES:
            rows_of(person, relation).delete()
        elif way is LETS_GO:
            rows_of(person, relation).update(**{relation.rpartition(".")[2]: None})
