"""A small world with one of everything that an address can ask for, and those who knock on its doors."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from medborger.areas.models import Area, Merger, OrganisationImport
from medborger.core.errands import plan_scheduled
from medborger.core.files import Checked
from medborger.core.models import TextFinding
from medborger.decisions import actions as decisions
from medborger.decisions.models import CaseRecommendation, Section
from medborger.decisions.tests.factories import (
    make_case,
    make_consultation,
    make_follow_up,
    make_recommendation,
)
from medborger.forums.actions import share
from medborger.forums.models import Forum, ForumInvitation
from medborger.forums.tests.factories import make_application, make_seat, membership
from medborger.meetings import actions as meetings
from medborger.meetings.tests.factories import make_agenda_item, make_guest, make_meeting
from medborger.people.actions import invite, issue_token
from medborger.people.models import Competence, Organisation, Token, User
from medborger.people.tests.authenticator import make_passkey, make_session
from medborger.people.tests.factories import make_organisation

YEAR = 2026


@dataclass(frozen=True)
class World:
    """What addresses and API bodies may name, by the name of their argument."""

    things: dict[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.things[name]

    def arguments(self, page: str, names: list[str]) -> dict[str, Any]:
        """An argument may mean something else in one context than in the others."""
        space = page.partition(":")[0]
        return {name: self.things.get(f"{space}:{name}", self.things.get(name)) for name in names}


def make_world(forum: Forum, member: User, outsider: User) -> World:
    """One forum for members only and one closed case, so that doors can be tried."""
    plan_scheduled()  # as a living worker does: the site is well
    things: dict[str, Any] = {"year": YEAR, "version": 1, "mail_id": 1}
    things |= _people(member, forum.organisation)
    things |= _forum(forum, member, outsider)
    things |= _meeting(forum, member)
    things |= _decisions(forum, member)
    things["finding_id"] = TextFinding.objects.create(
        model=forum._meta.label,
        key=forum.pk,
        field="summary",
        kind="person_story",
        level="warn",
        line=1,
    ).pk
    return World(things)


def _people(member: User, organisation: Organisation) -> dict[str, Any]:
    invitation, secret = invite(None, "ny@example.org")
    speaks = member.affiliations.create(organisation=organisation)
    token, _secret = issue_token(member, "et program", [Token.Scope.READ], 30)
    area = Area.objects.create(name="Lundely", kind=Area.Kind.NEIGHBOURHOOD)
    return {
        "token": secret,
        "invitation_id": invitation.pk,
        "affiliation_id": speaks.pk,
        "token_id": token.pk,
        "organisation_id": organisation.pk,
        "area_id": area.pk,
        "gone_id": make_organisation("Fritidsforvaltningen", kind=organisation.kind).pk,
        "other_id": make_organisation("Fritidsforvaltning", kind=organisation.kind).pk,
        "merger_id": Merger.objects.create(gone_id=999_999, kept=organisation).pk,
        "import_id": OrganisationImport.objects.create(by=member, headings=[], rows=[]).pk,
        "form": "csv",
        "people:key": "fjordby",
        "person_id": member.pk,
        "competence_id": Competence.objects.create(name="Mægling").pk,
        "passkey_id": make_passkey(member).pk,
        "session_id": make_session(member).pk,
    }


PAPER = Checked("Program.txt", "text/plain", b"Program")


def _forum(forum: Forum, member: User, outsider: User) -> dict[str, Any]:
    (shared,) = share(member, forum, [PAPER])
    forum.terms_of_reference.create(version=1, text="Vi mødes.", adopted_on=timezone.localdate())
    invitation, _secret = invite(None, "ekspert@example.org")
    message = forum.messages.create(subject="Nyt", text="Vi mødes.", recipient_count=2)
    return {
        "forum_id": forum.pk,
        "membership_id": membership(forum, member).pk,
        "criterion_id": forum.criteria.create(name="Kender kvarteret").pk,
        "seat_id": make_seat(forum).pk,
        "group_role_id": forum.group_roles.create(
            issuer="https://login.example.org", group="Alle"
        ).pk,
        "application_id": make_application(forum, outsider).pk,
        "message_id": message.pk,
        "forum_file_id": shared.pk,
        "version_id": shared.versions.get().pk,
        "forums:invitation_id": ForumInvitation.objects.create(
            forum=forum, invitation=invitation
        ).pk,
    }


def _meeting(forum: Forum, member: User) -> dict[str, Any]:
    meeting = make_meeting(forum)
    item = make_agenda_item(meeting)
    make_meeting(forum, starts_at=timezone.now() - timedelta(days=90))
    guest = make_guest(meeting)
    (paper,) = meetings.attach(member, meeting, [PAPER])
    return {
        "meeting_file_id": paper.pk,
        "meeting_id": meeting.pk,
        "guest_id": guest.pk,
        "meetings:token": guest.token,
        "item_id": item.pk,
        "decision_id": item.decisions.create(text="Vi prøver.").pk,
        "action_item_id": item.action_items.create(text="Ring til skolen.", owner=member).pk,
    }


def _decisions(forum: Forum, member: User) -> dict[str, Any]:
    recommendation, case = make_recommendation(forum), make_case(is_open=False)
    consultation = make_consultation(case)
    printed = CaseRecommendation.objects.create(case=case, number=1, text="Spørg de unge.")
    section = Section.objects.create(case=case, order=1, heading="Problem")
    (paper,) = decisions.attach(member, case, [PAPER])
    return {
        "case_file_id": paper.pk,
        "recommendation_id": recommendation.pk,
        "follow_up_id": make_follow_up(recommendation).pk,
        "case_id": case.pk,
        "section_id": section.pk,
        "consultation_id": consultation.pk,
        "committee_id": consultation.committee_id,
        "printed_id": printed.pk,
    }


def logged_in(person: User | None) -> Client:
    client = Client()
    if person:
        client.force_login(person)
    return client


def example(schema: dict[str, Any], known: dict[str, Any], name: str, world: World) -> Any:
    """A value that the JSON schema takes: what the world has for the name, or the least there is."""
    if "$ref" in schema:
        schema = known[schema["$ref"].rpartition("/")[2]]
    if name in world.things or f"{name}_id" in world.things:
        return world.things.get(name, world.things.get(f"{name}_id"))
    if choices := schema.get("anyOf") or schema.get("oneOf") or schema.get("allOf"):
        return example(choices[0], known, name, world)
    if schema.get("properties"):
        asked = schema.get("required", [])
        return {key: example(schema["properties"][key], known, key, world) for key in asked}
    if "enum" in schema:
        return schema["enum"][0]
    least = {"integer": 1, "number": 1.0, "boolean": True, "array": [], "null": None}
    return least.get(schema["type"], "Noget nyt")
