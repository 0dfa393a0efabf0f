"""Who comes through which door: every page and every API operation, for each of the cast.

The table is `doors.txt`. A new address without a row fails, and so does a row that no longer holds.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from medborger.config.api import api
from medborger.forums.models import Forum
from medborger.people.models import User
from medborger.tests.cast_in_town import World, example, logged_in, make_world

TABLE = Path(__file__).with_name("doors.txt")
WORDS = {200: "page", 201: "made", 204: "done", 302: "done", 409: "told", 422: "form"}
# A guest knocks with the link to a meeting. The others have one that nobody signed.
CAST = [
    "anonymous",
    "guest",
    "outsider",
    "member",
    "chair",
    "coordinator",
    "clerk",
    "administrator",
]


class Door(NamedTuple):
    name: str
    method: str
    address: str
    body: dict[str, Any] | None = None
    takes_a_file: bool = False


def pages(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, list[str]]]:
    """The names of all pages, each with the arguments of its address."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            assert pattern.name, f"{pattern} has no name"
            yield f"{space}{pattern.name}", list(pattern.pattern.converters)
        elif pattern.namespace != api.urls_namespace:
            yield from pages(
                pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space
            )


def doors(world: World) -> Iterator[Door]:
    for name, arguments in sorted(dict(pages(get_resolver())).items()):
        address = reverse(name, kwargs=world.arguments(name, arguments))
        yield Door(f"GET  {name}", "GET", address)
        yield Door(f"POST {name}", "POST", address)
    document = api.get_openapi_schema()
    for path, operations in document["paths"].items():
        address = re.sub(r"{(\w+)}", lambda found: str(world[found[1]]), path)
        for method, operation in operations.items():
            body = body_of(operation, document["components"]["schemas"], world)
            file = "multipart/form-data" in operation.get("requestBody", {}).get("content", {})
            yield Door(f"{method.upper():4} {path}", method.upper(), address, body, file)


def body_of(operation: Any, schemas: dict[str, Any], world: World) -> dict[str, Any] | None:
    asked = operation.get("requestBody", {}).get("content", {}).get("application/json")
    return example(asked["schema"], schemas, "", world) if asked else None


def knock(client: Client, door: Door) -> str:
    """Try a door, and leave everything as it was."""
    visitor = Client(enforce_csrf_checks=client.handler.enforce_csrf_checks)
    visitor.cookies.update(client.cookies)
    with transaction.atomic():
        if door.takes_a_file:  # an empty one, which whoever may give one is told of
            response = visitor.post(door.address, {"file": SimpleUploadedFile("a.txt", b"")})
        elif door.body is None:
            response = visitor.generic(door.method, door.address)
        else:
            response = visitor.generic(
                door.method, door.address, json.dumps(door.body), content_type="application/json"
            )
        said = in_a_word(response)
        transaction.set_rollback(True)
    return said


def in_a_word(response: Any) -> str:
    if response.headers.get("Location", "").startswith(reverse(settings.LOGIN_URL)):
        return "login"
    status: int = response.status_code
    return WORDS.get(status, str(status))


@pytest.fixture
def world(forum: Forum, anna: User, bo: User, carla: User) -> World:
    return make_world(forum, bo, carla)


@pytest.fixture
def cast(
    world: World, anna: User, bo: User, carla: User, dora: User, erik: User, frida: User
) -> dict[str, Client]:
    people = [None, None, carla, bo, anna, dora, frida, erik]
    known = {name: logged_in(person) for name, person in zip(CAST, people, strict=True)}
    known["guest"].get(reverse("meetings:guest", args=[world["meetings:token"]]))
    return known


def test_every_door_opens_for_whom_the_table_says(world: World, cast: dict[str, Client]) -> None:
    """When a row differs and is what you mean, paste it into the table from what is said here."""
    found = set(rows(world, cast))
    written = set(TABLE.read_text(encoding="utf-8").splitlines()[1:])

    assert "\n".join(sorted(found - written)) == "", "not in the table"
    assert "\n".join(sorted(written - found)) == "", "no longer so"


def rows(world: World, cast: dict[str, Client]) -> Iterator[str]:
    link = world["meetings:token"]
    without = World({**world.things, "meetings:token": f"{link}x"})
    for theirs, others in zip(doors(world), doors(without), strict=True):
        answers = [knock(cast[name], theirs if name == "guest" else others) for name in CAST]
        yield row_of(theirs.name, answers)


def row_of(door: str, answers: list[str]) -> str:
    return f"{door:58} " + " ".join(f"{answer:13}" for answer in answers).rstrip()


def test_no_door_opens_for_a_form_from_another_site(world: World, cast: dict[str, Client]) -> None:
    """Without the token of our own form, whoever is logged in."""
    stranger = Client(enforce_csrf_checks=True)
    stranger.cookies.update(cast["coordinator"].cookies)

    opened = {
        door.name: answer
        for door in doors(world)
        if door.method != "GET" and (answer := knock(stranger, door)) != "403"
    }

    assert opened == {"POST set_language": "done"}
