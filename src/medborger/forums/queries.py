"""x"""

from django.db import models

from medborger.forums.models import Forum
from medborger.people.models import User


def recipients(forum: Forum, sender: User) -> models.QuerySet[User]:
    return User.objects.filter(memberships__forum=forum, is_active=True).exclude(pk=sender.pk)
