"""The columns of the file of organisations, which is the same out and in."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from civicmetrics import tables
from medborger.areas.queries.places import Places, Serves
from medborger.people.models import Organisation

ID, ROOF, AREAS, KIND = "id", "under_roof_of", "areas_served", "kind"


@dataclass(frozen=True)
class Column:
    key: str
    heading: Promise
    meaning: Promise
    example: Promise | str


COLUMNS = [
    Column(
        ID,
        _("Number"),
        _("The organisation's number here. Leave it empty for a new one, and never change it."),
        "17",
    ),
    Column(
        "name",
        _("Name"),
        _("No two organisations have the same name. A new one must have it."),
        _("The Harbour's Food Club"),
    ),
    Column(KIND, _("Kind"), _("One of the kinds below. A new one must have it."), _("association")),
    Column(
        "cvr",
        _("CVR number"),
        _("The eight digits. No two organisations have the same."),
        "13585628",
    ),
    Column(
        ROOF,
        _("Under the roof of"),
        _("Name or CVR number of an organisation that is here or in the file."),
        _("The Citizens' House"),
    ),
    Column(
        AREAS,
        _("Areas"),
        _(
            "Names or codes of the areas it serves, with a semicolon between. When several areas have"
            " the name, write what the area lies in after it: Centre (Fjordby)."
        ),
        _("The Harbour; Fjordby"),
    ),
    Column(
        "offers",
        _("What it offers"),
        _("A few sentences about the work. Nothing about single persons."),
        _("Dinner for 80 every Thursday."),
    ),
    Column("website", _("Website"), _("The whole address."), "https://example.org"),
    Column("public_email", _("E-mail"), _("An address that everyone may see."), "post@example.org"),
    Column(
        "public_phone",
        _("Telephone"),
        _("Eight digits, or + and the country code first."),
        "12 34 56 78",
    ),
]
KEYS = [column.key for column in COLUMNS]


def headings() -> list[str]:
    return [str(column.heading) for column in COLUMNS]


@cache
def called() -> dict[str, str]:
    """The key of each column by all that it may be called: Danish, English or as in the API."""
    names = {_plain(column.key): column.key for column in COLUMNS}
    for language in ("da", "en"):
        with override(language):
            names |= {_plain(str(column.heading)): column.key for column in COLUMNS}
    return names


def key_of(heading: str) -> str | None:
    return called().get(_plain(heading))


@cache
def kinds() -> dict[str, str]:
    """The value of each kind by its Danish and English word, and by itself."""
    words = {value: value for value in Organisation.Kind.values}
    for language in ("da", "en"):
        with override(language):
            words |= {_plain(str(kind.label)): kind.value for kind in Organisation.Kind}
    return words


def kind_of(written: str) -> str:
    """The kind that is meant, or what was written when it is none."""
    return kinds().get(_plain(written), written)


def _plain(text: str) -> str:
    return " ".join(text.replace("-", " ").replace("_", " ").lower().split())


# --- out ---


def cells(organisations: Iterable[Organisation], places: Places) -> Iterator[list[str]]:
    """A row of texts for each. Expects `under_roof_of` and `areas_served` to be fetched."""
    for one in organisations:
        areas = (places.label(area.pk) for area in one.areas_served.all())
        special = {
            ID: str(one.pk),
            KIND: str(capfirst(one.get_kind_display())),
            ROOF: one.under_roof_of.name if one.under_roof_of else "",
            AREAS: "; ".join(sorted(areas)),
        }
        yield [special[key] if key in special else getattr(one, key) for key in KEYS]


def served_by_all() -> dict[int, set[int]]:
    """The areas of every organisation, in one query."""
    found: dict[int, set[int]] = {}
    for organisation, area in Serves.objects.values_list("organisation_id", "area_id"):
        found.setdefault(organisation, set()).add(area)
    return found


def knows(heading: str) -> bool:
    return key_of(heading) is not None


def as_file(rows: Sequence[Sequence[str]], form: str) -> bytes:
    if form == "xlsx":
        return tables.to_xlsx(headings(), rows, str(_("Organisations")))
    return tables.to_csv(headings(), rows)
