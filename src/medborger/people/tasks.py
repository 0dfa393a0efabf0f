"""What is tidied at night."""

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone
from django_tasks import task


@task
def forget_ended_sessions() -> None:
    """Which device it was and where from is forgotten with the session."""
    alive = Session.objects.filter(expire_date__gt=timezone.now())
    UserSession.objects.exclude(session_key__in=alive.values("session_key")).delete()
