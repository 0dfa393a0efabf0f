from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from medborger.core.models import Mail
from medborger.forums import actions
from medborger.forums.models import Forum, Message
from medborger.forums.tasks import write_letters
from medborger.people.models import User

WRITTEN: Any = {"subject": "Husk mødet", "text": "Vi ses **torsdag**."}


def test_everybody_else_gets_one_letter_by_errand(
    forum: Forum, anna: User, bo: User, dora: User, run_errands: Callable[[], None]
) -> None:
    message = actions.send_message(dora, forum, **WRITTEN)
    assert Mail.objects.count() == 0
    assert message.recipient_count == 2

    run_errands()
    write_letters.call(message.pk)

    letters = Mail.objects.order_by("to")
    assert [one.to for one in letters] == [anna.email, bo.email]
    assert letters[0].subject == "Husk mødet"
    assert "<strong>torsdag</strong>" in letters[0].html
    assert "Dora Dal skrev dette til alle medlemmer af Klimaforum." in letters[0].text


def test_who_has_closed_the_account_gets_nothing(forum: Forum, bo: User, dora: User) -> None:
    User.objects.filter(pk=bo.pk).update(is_active=False)

    with pytest.raises(actions.NobodyToWriteTo):
        actions.send_message(dora, forum, **WRITTEN)


def test_the_same_preview_is_sent_once(forum: Forum, bo: User, dora: User) -> None:
    key = uuid4()

    first, again = (actions.send_message(dora, forum, **WRITTEN, key=key) for _ in range(2))

    assert first == again
    assert Message.objects.count() == 1


def test_the_preview_says_how_many_get_it_and_shows_it_as_it_will_look(
    client: Client, forum: Forum, anna: User, bo: User, dora: User
) -> None:
    client.force_login(dora)
    url = f"/forummer/{forum.pk}/beskeder/ny/"
    key = client.get(url).context["form"]["key"].value()

    preview = client.post(url, {**WRITTEN, "key": key}).content.decode()

    assert "2 medlemmer får denne besked" in preview
    assert "Send til 2 medlemmer" in preview
    assert "<strong>torsdag</strong>" in preview
    assert "Anna Ager" in preview
    assert Message.objects.count() == 0


def test_a_message_is_sent_from_the_preview_and_found_again(
    client: Client, forum: Forum, bo: User, dora: User
) -> None:
    client.force_login(dora)
    url = f"/forummer/{forum.pk}/beskeder/ny/"

    page = client.post(url, {**WRITTEN, "key": str(uuid4()), "send": "1"}, follow=True)
    assert "Beskeden er på vej til 1 medlem." in page.content.decode()

    client.force_login(bo)
    listed = client.get(f"/forummer/{forum.pk}/beskeder/").content.decode()
    assert "Husk mødet" in listed
    assert client.get(Message.objects.get().get_absolute_url()).status_code == 200


def test_one_can_go_back_and_change_the_text(
    client: Client, forum: Forum, bo: User, dora: User
) -> None:
    client.force_login(dora)

    page = client.post(f"/forummer/{forum.pk}/beskeder/ny/", {**WRITTEN, "edit": "1"})

    assert "Vi ses **torsdag**." in page.content.decode()
    assert "Se den, før den sendes" in page.content.decode()


def test_a_cpr_number_never_reaches_the_preview(
    client: Client, forum: Forum, bo: User, dora: User, cpr: str
) -> None:
    client.force_login(dora)

    page = client.post(
        f"/forummer/{forum.pk}/beskeder/ny/", {**WRITTEN, "text": f"Om {cpr}", "send": "1"}
    )

    assert page.context["form"].errors.as_data()["text"][0].code == "cpr"
    assert Message.objects.count() == 0
