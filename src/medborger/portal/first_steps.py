"""What to do first: in an empty installation, and as somebody who has just come in."""

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils.translation import gettext as _

from medborger.areas.models import Area
from medborger.forums.models import Forum
from medborger.people.models import Competence, Organisation, User


@dataclass(frozen=True)
class Step:
    heading: str
    text: str
    button: str
    url: str
    is_done: bool = False


def first_steps(person: User) -> list[Step]:
    """For somebody who is in no forum yet."""
    return _of_installation(person) or _of_newcomer(person)


def _of_newcomer(person: User) -> list[Step]:
    steps = [
        Step(
            _("Tell whom you speak for"),
            _("Others then know where you come from, and applications need it only once."),
            _("Add an organisation"),
            reverse("people:add_affiliation"),
            person.affiliations.exists(),
        )
    ]
    if Competence.objects.exists():
        steps.append(
            Step(
                _("Tell what you can be asked about"),
                _("So that colleagues find you when they need what you can."),
                _("Choose competences"),
                reverse("people:own_competences"),
                person.competences.exists(),
            )
        )
    steps.append(
        Step(
            _("Find a forum"),
            _("Ask for a seat, or join one that is open to you. The answer comes by mail."),
            _("See the forums"),
            reverse("forums:list"),
            person.applications.waiting().exists(),
        )
    )
    return steps


def _of_installation(person: User) -> list[Step]:
    """Nothing as soon as there is a forum: from there its own pages lead on."""
    if Forum.objects.exists() or not person.has_perm("forums.add_forum"):
        return []
    own_areas = Area.objects.filter(kind=Area.Kind.NEIGHBOURHOOD)
    return [
        Step(
            _("Make your own log-in safe"),
            _("Whoever is in as you can do all that you can. A passkey takes a minute."),
            _("Add a passkey"),
            reverse("people:security"),
            Authenticator.objects.filter(user=person).exists(),
        ),
        Step(
            _("Add the organisations"),
            _("Begin with the administration that runs the forum."),
            _("Add an organisation"),
            reverse("areas:create_organisation"),
            Organisation.objects.exists(),
        ),
        Step(
            _("Add the neighbourhoods"),
            _("All municipalities are here already. You can skip this one."),
            _("Add a neighbourhood"),
            reverse("areas:create"),
            own_areas.exists(),
        ),
        Step(
            _("Start the first forum"),
            _("Then you invite its members from its own page."),
            _("Start a forum"),
            reverse("forums:create"),
        ),
    ]
