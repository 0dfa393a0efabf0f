"""A copy of all that is held about one person: for programs (JSON) and for reading (HTML)."""

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Field, ForeignKey, Model
from django.template.loader import render_to_string
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from medborger.core.log import WHAT
from medborger.core.models import LogEntry, Mail
from medborger.meetings.models import Guest
from medborger.people.models import Invitation, User
from medborger.portal.people.held import HELD, Held, rows_of
from medborger.portal.people.labels import label_of

FORMAT = 1
OWN = (
    "email", "name", "phone", "language", "contact_visibility", "is_listed", "is_staff",
    "is_active", "date_joined", "last_login",
)  # fmt: skip


@dataclass(frozen=True)
class Part:
    """One kind of rows: under which key, what it is called, and for each row its fields."""

    key: str
    title: str
    rows: list[list["Value"]]


@dataclass(frozen=True)
class Value:
    key: str
    label: str
    value: Any
    shown: str


def as_zip(person: User) -> bytes:
    """The copy in the person's language, as one file."""
    with translation.override(person.language):
        made_at = timezone.now()
        parts = [*_parts(person)]
        page = {"person": person, "parts": parts, "made_at": made_at, "site": settings.SITE_URL}
        return _packed(
            {
                "medborger.json": json.dumps(
                    _document(parts, made_at), cls=DjangoJSONEncoder, ensure_ascii=False, indent=1
                ),
                "medborger.html": render_to_string("portal/people/copy.html", page),
            }
        )


def _packed(files: dict[str, str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return packed.getvalue()


def _document(parts: list[Part], made_at: Any) -> dict[str, Any]:
    """The rows under the key of their part, after a word on what each key means."""
    return {
        "medborger": {"format": FORMAT, "site": settings.SITE_URL, "made_at": made_at},
        "explained": {
            part.key: {
                "title": part.title,
                "fields": {v.key: v.label for row in part.rows[:1] for v in row},
            }
            for part in parts
        },
        **{part.key: [{v.key: v.value for v in row} for row in part.rows] for part in parts},
    }


def _parts(person: User) -> Iterator[Part]:
    yield Part("person", _("Me"), [[_value(User._meta.get_field(name), person) for name in OWN]])
    for relation, held in HELD.items():
        yield _part(person, relation, held)
    yield Part("letters", _("Letters to me"), [*_letters(person)])
    yield Part("guest", _("Meetings I am invited to as a guest"), [*_as_guest(person)])
    yield Part("open_invitations", _("Invitations to my address"), [*_invitations(person)])


def _part(person: User, relation: str, held: Held) -> Part:
    rows = rows_of(person, relation)
    pointers = [
        field.name for field in rows.model._meta.concrete_fields if isinstance(field, ForeignKey)
    ]
    rows = rows.select_related(*pointers)
    return Part(held.key, str(held.title), [_row(one, held.without) for one in rows])


def _row(row: Model, without: tuple[str, ...] = ()) -> list[Value]:
    return [
        _value(field, row)
        for field in row._meta.concrete_fields
        if field.name not in without and not _is_about_another(field) and not _is_drawn(field)
    ]


def _is_about_another(field: "Field[Any, Any]") -> bool:
    """Which person a row points to is the reader, or somebody whose name is not theirs to take."""
    return isinstance(field, ForeignKey) and field.related_model is User


def _is_drawn(field: "Field[Any, Any]") -> bool:
    """Markdown is in the copy as it was written."""
    return field.name.endswith("_html")


def _value(field: Any, row: Model) -> Value:
    value = getattr(row, field.name)
    label = label_of(field)
    if isinstance(value, Model):
        return Value(field.name, label, str(value), str(value))
    if isinstance(row, LogEntry) and field.name == "what":
        return Value(field.name, label, value, WHAT[value] % {"who": _("I"), "about": _about(row)})
    display = getattr(row, f"get_{field.name}_display", None)
    return Value(field.name, label, value, str(display()) if display else _shown(value))


def _about(entry: LogEntry) -> str:
    return f"{entry.about_model} {entry.about_key}".strip()


def _shown(value: Any) -> str:
    if value is None or value == "":
        return "\u2013"
    if value is True or value is False:
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    if hasattr(value, "hour"):
        return formats.date_format(timezone.localtime(value), "SHORT_DATETIME_FORMAT")
    return str(formats.localize(value))


def _letters(person: User) -> Iterator[list[Value]]:
    told = ("subject", "text", "created_at", "sent_at")
    for letter in Mail.objects.filter(to__iexact=person.email).order_by("pk"):
        yield [_value(Mail._meta.get_field(name), letter) for name in told]


def _invitations(person: User) -> Iterator[list[Value]]:
    told = ("email", "name", "created_at", "expires_at", "withdrawn_at")
    for one in Invitation.objects.filter(email__iexact=person.email, accepted_at=None):
        yield [_value(Invitation._meta.get_field(name), one) for name in told]


def _as_guest(person: User) -> Iterator[list[Value]]:
    for one in Guest.objects.filter(email__iexact=person.email).select_related("meeting"):
        yield _row(one, ("link_number",))
