from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.urls import reverse

from medborger.core.mail import absolute
from medborger.people import actions


class Command(BaseCommand):
    help = "Invite somebody by e-mail, and print the link that lets them in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="E-MAIL")
        parser.add_argument("--name", default="")
        parser.add_argument("--admin", action="store_true", help="make them administrator")

    def handle(self, *args: Any, email: str, name: str, admin: bool, **options: Any) -> None:
        try:
            validate_email(email)
        except ValidationError as wrong:
            raise CommandError(f"{email}: {wrong.messages[0]}") from wrong
        invitation, token = actions.invite(None, email, name, makes_administrator=admin)
        actions.send_invitation(invitation, token, "people/mail/invitation.txt")
        link = absolute(reverse("people:accept_invitation", args=[token]))
        self.stdout.write(f"{link}\nWorks once, until {invitation.expires_at:%Y-%m-%d}.")
