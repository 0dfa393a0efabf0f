from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from medborger.core.errands import ErrandWorker


class Command(BaseCommand):
    help = "Run errands as they come. `medborger serve` starts this."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--batch", action="store_true", help="Stop when nothing is due")

    def handle(self, *, batch: bool, **options: object) -> None:
        worker = ErrandWorker(batch=batch)
        worker.configure_signals()
        worker.run()
