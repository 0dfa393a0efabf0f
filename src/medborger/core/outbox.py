"""Mail on a machine that sends none: each goes to a file and is told on the console."""

import sys
from collections.abc import Sequence
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class FilesAndConsole(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            path = folder / f"{uuid4().hex}.eml"
            path.write_bytes(message.message().as_bytes())
            told = f"\nMail to {', '.join(message.recipients())}: {message.subject}\n{message.body}\n{path}\n"
            sys.stdout.write(told)
        sys.stdout.flush()
        return len(email_messages)
