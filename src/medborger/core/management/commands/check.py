from typing import Any

from django.core.mail import send_mail
from django.core.management.base import CommandError, CommandParser
from django.core.management.commands import check


class Command(check.Command):
    help = (
        "Say what is wrong with this installation. With --deploy, try mail, database and storage."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--mail-to", metavar="ADDRESS", help="send a letter there as well")

    def handle(self, *app_labels: Any, **options: Any) -> None:
        super().handle(*app_labels, **options)
        if options.get("mail_to"):
            self.send_letter(options["mail_to"])

    def send_letter(self, address: str) -> None:
        text = "This letter was sent by `medborger check`. Letters can leave this installation."
        try:
            send_mail("Medborger can send letters", text, None, [address])
        except OSError as problem:  # as is every SMTPException
            raise CommandError(f"The letter was not taken: {problem}") from problem
        self.stdout.write(f"A letter is on its way to {address}.")
