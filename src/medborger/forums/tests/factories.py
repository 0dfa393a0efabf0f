from typing import Any

from medborger.forums.models import Application, Forum, Membership, Seat
from medborger.people.models import Organisation, User
from medborger.people.tests.factories import make_organisation


def make_forum(name: str = "Medborgerforum Fjordby", **fields: Any) -> Forum:
    fields.setdefault("organisation", Organisation.objects.first() or make_organisation())
    ordinary = {"summary": "Kommunen og civilsamfundet mødes."}
    return Forum.objects.create(name=name, **ordinary | fields)


def make_seat(
    forum: Forum, holder: User | None = None, organisation: Organisation | None = None
) -> Seat:
    """A seat that brings nothing yet, held by `holder` if one is given."""
    seat = Seat.objects.create(forum=forum, number=forum.seats.count() + 1)
    if holder:
        seat.holdings.create(person=holder, organisation=organisation)
    return seat


def make_application(forum: Forum, person: User, **fields: Any) -> Application:
    ordinary = {"text": "Vi kender kvarteret og vil gerne dele det, vi ved."}
    return Application.objects.create(forum=forum, person=person, **ordinary | fields)


def membership(forum: Forum, person: User) -> Membership:
    return forum.memberships.get(person=person)
