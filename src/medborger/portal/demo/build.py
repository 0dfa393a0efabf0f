"""Put Fjordby together, once, and hand out log-in links to the people one may play."""

from django.contrib.auth import get_user_model
from django.db import transaction
from django.urls import reverse

from medborger.areas.models import Area
from medborger.core.mail import absolute
from medborger.meetings.models import Guest
from medborger.people.actions import invite
from medborger.people.models import Invitation
from medborger.portal.demo import cases, papers, tables, town, year

# Whom one may play, and what one sees as them.
PLAYERS = [
    ("Line Andresen", "tovholder i Medborgerforum Fjordby: planlægger, inviterer, skriver referat"),
    ("Fatma Yildiz", "forperson i Medborgerforum Fjordby"),
    ("Amina Yusuf", "medlem: møder, opgaver, nyt fra forummerne"),
    ("Kirsten Lund", "udvalgssekretær: importerer sager og skriver beslutninger"),
    ("Astrid Skov", "administrator"),
]


def is_built() -> bool:
    return Area.objects.filter(name=town.TOWN, kind=Area.Kind.MUNICIPALITY).exists()


def is_in_use() -> bool:
    """Say whether somebody else than the people of the demo has an account."""
    return get_user_model().objects.exists() and not is_built()


@transaction.atomic
def make_demo() -> None:
    fjordby = town.build_areas()
    town.build_organisations(fjordby)
    town.build_people()
    forum = tables.build_standing_forum(fjordby)
    network, local, tank = (
        tables.build_network(fjordby),
        tables.build_local_committee(fjordby),
        tables.build_think_tank(fjordby),
    )
    meetings = year.build_standing_year(forum)
    year.build_other_meetings(network, local, tank)
    cases.build_cases(fjordby, forum, meetings)
    papers.build_papers(forum, meetings)
    copenhagen = Area.objects.get(kind=Area.Kind.MUNICIPALITY, code="101")
    cases.import_copenhagen(copenhagen, tables.build_copenhagen_think_tank(copenhagen))


@transaction.atomic
def log_in_links() -> list[tuple[str, str, str]]:
    """Name, role and a fresh link for each. Links of earlier runs stop working."""
    emails = [town.email_of(name) for name, _role in PLAYERS]
    Invitation.objects.filter(email__in=emails, accepted_at=None, to_forum=None).delete()
    guest = Guest.objects.latest("pk")
    role = f"gæst til ét møde, uden log-in: {guest.meeting}"
    players = [(name, role, _link(name)) for name, role in PLAYERS]
    return [*players, (guest.name, role, absolute(guest.get_absolute_url()))]


def _link(name: str) -> str:
    _invitation, token = invite(None, town.email_of(name), name)
    return absolute(reverse("people:accept_invitation", args=[token]))
