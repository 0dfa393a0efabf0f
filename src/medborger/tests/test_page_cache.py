"""One person's page never reaches another, and visitors share theirs."""

import gzip

import pytest
from django.core.cache import caches
from django.test import Client
from pytest_django import Settings

from medborger.forums.models import Forum
from medborger.forums.tests.factories import make_forum
from medborger.people.models import User

ADDRESS = "/forummer/"


@pytest.fixture(autouse=True)
def keep_pages(settings: Settings, db: None) -> None:
    settings.PAGE_CACHE_SECONDS = 60
    caches["pages"].clear()


def browser_of(person: User | None = None) -> Client:
    client = Client()
    if person:
        client.force_login(person)
    return client


def read(client: Client, address: str = ADDRESS, **headers: str) -> str:
    return client.get(address, headers=headers).content.decode()


def test_two_people_and_a_visitor_each_read_their_own_page(bo: User, carla: User) -> None:
    browsers = {"Bo": browser_of(bo), "Carla": browser_of(carla), "": browser_of()}
    orders = [["Bo", "", "Carla"], ["", "Carla", "Bo"], ["Carla", "Bo", ""]]

    for address in ("/", ADDRESS, "/moeder/", "/om/"):
        for order in orders:
            caches["pages"].clear()
            for who in [*order, *order]:
                page = read(browsers[who], address)
                assert {name for name in ("Bo", "Carla") if f">{name}" in page} == {who} - {""}
                assert ("Log ind" in page) == (not who)


def test_a_member_reads_the_present_while_visitors_read_the_kept_page(bo: User) -> None:
    read(Client())
    make_forum("Helt nyt forum")

    assert "Helt nyt forum" not in read(Client())
    assert "Helt nyt forum" in read(browser_of(bo))


def test_the_front_page_tells_a_member_no_more_than_it_tells_all(forum: Forum, bo: User) -> None:
    """It is kept for everybody, so what only members may see must not stand there."""
    make_forum("Forum for alle")

    for who in (bo, None, bo):
        page = read(browser_of(who), "/")
        assert ("Forum for alle" in page, forum.name in page) == (True, False)


def test_a_forum_of_members_never_comes_to_a_visitor(forum: Forum, bo: User) -> None:
    address = forum.get_absolute_url()

    assert [browser_of(who).get(address).status_code for who in (bo, None, bo, None)] == [
        200,
        404,
        200,
        404,
    ]


@pytest.mark.parametrize("cookie", ["sessionid", "messages", "csrftoken", "anything"])
def test_whoever_carries_a_cookie_is_never_answered_from_here(cookie: str) -> None:
    read(Client())
    make_forum("Helt nyt forum")
    with_cookie = Client()
    with_cookie.cookies[cookie] = "stale"

    assert "Helt nyt forum" in read(with_cookie)


def test_who_has_logged_out_sees_nothing_of_before(bo: User) -> None:
    client = browser_of(bo)
    read(client)
    client.post("/log-ud/")

    assert ">Bo" not in read(client)


def test_each_language_and_each_address_has_its_own_page() -> None:
    english = Client()
    english.cookies["django_language"] = "en"

    assert 'lang="da"' in read(Client())
    assert 'lang="en"' in read(english)
    assert 'lang="da"' in read(Client())
    assert read(Client(), "/soeg/?q=have") != read(Client(), "/soeg/?q=hus")


def test_a_page_with_a_form_token_is_made_for_each() -> None:
    tokens = {
        read(Client(), "/log-ind/").split('csrfmiddlewaretoken" value="')[1][:64] for _ in range(3)
    }

    assert len(tokens) == 3


def test_errors_are_not_kept() -> None:
    address = "/forummer/4711/"
    assert Client().get(address).status_code == 404

    make_forum("Helt nyt forum", pk=4711)

    assert Client().get(address).status_code == 200


def test_what_a_program_asks_for_by_its_token_is_not_kept() -> None:
    read(Client(), Authorization="Bearer of-a-program")
    make_forum("Helt nyt forum")

    assert "Helt nyt forum" in read(Client())


def test_a_kept_page_is_compressed_for_those_who_can_read_it() -> None:
    plain = Client().get(ADDRESS)
    zipped = Client().get(ADDRESS, headers={"Accept-Encoding": "gzip, br"})

    assert gzip.decompress(zipped.content) == plain.content
    assert len(zipped.content) * 2 < len(plain.content)
    assert [int(one.headers["Content-Length"]) for one in (zipped, plain)] == [
        len(zipped.content),
        len(plain.content),
    ]
    assert "Accept-Encoding" in zipped.headers["Vary"]
    assert zipped.headers["Content-Security-Policy"] == plain.headers["Content-Security-Policy"]
    assert zipped.headers["X-Frame-Options"] == "DENY"


def test_a_browser_keeps_nothing_of_what_was_made_for_one_person(bo: User, forum: Forum) -> None:
    """Whoever comes to the computer next, and presses "back", finds nothing."""
    browser = browser_of(bo)

    for address in ("/min-side/", ADDRESS, f"/forummer/{forum.pk}/", "/api/people/me"):
        assert browser.get(address).headers["Cache-Control"] == "private, no-store"
    assert "Cache-Control" not in browser_of().get(ADDRESS).headers
