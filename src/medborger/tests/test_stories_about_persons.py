"""A text about one person is asked about: on the page and in the API, with a reason to go on."""

import json
from typing import Any

import pytest
from django.test import Client

from medborger.config.api import api
from medborger.core.guard import HEADER, StoryReason
from medborger.core.models import LogEntry
from medborger.forums.models import Application, Forum
from medborger.people.models import User

STORY = "Jeg kender kvarteret.\nEn 16-årig dreng fra blok 4 blev anholdt for vold i går."
CALM = "Jeg kender kvarteret og vil gerne tale om legepladser."


@pytest.fixture
def open_forum(public: Forum) -> Forum:
    public.way_in = Forum.WayIn.APPLICATION
    public.save()
    return public


def logged() -> list[tuple[str, str, int | None]]:
    return [
        (one.what, str(one.by), one.forum_id)
        for one in LogEntry.objects.filter(what__startswith="core.story")
    ]


def apply(client: Client, forum: Forum, text: str, **typed: str) -> Any:
    return client.post(f"/forummer/{forum.pk}/soeg/", {"text": text, **typed})


def send(client: Client, forum: Forum, text: str, reason: str = "") -> Any:
    headers = {HEADER: reason} if reason else {}
    return client.post(
        f"/api/forums/{forum.pk}/applications/",
        json.dumps({"text": text}),
        content_type="application/json",
        headers=headers,
    )


def test_the_page_asks_offers_reasons_and_shows_where_to_turn(
    client: Client, open_forum: Forum, carla: User
) -> None:
    client.force_login(carla)

    asked = apply(client, open_forum, STORY).content.decode()

    assert 'href="/bekymret/"' in asked
    assert all(f'value="{reason}"' in asked for reason in StoryReason.values)
    assert "16-årig" in asked
    assert not Application.objects.exists()
    assert logged() == []


@pytest.mark.parametrize("given", ["1", "because", ""])
def test_what_is_no_reason_is_not_taken_for_one(
    client: Client, open_forum: Forum, carla: User, given: str
) -> None:
    client.force_login(carla)
    apply(client, open_forum, STORY, guard_acknowledged=given)

    assert not Application.objects.exists()
    assert send(client, open_forum, STORY, given).status_code == 422


def test_with_a_reason_it_is_stored_and_the_reason_is_logged(
    client: Client, open_forum: Forum, carla: User
) -> None:
    client.force_login(carla)
    apply(client, open_forum, STORY, guard_acknowledged="agreed")

    assert Application.objects.get().text.replace("\r", "") == STORY
    assert logged() == [("core.story_agreed", "Carla Cedertræ", open_forum.pk)]


def test_a_reason_for_nothing_is_not_logged(client: Client, open_forum: Forum, carla: User) -> None:
    client.force_login(carla)
    apply(client, open_forum, CALM, guard_acknowledged="agreed")

    assert Application.objects.exists()
    assert logged() == []


def test_the_api_says_in_which_line(client: Client, open_forum: Forum, carla: User) -> None:
    client.force_login(carla)

    answer = send(client, open_forum, STORY)

    assert answer.status_code == 422
    (problem,) = answer.json()["detail"]
    assert (problem["type"], problem["ctx"], problem["loc"][-1]) == (
        "person_story",
        {"line": 2},
        "text",
    )
    assert "16-årig" not in answer.content.decode()
    assert not Application.objects.exists()


def test_the_api_takes_a_reason_in_its_header(
    client: Client, open_forum: Forum, carla: User
) -> None:
    client.force_login(carla)

    assert send(client, open_forum, STORY, "no_real_person").status_code == 201
    assert logged() == [("core.story_no_real_person", "Carla Cedertræ", open_forum.pk)]


def test_no_reason_lets_a_cpr_number_in(
    client: Client, open_forum: Forum, carla: User, cpr: str
) -> None:
    client.force_login(carla)

    answer = send(client, open_forum, f"Hej\n\n{cpr}", "agreed")

    assert answer.status_code == 422
    (problem,) = answer.json()["detail"]
    assert (problem["type"], problem["ctx"]) == ("cpr", {"line": 3})
    assert cpr not in answer.content.decode()


def test_the_document_of_the_api_tells_of_the_header() -> None:
    document = api.get_openapi_schema()
    writing = [
        operation
        for path in document["paths"].values()
        for operation in path.values()
        if "requestBody" in operation
    ]

    assert len(writing) >= 4
    for operation in writing:
        (told,) = [one for one in operation["parameters"] if one["name"] == HEADER]
        assert told["schema"]["enum"] == StoryReason.values
