"""The API against its own document: whatever a program sends, the mistake is never ours."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from schemathesis.core.result import Ok

from medborger.config.api import api
from medborger.forums.models import Forum
from medborger.people.models import User
from medborger.tests.cast_in_town import World, make_world

EXAMPLES = 60


def operations() -> Iterator[Any]:
    for found in schemathesis.openapi.from_dict(api.get_openapi_schema()).get_all_operations():
        assert isinstance(found, Ok), found
        yield pytest.param(found.ok(), id=found.ok().label)


@pytest.fixture
def world(forum: Forum, anna: User, bo: User, carla: User) -> World:
    return make_world(forum, bo, carla)


@pytest.mark.parametrize("operation", [*operations()])
def test_nothing_a_program_sends_is_too_much_for_us(
    operation: Any, world: World, dora: User
) -> None:
    """Asked by one who coordinates the forum and administers the site, so that most doors open."""
    User.objects.filter(pk=dora.pk).update(is_staff=True)
    program = Client(raise_request_exception=False)
    program.force_login(dora)

    @settings(
        max_examples=EXAMPLES, database=None, suppress_health_check=list(HealthCheck), deadline=None
    )
    @given(case=operation.as_strategy())
    def send(case: Any) -> None:
        with transaction.atomic():
            answer = _send(program, case, world)
            transaction.set_rollback(True)
        assert answer.status_code < 500, case.as_curl_command()

    send()


def _send(program: Client, case: Any, world: World) -> Any:
    address = case.path.format(**{name: world[name] for name in case.path_parameters})
    body: dict[str, Any] = {}
    if case.media_type == "application/json":
        body = {"data": json.dumps(case.body), "content_type": case.media_type}
    return program.generic(
        case.method,
        address,
        query_params=dict(case.query or {}),
        headers=dict(case.headers or {}),
        **body,
    )
