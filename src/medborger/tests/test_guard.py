"""Whatever people can write in is guarded: model fields, forms, and what programs send."""

import inspect
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.test import Client
from django.urls import get_resolver
from pydantic import AfterValidator, BaseModel

from medborger.config.api import api
from medborger.core.forms import GuardedForm, GuardedModelForm
from medborger.core.guard import LONGEST, GuardedStr, refuse_cpr
from medborger.core.text_scan import GUARDED, guarded_fields
from medborger.forums.models import Forum
from medborger.people.models import Invitation, User
from medborger.portal import showcase

# Codes, digests, numbers with a form of their own, and what we write ourselves.
NOT_PROSE = {
    "areas.Area.code",
    "areas.Area.dagi_code",
    "core.LogEntry.about_key",
    "core.LogEntry.about_model",
    "core.LogEntry.once",
    "core.LogEntry.what",
    "core.Mail.calendar",
    "core.Mail.html",
    "core.Mail.problem",
    "core.Mail.subject",
    "core.Mail.text",
    "core.Mail.to",
    "core.RetentionRun.kind",
    "core.TextFinding.field",
    "core.TextFinding.fingerprint",
    "core.TextFinding.kind",
    "core.TextFinding.level",
    "core.TextFinding.model",
    "core.TextScan.at_model",
    "core.SharedValue.cache_key",
    "core.SharedValue.value",
    "core.StoredFile.content_type",
    "core.StoredFile.key",
    "core.StoredFile.sha256",
    "decisions.Case.fingerprint",
    "decisions.Case.kle_number",
    "decisions.ImportIn.municipality",
    "decisions.ImportIn.text",  # read through once it is known who asks
    "forums.GroupRole.issuer",  # one of those in the settings
    "people.Invitation.digest",
    "people.Organisation.cvr",
    "people.Token.digest",
    "people.User.password",
}


def ours(thing: type) -> bool:
    return thing.__module__.startswith("medborger.") and ".tests." not in thing.__module__


def test_every_text_field_of_a_model_is_guarded() -> None:
    guarded = guarded_fields()
    unguarded = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if ours(model)
        for field in model._meta.concrete_fields
        if isinstance(field, (models.CharField, models.TextField))
        and field.name not in guarded.get(model._meta.label, [])
        and not field.choices
        and not is_rendered(model, field.name)
    }

    assert unguarded == {name for name in NOT_PROSE if "In." not in name}


def is_rendered(model: type[models.Model], name: str) -> bool:
    """Say whether the field holds the HTML of a guarded one."""
    source = name.removesuffix("_html")
    return source != name and isinstance(model._meta.get_field(source), GUARDED)


def test_what_is_too_long_is_not_read_through(client: Client, bo: User, forum: Forum) -> None:
    """Millions of digits would hold up everybody else for a minute."""
    with pytest.raises(ValidationError) as refused:
        refuse_cpr("1 " * LONGEST)
    client.force_login(bo)
    sent = {"text": "1 " * LONGEST}
    address = f"/api/forums/{forum.pk}/applications/"
    answer = client.post(address, sent, content_type="application/json")

    assert refused.value.code == "too_long"
    assert (answer.status_code, answer.json()["detail"][0]["type"]) == (422, "too_long")


def test_a_number_before_the_at_of_an_address_is_refused_and_not_repeated(
    client: Client, erik: User, cpr: str
) -> None:
    typed = f"{cpr}@example.org"
    asked = client.post("/log-ind/", {"email": typed})
    client.force_login(erik)
    invited = client.post("/invitationer/", {"email": f"anna@example.org\n{typed}"})

    assert [asked.status_code, invited.status_code] == [200, 200]
    assert "account_login" not in client.session
    said = [str(invited.context["form"].errors), str(asked.context["form"].errors)]
    assert [("CPR" in one, cpr in one) for one in said] == [(True, False)] * 2
    assert not Invitation.objects.exists()


def test_every_form_inherits_the_guard() -> None:
    loose = [form for form in all_forms() if not issubclass(form, (GuardedForm, GuardedModelForm))]

    assert [form.__name__ for form in loose if not form.__name__.endswith("Filter")] == []


def test_every_text_field_of_a_form_is_guarded(cpr: str) -> None:
    open_doors = [
        f"{form.__name__}.{name}"
        for form in all_forms()
        if not form.__name__.endswith("Filter")
        for name, field in form.base_fields.items()
        if is_text(field) and not refuses(form, name, field, cpr)
    ]

    assert open_doors == []


def all_forms() -> list[type[forms.Form]]:
    """But for those that are only shown, and allauth's, which take an address or a code we sent."""
    assert get_resolver().url_patterns  # every view is imported by now, and so every form
    found = [form for form in descendants(forms.BaseForm) if ours(form) and form.base_fields]
    return [form for form in found if not is_shown_only(form) and not is_of_allauth(form)]


def is_shown_only(form: type[forms.Form]) -> bool:
    return form.__module__ == showcase.__name__


def is_of_allauth(form: type[forms.Form]) -> bool:
    return any(parent.__module__.startswith("allauth.") for parent in form.__mro__)


def descendants(parent: type[Any]) -> Iterator[type[Any]]:
    for child in parent.__subclasses__():
        yield child
        yield from descendants(child)


def is_text(field: forms.Field) -> bool:
    return isinstance(field, forms.CharField) and not isinstance(field, forms.UUIDField)


def refuses(form: type[forms.Form], name: str, field: forms.Field, cpr: str) -> bool:
    """By its own validator, by the model's, or because it takes nothing of this shape."""
    model = getattr(getattr(form, "_meta", None), "model", None)
    own = [known for known in model._meta.get_fields() if known.name == name] if model else []
    if any(isinstance(known, GUARDED) for known in own) or refuse_cpr in field.validators:
        return True
    if f"{model._meta.label if model else ''}.{name}" in NOT_PROSE:
        return True
    shape = {forms.EmailField: f"{cpr}@example.org", forms.URLField: f"https://example.org/{cpr}"}
    try:
        field.clean(shape.get(type(field), cpr))
    except ValidationError:
        return True
    return False


def test_every_text_that_programs_send_is_guarded() -> None:
    open_doors = {
        f"{schema.__module__.split('.')[1]}.{schema.__name__}.{name}"
        for schema in bodies()
        for name, field in schema.model_fields.items()
        if any(bare(field.annotation, field.metadata))
    }

    assert open_doors - NOT_PROSE == set()


def bodies() -> set[type[BaseModel]]:
    """What the operations of the API take as their body, and what that is made of."""
    sent = {
        parameter.annotation
        for _prefix, router in api._routers
        for view in router.path_operations.values()
        for operation in view.operations
        for parameter in inspect.signature(operation.view_func).parameters.values()
    }
    found = {schema for one in sent for schema in inside(one)}
    return {one for one in found if not one.__name__.endswith("Search")}  # they store nothing


def inside(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
        for field in annotation.model_fields.values():
            yield from inside(field.annotation)
    for part in get_args(annotation):
        yield from inside(part)


def bare(annotation: Any, metadata: list[Any]) -> Iterator[str]:
    """A word for each unguarded str in the annotation."""
    guards = [one for one in get_args(GuardedStr) if isinstance(one, AfterValidator)]
    if any(one in guards for one in (*metadata, *get_args(annotation))):
        return
    if annotation is str:
        yield "str"
    for part in get_args(annotation):
        yield from bare(part, [])
