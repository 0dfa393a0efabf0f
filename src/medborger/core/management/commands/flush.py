from typing import Any

from django.core.management.commands import flush

from medborger.core.log import unprotect


class Command(flush.Command):
    help = "Empty the whole database, the log too. What was written there is lost."

    def handle(self, **options: Any) -> None:
        unprotect(options["database"])
        super().handle(**options)
