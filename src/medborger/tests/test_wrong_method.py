"""An address that only takes a form says so to whoever reloads it."""

import pytest
from django.test import Client

from medborger.people.models import User


@pytest.mark.django_db
def test_a_reloaded_form_address_answers_with_a_page(client: Client, frida: User) -> None:
    client.force_login(frida)
    answer = client.get("/sager/1/slet/")

    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert "Her kan man kun sende en formular" in answer.content.decode()
