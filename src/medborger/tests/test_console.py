"""What the log of the machine tells: never an address that lets somebody in."""

import logging
import logging.config
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from medborger.core.console import WithoutKeys
from medborger.forums.models import Forum
from medborger.meetings.models import Guest
from medborger.meetings.tests.factories import make_meeting
from medborger.people.actions import invite
from medborger.people.models import User


@pytest.fixture
def console(caplog: Any) -> Iterator[StringIO]:
    """The lines as they are written, by the formatter of the settings."""
    formatters: Any = settings.LOGGING["formatters"]
    told: dict[str, Any] = dict(formatters["line"])
    assert told.pop("()") == f"{WithoutKeys.__module__}.{WithoutKeys.__qualname__}"
    written = StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(WithoutKeys(told["format"], style=told["style"]))
    root = logging.getLogger()
    root.addHandler(handler)
    yield written
    root.removeHandler(handler)


@pytest.mark.django_db
def test_a_link_that_lets_somebody_in_stands_in_no_line(
    console: StringIO, forum: Forum, dora: User
) -> None:
    invitation, token = invite(dora, "ny@example.org")
    guest = Guest.objects.create(meeting=make_meeting(forum), name="Gry", email="gry@example.org")
    strict = Client(enforce_csrf_checks=True)
    for address in (f"/invitation/{token}/", guest.get_absolute_url()):
        assert strict.post(address).status_code == 403
        referer = {"Referer": f"https://testserver{address}"}
        strict.post("/log-ind/", headers=referer, secure=True)
    invitation.delete()
    guest.delete()
    for address in (f"/invitation/{token}/", guest.get_absolute_url().replace("None", "1")):
        assert strict.get(address).status_code == 410

    said = console.getvalue()
    assert "Forbidden" in said
    assert "Gone" in said
    assert "/invitation/[…]/" in said
    assert "/gaest/[…]/" in said
    assert token not in said
    assert guest.token.partition(":")[2] not in said


def test_every_address_with_a_key_in_it_is_known_to_the_log() -> None:
    keyed = [one for one in addresses(get_resolver()) if "<str:token>" in one or "<token>" in one]
    record = logging.LogRecord("x", logging.WARNING, "", 0, "", (), None)

    assert len(keyed) >= 3
    for address in keyed:
        record.msg = "Gone: /" + address.replace("<str:token>", "aBc-1:dEf")
        assert "aBc" not in WithoutKeys().format(record), address


def addresses(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for one in resolver.url_patterns:
        here = f"{before}{one.pattern}"
        if isinstance(one, URLPattern):
            yield here
        else:
            yield from addresses(one, here)


@pytest.mark.django_db
def test_the_next_page_does_not_tell_the_address_on(forum: Forum, dora: User) -> None:
    """The proxy in front writes the Referer of all it fetches into its log."""
    _invitation, token = invite(dora, "ny@example.org")
    guest = Guest.objects.create(meeting=make_meeting(forum), name="Gry", email="gry@example.org")
    addresses = [f"/invitation/{token}/", "/invitation/x/", guest.get_absolute_url()]

    for address in addresses:
        page = Client().get(address)
        assert page.headers["Referrer-Policy"] == "strict-origin"
        assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert "no-store" in page.headers["Cache-Control"]
