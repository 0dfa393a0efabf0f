from datetime import timedelta
from smtplib import SMTPException

import pytest
from django.conf import settings
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.utils import timezone

from medborger.core.mail import deliver_waiting, write
from medborger.core.models import Mail
from medborger.people.models import Invitation, User


class Refusing(EmailBackend):
    """A mail server that will not take letters to Bo."""

    def send_messages(self, messages: list[EmailMessage]) -> int:  # type: ignore[override]
        if any("bo@example.org" in one.to for one in messages):
            raise ValueError("A header that nobody can send")
        if any("anna@example.org" in one.to for one in messages):
            raise SMTPException("Mailbox is full")
        return super().send_messages(messages)


def letter(to: User) -> Mail:
    return write(to, "people/mail/login_code.txt", code="ABC")


def test_one_bad_letter_holds_back_no_other(
    anna: User, bo: User, carla: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "EMAIL_BACKEND", f"{__name__}.Refusing")
    for person in (anna, bo, carla):
        letter(person)
    Mail.objects.update(created_at=timezone.now() - timedelta(hours=1))

    deliver_waiting.call()

    assert [one.to for one in mail.outbox] == [["carla@example.org"]]
    assert Mail.objects.filter(sent_at=None).count() == 2


def test_a_letter_speaks_the_language_of_its_addressee(carla: User) -> None:
    invitation = Invitation(email=carla.email, expires_at=timezone.now() + timedelta(days=30))

    def sent(language: str) -> str:
        carla.language = language
        letter = write(carla, "people/mail/invitation.txt", invitation=invitation, token="t")
        return letter.text

    assert "Linket virker" in sent("da")
    expires = timezone.localtime(invitation.expires_at)
    assert f"until {expires.day} {expires:%B}." in sent("en")


def test_a_long_subject_is_cut(carla: User) -> None:
    write(carla, "people/mail/login_code.txt", code="A\nB " + "y" * 300)

    assert len(Mail.objects.get().subject) <= 250


@pytest.mark.django_db(transaction=True)
def test_nobody_hears_of_what_was_undone() -> None:
    carla = User.objects.create_user("carla@example.org", "Carla Cedertræ")

    with transaction.atomic():
        letter(carla)
        transaction.set_rollback(True)

    assert not Mail.objects.exists()
