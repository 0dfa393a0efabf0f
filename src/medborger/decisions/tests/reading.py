"""Pages as a browser gets them, and what it sends back."""

from html import unescape

from django.test import Client
from django.urls import reverse

from medborger.decisions.models import Case
from medborger.people.models import User

IMPORT, SAVE = reverse("decisions:import_case"), reverse("decisions:save_import")


def read(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200, url
    return unescape(response.content.decode())


def parts(name: str, day: int, month: int, year: int) -> dict[str, str]:
    return {f"{name}_day": str(day), f"{name}_month": str(month), f"{name}_year": str(year)}


def sent(form: object) -> dict[str, str]:
    """What a browser sends back of a form that nobody has touched."""
    data: dict[str, str] = {}
    for bound in form:  # type: ignore[attr-defined]
        value = bound.value()
        if hasattr(value, "year"):
            data |= parts(bound.html_name, value.day, value.month, value.year)
        elif value is True:
            data[bound.html_name] = "on"
        elif value not in (None, False):
            data[bound.html_name] = str(getattr(value, "pk", value))
    return data


def save(client: Client, person: User, text: str, **corrections: str) -> Case:
    """Paste, look through, correct, save."""
    client.force_login(person)
    preview = client.post(IMPORT, {"text": text}).context["form"]
    client.post(SAVE, sent(preview) | corrections)
    return Case.objects.latest("pk")
