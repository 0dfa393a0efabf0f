"""One page gathers what keeps the site in order."""

from django.test import Client
from django.utils import timezone

from medborger.core.models import Mail
from medborger.people.models import User


def test_an_administrator_finds_every_tool_and_what_waits(client: Client, erik: User) -> None:
    Mail.objects.create(
        to="x@example.org", subject="x", text="x", html="x", failed_at=timezone.now()
    )
    client.force_login(erik)
    page = client.get("/administration/").content.decode()
    for address in ("/invitationer/", "/organisationer/indlaes/", "/breve/", "/log/", "/sundhed/"):
        assert f'href="{address}"' in page
    assert "1 venter" in page


def test_a_clerk_finds_the_tools_of_a_clerk_only(client: Client, frida: User) -> None:
    client.force_login(frida)
    page = client.get("/administration/").content.decode()
    assert 'href="/organisationer/dubletter/"' in page
    assert 'href="/breve/"' not in page
    assert 'href="/log/"' not in page


def test_a_member_finds_neither_the_page_nor_the_way_to_it(client: Client, bo: User) -> None:
    client.force_login(bo)
    assert client.get("/administration/").status_code == 403
    for page in ("/min-side/", "/profil/"):
        assert "/administration/" not in client.get(page).content.decode()
