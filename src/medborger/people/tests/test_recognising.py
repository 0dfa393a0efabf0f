"""Who a municipality sends: somebody we know, somebody we invited, or nobody."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.test import Client

from medborger.core.identity_providers import Identity, IdentityProvider
from medborger.core.models import LogEntry, Mail
from medborger.people import actions
from medborger.people.http import oidc
from medborger.people.models import Invitation, User
from medborger.people.signals import groups_asserted

FJORDBY = IdentityProvider(
    key="fjordby",
    name="Fjordby Kommune",
    issuer="https://login.example.org",
    client_id="medborger",
    client_secret="hemmelig",
    required_level="substantial",
    email_domains=("fjordby.example",),
)


def said(subject: str = "7", email: str = "ny@example.org", **more: object) -> Identity:
    ordinary: dict[str, object] = {"level": "high", "says_verified": True}
    return Identity(FJORDBY, subject, email=email, **(ordinary | more))  # type: ignore[arg-type]


@pytest.fixture
def told_groups() -> Iterator[list[tuple[str, set[str]]]]:
    heard: list[tuple[str, set[str]]] = []

    def hear(sender: type[User], issuer: str, groups: frozenset[str], **_more: object) -> None:
        heard.append((issuer, set(groups)))

    groups_asserted.connect(hear)
    yield heard
    groups_asserted.disconnect(hear)


@pytest.mark.django_db
@pytest.mark.parametrize("email", ["ny@example.org", "ny@fjordby.example", ""])
def test_nobody_comes_in_uninvited(email: str) -> None:
    with pytest.raises(actions.NotKnownHere):
        actions.recognise(said(email=email))

    assert (User.objects.count(), SocialAccount.objects.count()) == (0, 0)


def test_an_invited_person_is_let_in_once_and_known_again(erik: User) -> None:
    invitation, _token = actions.invite(erik, "ny@example.org", "Ny Nielsen")

    person = actions.recognise(said())

    invitation.refresh_from_db()
    assert (person.email, person.name, person.is_staff) == ("ny@example.org", "Ny Nielsen", False)
    assert invitation.accepted_by == person
    assert actions.recognise(said(email="changed@example.org")) == person


@pytest.mark.parametrize("verified", [False, None])
def test_an_address_that_nobody_has_verified_opens_no_invitation(
    erik: User, verified: bool | None
) -> None:
    actions.invite(erik, "ny@example.org")

    with pytest.raises(actions.NotKnownHere):
        actions.recognise(said(says_verified=verified))


def test_whose_name_nobody_has_told_is_not_called_by_the_address(erik: User) -> None:
    actions.invite(erik, "ny@example.org")

    person = actions.recognise(said(name=""))

    assert (person.name, str(person)) == ("", "Intet navn endnu")


def test_to_become_administrator_takes_the_link_itself(erik: User) -> None:
    actions.invite(erik, "ny@example.org", makes_administrator=True)

    with pytest.raises(actions.NotKnownHere):
        actions.recognise(said())


def test_a_withdrawn_invitation_opens_nothing(erik: User) -> None:
    invitation, _token = actions.invite(erik, "ny@example.org")
    actions.withdraw(invitation)

    with pytest.raises(actions.NotKnownHere):
        actions.recognise(said())


def test_a_stranger_may_not_come_in_by_the_address_of_somebody_known(carla: User) -> None:
    actions.invite(None, carla.email)

    with pytest.raises(actions.NotKnownHere):
        actions.recognise(said(email=carla.email))


def test_the_municipality_knows_its_own_addresses(db: None) -> None:
    person = User.objects.create_user("carla@fjordby.example", "Carla Cedertræ")

    assert actions.recognise(said(email=person.email, says_verified=None)) == person


def test_whoever_gets_an_old_address_does_not_get_the_account(db: None) -> None:
    person = User.objects.create_user("carla@fjordby.example", "Carla Cedertræ")
    actions.recognise(said("7", person.email))

    with pytest.raises(actions.NotKnownHere):
        actions.recognise(said("8", person.email))


@pytest.mark.parametrize(
    ("claimed", "taken_for"),
    [
        ("Erik@Fjordby.example", "erik@fjordby.example"),
        ("eri\N{KELVIN SIGN}@fjordby.example", ""),
        ("\N{LATIN SMALL LETTER LONG S}ara@fjordby.example", ""),
        ("jørgen@fjordby.example", ""),
        ("post@fællesskab.example", "post@fællesskab.example"),
        (["erik@fjordby.example"], ""),
    ],
)
def test_no_address_is_taken_for_another_that_looks_like_it(
    claimed: object, taken_for: str
) -> None:
    assert oidc._email(claimed) == taken_for


def test_a_closed_account_stays_closed(carla: User) -> None:
    actions.connect(carla, said())
    User.objects.filter(pk=carla.pk).update(is_active=False)

    with pytest.raises(actions.NotKnownHere):
        actions.recognise(said())


def test_nothing_is_kept_but_issuer_and_level(carla: User) -> None:
    actions.connect(carla, said(name="Carla C", groups=frozenset({"Klima"})))

    account = SocialAccount.objects.get()
    assert account.extra_data == {"iss": "https://login.example.org", "level": "high"}
    assert account.uid == said().uid
    assert account.uid != "7"
    assert not SocialToken.objects.exists()


def test_connecting_is_told_by_letter_and_in_the_log(carla: User) -> None:
    actions.connect(carla, said())
    actions.recognise(said())

    assert [letter.to for letter in Mail.objects.all()] == [carla.email]
    assert [entry.what for entry in LogEntry.objects.all()] == ["people.connect_provider"]


def test_one_log_in_belongs_to_one_account(carla: User, erik: User) -> None:
    actions.connect(carla, said())

    with pytest.raises(actions.BelongsToAnother):
        actions.connect(erik, said())
    assert SocialAccount.objects.get().user == carla


def test_a_new_log_in_at_the_same_place_replaces_the_old_one(carla: User) -> None:
    actions.connect(carla, said("7"))
    actions.connect(carla, said("8"))

    assert SocialAccount.objects.get().uid == said("8").uid


def test_groups_are_told_each_time_and_given_back_at_the_end(
    carla: User, told_groups: list[tuple[str, set[str]]]
) -> None:
    actions.connect(carla, said(groups=frozenset({"Klima"})))
    actions.recognise(said(groups=frozenset()))
    actions.recognise(said(groups=None))
    actions.disconnect(carla, "fjordby")

    issuer = "https://login.example.org"
    assert told_groups == [(issuer, {"Klima"}), (issuer, set()), (issuer, set())]
    assert not SocialAccount.objects.exists()


def test_another_site_cannot_make_one_connect(
    client: Client, carla: User, settings: object
) -> None:
    settings.OIDC_PROVIDERS = {"fjordby": FJORDBY}  # type: ignore[attr-defined]
    client.force_login(carla)

    for proof in ("", "?bevis=1:x:y"):
        page = client.get(f"/profil/log-ind/fjordby/forbind/{proof}")
        assert (page.status_code, page["Location"]) == (302, "/profil/log-ind/")


def test_nobody_fills_the_database_with_log_ins_that_were_begun(
    client: Client, settings: Any, db: None
) -> None:
    settings.OIDC_PROVIDERS = {"fjordby": replace(FJORDBY, issuer="http://127.0.0.1:9")}
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "provider": "2/m/ip"}

    found = [client.get("/log-ind/med/fjordby/").status_code for _try in range(3)]

    assert found == [503, 503, 429]


def test_a_provider_that_is_not_set_up_is_no_page(client: Client, db: None) -> None:
    assert client.get("/log-ind/med/fjordby/").status_code == 404
    assert client.get("/log-ind/med/fjordby/svar/").status_code == 404
    assert Invitation.objects.count() == 0
