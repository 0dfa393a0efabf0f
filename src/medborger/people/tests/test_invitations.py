from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from medborger.core.models import Mail
from medborger.people import actions
from medborger.people.models import Invitation, User

NEW = "gerda@example.org"


def address(token: str) -> str:
    return f"/invitation/{token}/"


@pytest.mark.django_db
def test_opening_the_link_uses_nothing_up(client: Client) -> None:
    _invitation, token = actions.invite(None, NEW)

    for _ in range(3):
        assert client.get(address(token)).status_code == 200

    assert not User.objects.exists()


@pytest.mark.django_db
def test_the_invited_person_says_a_name_and_is_in(client: Client) -> None:
    _invitation, token = actions.invite(None, NEW)

    response = client.post(address(token), {"name": "Gerda Gren"}, follow=True)

    assert response.redirect_chain == [("/min-side/", 302)]
    assert "Hej Gerda" in response.content.decode()
    assert User.objects.get().email == NEW


@pytest.mark.django_db
def test_an_invitation_lets_in_once(client: Client) -> None:
    _invitation, token = actions.invite(None, NEW, "Gerda Gren")
    client.post(address(token), {"name": "Gerda Gren"})

    again = Client().post(address(token), {"name": "En anden"})

    assert again.status_code == 410
    assert "Du er allerede inde" in again.content.decode()
    assert User.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "closed",
    [
        {"expires_at": timezone.now() - timedelta(seconds=1)},
        {"withdrawn_at": timezone.now()},
    ],
)
def test_an_expired_or_withdrawn_invitation_lets_nobody_in(
    client: Client, closed: dict[str, object]
) -> None:
    _invitation, token = actions.invite(None, NEW)
    Invitation.objects.update(**closed)

    assert client.post(address(token), {"name": "Gerda Gren"}).status_code == 410
    assert not User.objects.exists()


@pytest.mark.django_db
def test_an_unknown_link_is_told_apart_from_a_used_one(client: Client) -> None:
    page = client.get(address("findes-ikke"))

    assert page.status_code == 410
    assert "Vi kender ikke linket" in page.content.decode()


def test_whoever_has_an_account_keeps_name_and_role(client: Client, erik: User) -> None:
    _invitation, token = actions.invite(None, erik.email, "Et andet navn")

    client.post(address(token))

    erik.refresh_from_db()
    assert (erik.name, erik.is_staff) == ("Erik Eng", True)


def test_a_letter_that_is_passed_on_gives_no_account_away(
    client: Client, erik: User, bo: User
) -> None:
    invitation, token = actions.invite(erik, bo.email)

    page = client.get(address(token))
    answer = client.post(address(token))

    assert f'href="/log-ind/?next={address(token)}"' in page.content.decode()
    assert answer["Location"] == f"/log-ind/?next={address(token)}"
    assert "_auth_user_id" not in client.session
    invitation.refresh_from_db()
    assert invitation.is_open
    client.force_login(bo)
    client.post(address(token))
    invitation.refresh_from_db()
    assert invitation.accepted_by == bo


def test_a_closed_account_is_not_opened_by_an_invitation(client: Client, carla: User) -> None:
    User.objects.update(is_active=False)
    _invitation, token = actions.invite(None, carla.email)

    assert client.get(address(token)).status_code == 410
    assert client.post(address(token)).status_code == 410
    assert "_auth_user_id" not in client.session


@pytest.mark.django_db
def test_the_link_is_never_stored() -> None:
    invitation, token = actions.invite(None, NEW)

    assert token not in {str(value) for value in vars(invitation).values()}


@pytest.mark.django_db
def test_a_new_link_closes_the_old_one(client: Client) -> None:
    invitation, old = actions.invite(None, NEW)
    new = actions.renew(invitation)

    assert client.get(address(old)).status_code == 410
    assert client.get(address(new)).status_code == 200


@pytest.mark.django_db
def test_the_command_makes_an_administrator(client: Client) -> None:
    out = StringIO()

    call_command("invite", NEW, "--admin", stdout=out)
    link = out.getvalue().split()[0]
    client.post("/" + link.split("/", 3)[3], {"name": "Gerda Gren"})

    assert User.objects.get().is_staff
    assert Mail.objects.get().to == NEW


@pytest.mark.django_db
def test_the_command_refuses_what_is_no_address() -> None:
    with pytest.raises(CommandError, match="ikke-en-adresse"):
        call_command("invite", "ikke-en-adresse")


def test_clerks_and_administrators_invite_and_others_do_not(
    client: Client, frida: User, erik: User, carla: User
) -> None:
    for person, status in ((frida, 302), (erik, 302), (carla, 403)):
        client.force_login(person)
        sent = client.post("/invitationer/", {"email": f"x{person.pk}@example.org"})
        assert sent.status_code == status, person


def test_sent_invitations_are_listed_and_an_open_one_is_sent_again(
    client: Client, frida: User
) -> None:
    client.force_login(frida)

    for _ in range(2):
        client.post("/invitationer/", {"email": f"Gerda Gren <{NEW.upper()}>"})

    assert Mail.objects.count() == Invitation.objects.count() == 1
    assert f"Gerda Gren {NEW}" in client.get("/invitationer/").content.decode()


@pytest.mark.django_db
def test_a_new_machine_prints_a_link_that_makes_the_first_administrator(client: Client) -> None:
    first, second = StringIO(), StringIO()
    call_command("prepare", stdout=first)
    call_command("prepare", stdout=second)
    old, new = (said.getvalue().split("/invitation/")[1][:-2] for said in (first, second))
    said = {"name": "Gerda Gren", "email": NEW.upper()}

    assert client.post(address(old), said).status_code == 410
    assert "Du er den første her" in client.get(address(new)).content.decode()
    assert client.post(address(new), {"name": "Gerda Gren"}).status_code == 200
    assert client.post(address(new), said, follow=True).redirect_chain == [("/min-side/", 302)]

    gerda = User.objects.get()
    assert (gerda.email, gerda.is_staff) == (NEW, True)


def test_the_first_link_is_dead_once_somebody_is_in(client: Client, carla: User) -> None:
    _invitation, token = actions.invite(None, "", makes_administrator=True)

    stolen = client.post(address(token), {"name": "En anden", "email": carla.email})

    assert stolen.status_code == 410
    with pytest.raises(actions.InvitationIsClosed):
        actions.accept(_invitation, name="En anden", email=carla.email)
    assert not actions.invite_first_administrator()


@pytest.mark.django_db
def test_a_real_site_prints_no_key(settings: Settings) -> None:
    settings.IN_PRODUCTION = True
    out = StringIO()

    call_command("prepare", stdout=out)

    assert out.getvalue() == "Nobody can log in yet: medborger invite --admin E-MAIL\n"


def test_several_are_invited_at_once_and_each_is_told(client: Client, frida: User) -> None:
    client.force_login(frida)
    actions.invite_by_mail(frida, "bo@example.org")
    written = (
        "Gerda Gren <gerda@example.org>\r\nhans@example.org, BO@example.org;\n\nhans@example.org"
    )

    told = client.post("/invitationer/", {"email": written}, follow=True).content.decode()

    invited = Invitation.objects.order_by("pk").values_list("email", "name")[1:]
    assert list(invited) == [("gerda@example.org", "Gerda Gren"), ("hans@example.org", "")]
    assert "Invitationen er sendt til gerda@example.org, hans@example.org." in told
    assert "bo@example.org: Der er en åben invitation til den adresse." in told


def test_one_wrong_address_stops_them_all_and_keeps_what_was_written(
    client: Client, frida: User, cpr: str
) -> None:
    client.force_login(frida)
    for line, said in (
        ("ikke-en-adresse", "»ikke-en-adresse« er ikke en e-mailadresse"),
        (f'"{cpr}" <hans@example.org>', "CPR-nummer"),
    ):
        page = client.post("/invitationer/", {"email": f"gerda@example.org\n{line}"})
        assert page.status_code == 200
        assert said in page.content.decode()
        assert "gerda@example.org" in page.content.decode()

    assert not Invitation.objects.exists()


def test_an_invitation_works_for_thirty_days_and_its_status_is_seen(
    client: Client, erik: User
) -> None:
    client.force_login(erik)
    invitation = actions.invite_by_mail(erik, NEW)
    left = invitation.expires_at - timezone.now()
    assert timedelta(days=29, hours=23) < left <= timedelta(days=30)

    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
    assert "Udløbet" in client.get("/invitationer/").content.decode()
    client.post(f"/invitationer/{invitation.pk}/forny/")

    assert Invitation.objects.get().is_open
    assert Mail.objects.count() == 2


def test_a_clerk_does_not_bring_an_administrators_invitation_back_to_life(
    client: Client, frida: User, erik: User
) -> None:
    invitation, _token = actions.invite(None, "ny@example.org", makes_administrator=True)
    actions.withdraw(invitation)
    address = f"/invitationer/{invitation.pk}/forny/"

    client.force_login(frida)
    assert client.post(address).status_code == 404
    invitation.refresh_from_db()
    assert not invitation.is_open
    client.force_login(erik)
    assert client.post(address).status_code == 302


def test_the_invitation_without_an_address_is_sent_to_nobody(client: Client, erik: User) -> None:
    invitation, _token = actions.invite(None, "", makes_administrator=True)

    client.force_login(erik)

    assert client.post(f"/invitationer/{invitation.pk}/forny/").status_code == 404
