from typing import Any

from django.core.management.base import BaseCommand

from medborger.core.models import TextFinding, TextScan
from medborger.core.text_scan import start, step


class Command(BaseCommand):
    help = "Read all stored texts and files again for personal data, by the rules of today."

    def handle(self, **options: Any) -> None:
        begun = start(None)
        while step(begun.pk):
            now = TextScan.objects.get(pk=begun.pk)
            self.stdout.write(f"{now.done} of {now.total}", ending="\r")
        found = TextFinding.objects.open()
        self.stdout.write(
            f"CPR numbers: {found.filter(level='block').count()}, "
            f"stories about one person: {found.filter(level='warn').count()}. "
            "See /administration/gennemgang/"
        )
