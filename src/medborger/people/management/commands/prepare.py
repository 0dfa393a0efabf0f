from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.urls import reverse

from medborger.core.mail import absolute
from medborger.core.storage import clear_away
from medborger.people import actions
from medborger.people.models import User


class Command(BaseCommand):
    help = "Make a new database, refuse an outdated one, and say how to become administrator."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.see_to_the_database()
        except OperationalError as problem:
            raise CommandError(f"The database does not answer: {problem}") from problem
        clear_away()
        self.tell_the_first()

    def see_to_the_database(self) -> None:
        """A new database is made at once. An old one holds work: its keeper takes a copy first."""
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if not waiting:
            return
        if connection.introspection.table_names():
            raise CommandError(
                f"{len(waiting)} changes wait for the database, the first is {waiting[0][0]}. "
                "Take a copy with `medborger backup`, then run `medborger migrate`"
            )
        call_command("migrate", interactive=False, verbosity=0)
        self.stdout.write(f"A new database is made: {connection.settings_dict['NAME']}")

    def tell_the_first(self) -> None:
        """The link is a key, so it goes to a screen, and on a real site by mail."""
        if settings.IN_PRODUCTION:
            if not User.objects.exists():
                self.stdout.write("Nobody can log in yet: medborger invite --admin E-MAIL")
        elif token := actions.invite_first_administrator():
            link = absolute(reverse("people:accept_invitation", args=[token]))
            self.stdout.write(f"Become administrator here; the link works once: {link}")
