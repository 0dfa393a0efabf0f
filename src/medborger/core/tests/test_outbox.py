from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

from django.core.mail import EmailMultiAlternatives

from medborger.core.outbox import FilesAndConsole


def test_a_machine_without_mail_server_keeps_letters_as_files(
    tmp_path: Path, settings: Any, capsys: Any
) -> None:
    settings.EMAIL_FILE_PATH = tmp_path
    letter = EmailMultiAlternatives("Ærø", "Koden er på vej", to=["anna@example.org"])
    letter.attach_alternative("<p>Koden er på vej</p>", "text/html")

    assert FilesAndConsole().send_messages([letter]) == 1

    [kept] = tmp_path.glob("*.eml")
    read = message_from_bytes(kept.read_bytes(), policy=default)
    text = read.get_body(("plain",))
    assert (read["Subject"], text and text.get_content().strip()) == ("Ærø", "Koden er på vej")
    assert "Koden er på vej" in capsys.readouterr().out
