from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from medborger.portal import demo


class Command(BaseCommand):
    help = "Fill an empty installation with the fictional town of Fjordby, and print log-in links."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.IN_PRODUCTION:
            raise CommandError("The demo gives log-in links away: not on a real installation.")
        if demo.is_in_use():
            raise CommandError("There are people here already: the demo needs an empty database.")
        if not demo.is_built():
            demo.make_demo()
        self.stdout.write("Log ind i Fjordby (hvert link virker én gang):\n")
        for name, role, link in demo.log_in_links():
            self.stdout.write(f"  {name}, {role}\n    {link}\n")
