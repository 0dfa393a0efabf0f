"""Somebody leaves: the account closes, and with it goes what was held about the person."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks import task

from medborger.areas.actions import merging
from medborger.core import mail
from medborger.core.log import record
from medborger.core.models import Mail
from medborger.core.refusals import Refusal
from medborger.forums import actions as forums
from medborger.forums import queries as of_forums
from medborger.forums.models import Forum
from medborger.meetings.actions.goodbye import give_up_all_places
from medborger.meetings.models import Guest
from medborger.people.models import Invitation, User
from medborger.portal.people.held import let_go
from medborger.portal.people.texts import take_out


class LastAdministrator(Refusal):
    """Nobody else could let people in or help them."""

    text = _("Hand over to somebody else first.")


@dataclass(frozen=True)
class Hindrances:
    """What somebody else has to take over before the account can close."""

    forums: list[Forum]
    is_last_administrator: bool

    def __bool__(self) -> bool:
        return bool(self.forums) or self.is_last_administrator


def left_alone(person: User) -> list[Forum]:
    """Forums that will have no coordinator when the person is gone."""
    return of_forums.coordinated_alone(person)


def hindrances(by: User | None, person: User) -> Hindrances:
    """Who goes hands over first. Who is gone cannot: an administrator steps in afterwards."""
    administrators = User.objects.filter(is_staff=True, is_active=True)
    is_last = person.is_staff and not administrators.exclude(pk=person.pk).exists()
    alone = left_alone(person) if by == person else []
    return Hindrances(alone, is_last)


@transaction.atomic
def close_account(by: User | None, person: User) -> None:
    """Close it at once and for good. `by` is the person, an administrator, or None for retention."""
    person = User.objects.select_for_update().get(pk=person.pk)
    if person.closed_at:
        return
    # Two administrators who close at once must not both believe in the other.
    list(User.objects.select_for_update().filter(is_staff=True).order_by("pk"))
    if hindrances(by, person).is_last_administrator:
        raise LastAdministrator
    give_up_all_places(person)
    forums.leave_all(person, hands_over=by == person)
    _delete_what_has_no_key(person)
    let_go(person)
    take_out(person)
    merging.forget_person(person)
    farewell = mail.write(person, "portal/mail/farewell.txt", by_self=by == person)
    forget_letter.enqueue(farewell.pk)
    _forget(person)
    record(by, "people.close_account", person)


def _delete_what_has_no_key(person: User) -> None:
    for session in Session.objects.iterator():
        if session.get_decoded().get("_auth_user_id") == str(person.pk):
            session.delete()
    Guest.objects.filter(email__iexact=person.email).delete()
    Mail.objects.filter(to__iexact=person.email).delete()
    Invitation.objects.filter(email__iexact=person.email).delete()


def _forget(person: User) -> None:
    """The row stays for what points to it, and says nothing but that somebody was here."""
    person.email = f"former-{person.pk}@medborger.invalid"
    person.name = person.phone = ""
    person.is_active = person.is_staff = person.is_superuser = person.is_listed = False
    person.contact_visibility = User.ContactVisibility.NOBODY
    person.last_login, person.closed_at = None, timezone.now()
    person.set_unusable_password()
    person.save()


@task()
def forget_letter(mail_id: int) -> None:
    """Delete the last letter when it is sent or given up: it is the last place with the address."""
    letter = Mail.objects.filter(pk=mail_id)
    letter.exclude(sent_at=None, failed_at=None).delete()
    if letter.exists():
        forget_letter.using(run_after=timezone.now() + timedelta(minutes=10)).enqueue(mail_id)
