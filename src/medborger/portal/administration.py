"""What those who keep the site in order can do, gathered on one page."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from medborger.core.models import Mail, TextFinding
from medborger.people.models import User


@dataclass(frozen=True)
class Tool:
    heading: str
    text: str
    page: str
    waiting: int = 0

    @property
    def url(self) -> str:
        return reverse(self.page)


@dataclass(frozen=True)
class Group:
    heading: str
    tools: list[Tool]


def tools_for(person: User) -> list[Group]:
    groups = [_people(), _organisations(), _work()]
    return [*groups, _site()] if person.is_staff else groups


def _people() -> Group:
    return Group(
        _("People"),
        [
            Tool(
                _("Invitations"),
                _("Invite people who are not to be in a forum yet, and see who has accepted."),
                "people:invitations",
            ),
            Tool(
                _("Find a colleague"),
                _("By name, organisation, area and competence."),
                "portal:people",
            ),
            Tool(
                _("Competences"),
                _("The list that people choose from when they say what they can be asked about."),
                "people:competences",
            ),
            Tool(
                _("Roles by group"),
                _("A group at the municipality can give a role in a forum."),
                "forums:group_roles",
            ),
        ],
    )


def _organisations() -> Group:
    return Group(
        _("Organisations and areas"),
        [
            Tool(
                _("Organisations"),
                _("Find, add and correct them, and take them out as a file."),
                "areas:organisations",
            ),
            Tool(
                _("Read organisations in from a file"),
                _("A spreadsheet or CSV. You see what will change first."),
                "areas:send_file",
            ),
            Tool(
                _("Organisations that are here twice"),
                _("Make one of two. It can be undone."),
                "areas:duplicates",
            ),
            Tool(_("Areas"), _("Municipalities and neighbourhoods."), "areas:list"),
        ],
    )


def _work() -> Group:
    return Group(
        _("Forums and cases"),
        [
            Tool(
                _("Start a forum"),
                _("Then you invite its members from its own page."),
                "forums:create",
            ),
            Tool(
                _("Cases"),
                _("The cases that recommendations have become, and their decisions."),
                "decisions:cases",
            ),
            Tool(
                _("Import a published case"),
                _("From a page or file that the municipality has published."),
                "decisions:import_case",
            ),
        ],
    )


def _site() -> Group:
    return Group(
        _("The site itself"),
        [
            Tool(
                _("How the site is doing"),
                _("Database, letters, backup and disk."),
                "portal:health",
            ),
            Tool(
                _("Letters that did not arrive"),
                _("Correct what is wrong, and send them again."),
                "portal:letters",
                Mail.objects.failed().count(),
            ),
            Tool(
                _("Who did what"),
                _("Who read lists, changed roles and took data out."),
                "portal:log",
            ),
            Tool(
                _("Read all texts again"),
                _("When the guard against personal data has new rules."),
                "portal:scan",
                TextFinding.objects.open().count(),
            ),
            Tool(
                _("How long we keep what"),
                _("What is deleted by itself, and when it last happened."),
                "portal:retention",
            ),
        ],
    )
