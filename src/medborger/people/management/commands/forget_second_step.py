from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from medborger.people import actions
from medborger.people.models import User


class Command(BaseCommand):
    help = (
        "Let somebody in who has lost both telephone and recovery codes. Make sure who it is first."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="E-MAIL")

    @transaction.atomic
    def handle(self, *args: Any, email: str, **options: Any) -> None:
        person = User.objects.filter(email=email.strip().lower()).first()
        if person is None:
            raise CommandError(f"Nobody here has the address {email}")
        actions.turn_off_second_step(None, person)
        actions.end_sessions(person)
        self.stdout.write(f"{person} logs in with a code by mail, and has been told so by letter.")
