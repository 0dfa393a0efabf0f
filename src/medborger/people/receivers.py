"""What happens when somebody logs in, by whichever door."""

from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest  # noqa: TID251  (a door)

from medborger.people.http import sessions


@receiver(user_logged_in, dispatch_uid="people.session_begins")
def session_begins(request: HttpRequest, **_: Any) -> None:
    sessions.begin(request)
