"""What an empty installation needs before people can meet in it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from medborger.areas.models import Area
from medborger.forums.models import Forum
from medborger.people.models import Organisation, User


@dataclass(frozen=True)
class Step:
    heading: str
    text: str
    button: str
    url: str
    is_done: bool = False


def first_steps(person: User) -> list[Step]:
    """Nothing as soon as there is a forum: from there its own pages lead on."""
    if Forum.objects.exists() or not person.has_perm("forums.add_forum"):
        return []
    own_areas = Area.objects.filter(kind=Area.Kind.NEIGHBOURHOOD)
    return [
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
