"""Programs say who sends them by a personal token."""

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from medborger.core import limits
from medborger.people.http.sessions import note_what_is_done
from medborger.people.models import Invitation, Token, User


class TokenAuth(HttpBearer):
    """A personal token: `read` opens GET, `write` opens the rest."""

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        limits.stop_if_spent(request, "wrong_token")
        found = Token.objects.select_related("person").filter(
            digest=Invitation.digest_of(token),
            expires_at__gt=timezone.now(),
            person__is_active=True,
        )
        needed = Token.Scope.READ if request.method in {"GET", "HEAD"} else Token.Scope.WRITE
        for holder in found:
            if needed in holder.scopes:
                self._note_use(holder)
                request.user = holder.person
                note_what_is_done(request)
                return holder.person
        limits.count(request, "wrong_token")
        return None

    def _note_use(self, token: Token) -> None:
        today = timezone.localdate()
        if token.last_used_on != today:
            Token.objects.filter(pk=token.pk).update(last_used_on=today)
