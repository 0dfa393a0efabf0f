"""What a file of organisations would change, before anything is changed."""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, field

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from civicmetrics.personal_data import scan
from civicmetrics.tables import plain
from medborger.areas.queries.columns import (
    AREAS,
    COLUMNS,
    ID,
    KIND,
    ROOF,
    key_of,
    kind_of,
    served_by_all,
)
from medborger.areas.queries.places import NoSuchArea, Places, SeveralAreas
from medborger.core.guard import refuse_cpr
from medborger.people.models import Organisation

FEW_DIGITS = 6
# A telephone or CVR number, as most rows have them: two digits short of a CPR number.
_EIGHT_DIGITS = re.compile(r"(?:[0-9] ?){8}")
LONGEST_ECHO = 60
URL = forms.URLField(assume_scheme="https")
Rows = Sequence[tuple[int, Sequence[str]]]
ONE_LINE = {"name", "cvr", "website", "public_email", "public_phone"}
OWN = ["name", KIND, "cvr", "offers", "website", "public_email", "public_phone"]


@dataclass(frozen=True)
class Problem:
    """What is wrong, and where. Row 0 is the file as a whole."""

    row: int
    column: str
    text: str


@dataclass(frozen=True)
class Changed:
    column: str
    before: str
    after: str


@dataclass
class Change:
    """What one row does to one organisation, which holds the new values."""

    row: int
    organisation: Organisation
    changed: list[Changed] = field(default_factory=list)
    areas: set[int] | None = None
    roof_written: str | None = None

    @property
    def is_new(self) -> bool:
        return self.organisation.pk is None


@dataclass
class Plan:
    new: list[Change] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)
    stories: list[Problem] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)

    @property
    def changes(self) -> list[Change]:
        return [*self.new, *self.changed]

    @property
    def fingerprint(self) -> str:
        """The same for the same changes, so that a yes is to what was seen."""
        seen = [(one.row, one.organisation.pk, one.changed) for one in self.changes]
        return hashlib.sha256(repr(seen).encode("utf-8", "replace")).hexdigest()


def plan(headings: Sequence[str], rows: Rows, *, is_guarded: bool = False) -> Plan:
    """Compare a file with what is here. `is_guarded` when its texts have passed the guard before."""
    return _Reader(headings, is_guarded=is_guarded).read(rows)


class _Reader:
    def __init__(self, headings: Sequence[str], *, is_guarded: bool) -> None:
        self.plan = Plan()
        self.is_guarded = is_guarded
        self.keys = [key_of(heading) for heading in headings]
        self.headings = {key: text for key, text in zip(self.keys, headings, strict=True) if key}
        self.names = {column.key: str(column.heading) for column in COLUMNS}
        self.kinds = {value: str(label) for value, label in Organisation.Kind.choices}
        self.known = {one.pk: one for one in Organisation.objects.order_by("pk")}
        for one in self.known.values():
            if one.under_roof_of_id:
                one.under_roof_of = self.known[one.under_roof_of_id]
        self.served = served_by_all()
        self.places = Places()
        self.by_cvr = {one.cvr: one for one in self.known.values() if one.cvr}
        self.by_name: dict[str, list[Organisation]] = defaultdict(list)
        for one in self.known.values():
            self.by_name[_key(one.name)].append(one)
        texts = ((one.name, plain(one.offers)) for one in self.known.values())
        self.read_before = {text for both in texts for text in both}
        self._check_headings(headings)

    def _check_headings(self, headings: Sequence[str]) -> None:
        unknown = (text for text, key in zip(headings, self.keys, strict=True) if not key)
        for text in unknown:
            if any(one.level == "block" for one in scan(text)):
                self._wrong(1, "", _("Delete the CPR number. Nothing of the file is kept."))
            else:
                self.plan.ignored.append(text[:LONGEST_ECHO])
        for key, count in Counter(key for key in self.keys if key).items():
            if count > 1:
                self._wrong(1, key, _("Two columns have this heading. Delete one."))
        if not {ID, "name", "cvr"} & self.headings.keys():
            names = ", ".join(str(column.heading) for column in COLUMNS[:4])
            self.plan.problems.append(
                Problem(1, "", _("The first row has no headings that we know, such as %s.") % names)
            )

    def read(self, rows: Rows) -> Plan:
        if self.plan.problems:
            return self.plan
        found = [change for at, cells in rows if (change := self._row(at, cells))]
        self._each_once(found)
        self._put_under_roofs(found)
        self._names_and_numbers_once(found)
        self._no_roof_is_its_own(found)
        for change in found:
            self._sort(change)
        self.plan.problems.sort(key=lambda one: one.row)
        return self.plan

    def _sort(self, change: Change) -> None:
        if change.is_new:
            self.plan.new.append(change)
        elif change.changed:
            self.plan.changed.append(change)
        else:
            self.plan.unchanged += 1

    def _wrong(self, row: int, key: str, text: str) -> None:
        column = self.headings.get(key) or (self._heading(key) if key else "")
        self.plan.problems.append(Problem(row, column, text))

    # --- one row ---

    def _row(self, at: int, cells: Sequence[str]) -> Change | None:
        if any(cells[len(self.keys) :]):
            self._wrong(at, "", _("The row has more cells than there are headings."))
            return None
        sent = {key: cell for key, cell in zip(self.keys, cells, strict=False) if key}
        if not any(sent.values()):
            return None
        before = len(self.plan.problems)
        if not self.is_guarded:
            self._guard(at, sent)
        known = self._meant(at, sent) if len(self.plan.problems) == before else None
        if len(self.plan.problems) > before:
            return None
        change = Change(at, copy(known) if known else Organisation())
        for key in OWN:
            if key in sent or known is None:
                self._set(change, key, sent.get(key, ""))
        if AREAS in sent:
            self._set_areas(change, sent[AREAS])
        change.roof_written = sent.get(ROOF)
        return change

    def _guard(self, at: int, sent: dict[str, str]) -> None:
        """Before any message repeats what a cell says. A CPR number has more than a few digits."""
        for key, cell in sent.items():
            if cell in self.read_before:
                continue
            is_prose = key in ("name", "offers")
            if (is_prose and cell) or _may_hold_cpr(cell):
                found = scan(cell)
                if any(one.level == "block" for one in found):
                    self._wrong(at, key, _("Delete the CPR number. Nothing of the file is kept."))
                elif is_prose and any(one.kind == "person_story" for one in found):
                    said = _("It reads like a story about one person.")
                    self.plan.stories.append(Problem(at, self.headings[key], said))

    def _meant(self, at: int, sent: dict[str, str]) -> Organisation | None:
        """By its number; else by its CVR number; else by its name."""
        if number := sent.get(ID, ""):
            known = self.known.get(int(number)) if re.fullmatch(r"[0-9]{1,18}", number) else None
            if known is None:
                said = _("No organisation has the number %s. Leave the cell empty for a new one.")
                self._wrong(at, ID, said % number[:LONGEST_ECHO])
            return known
        cvr = own_field("cvr").to_python(sent.get("cvr", ""))
        if cvr in self.by_cvr:
            return self.by_cvr[cvr]
        called = self.by_name.get(_key(sent.get("name", "")), [])
        exactly = [one for one in called if one.name == sent["name"]] or called
        if len(exactly) > 1:
            self._wrong(at, "name", _("Several organisations have this name. Write their numbers."))
        return exactly[0] if exactly else None

    def _set(self, change: Change, key: str, written: str) -> None:
        one = change.organisation
        before = str(getattr(one, key) or "")
        text = kind_of(written) if key == KIND else written
        is_empty = not text and not before and key not in ("name", KIND)
        if is_empty or (one.pk and _shown(key, text) == _shown(key, before)):
            return
        value = self._clean(change, key, text)
        if value is None or (one.pk and value == before):
            return
        setattr(one, key, value)
        told = (self._told(key, before), self._told(key, value))
        change.changed.append(Changed(self._heading(key), *told))

    def _clean(self, change: Change, key: str, text: str) -> str | None:
        field = own_field(key)
        if not field.blank and not text:
            self._wrong(change.row, key, _("This must be filled in"))
            return None
        try:
            if key == "website":
                text = str(URL.to_python(text))
            if self.is_guarded:
                return str(field.to_python(text))
            value = str(field.to_python(_shown(key, text)))
            field.validate(value, change.organisation)
            for check in field.validators:
                if check is not refuse_cpr:  # `_guard` has done so, once for both of its answers
                    check(value)
        except ValidationError as wrong:
            self._wrong(change.row, key, _said(key, wrong))
            return None
        return value

    def _set_areas(self, change: Change, written: str) -> None:
        found = {
            self._area(change.row, name) for name in re.split(r"[;\n]", written) if name.strip()
        }
        areas = {pk for pk in found if pk is not None}
        before = self.served.get(change.organisation.pk or 0, set())
        if None not in found and areas != before:
            change.areas = areas
            told = (self._labels(before), self._labels(areas))
            change.changed.append(Changed(self._heading(AREAS), *told))

    def _area(self, row: int, name: str) -> int | None:
        try:
            return self.places.find(name.strip())
        except NoSuchArea:
            self._wrong(row, AREAS, _("We know no area called “%s”.") % plain(name)[:LONGEST_ECHO])
        except SeveralAreas as several:
            said = _("Several areas are called “%(name)s”. Write one of these: %(labels)s.")
            names = {"name": plain(name)[:LONGEST_ECHO], "labels": "; ".join(several.labels)}
            self._wrong(row, AREAS, said % names)
        return None

    def _labels(self, areas: set[int]) -> str:
        return "; ".join(sorted(self.places.label(pk) for pk in areas))

    def _heading(self, key: str) -> str:
        return self.names[key]

    def _told(self, key: str, value: str) -> str:
        return self.kinds.get(value, value) if key == KIND else value

    # --- all rows together ---

    def _each_once(self, changes: list[Change]) -> None:
        first: dict[int, int] = {}
        for change in changes:
            pk = change.organisation.pk
            if pk and first.setdefault(pk, change.row) != change.row:
                said = _("This is the same organisation as in row %s.") % first[pk]
                self._wrong(change.row, "name" if "name" in self.headings else ID, said)

    def _put_under_roofs(self, changes: list[Change]) -> None:
        """A roof may be in the file itself, also further down, and by the name it gets there."""
        now = self.known | {change.organisation.pk: change.organisation for change in changes}
        roofs = [*now.values(), *(change.organisation for change in changes)]
        named = {_key(one.name): one for one in roofs}
        numbered = {one.cvr: one for one in roofs if one.cvr}
        for change in changes:
            if change.roof_written is not None:
                self._set_roof(change, change.roof_written, named, numbered)

    def _set_roof(
        self,
        change: Change,
        written: str,
        named: dict[str, Organisation],
        numbered: dict[str, Organisation],
    ) -> None:
        before = self.known.get(change.organisation.under_roof_of_id or 0)
        if _key(written) == _key(before.name if before else ""):
            return
        cvr = own_field("cvr").to_python(written)
        roof = (named.get(_key(written)) or numbered.get(cvr)) if written else None
        if written and roof is None:
            said = _("No organisation here or in the file is called “%s” or has it as CVR number.")
            self._wrong(change.row, ROOF, said % plain(written)[:LONGEST_ECHO])
            return
        if roof is not None and before is not None and roof.pk == before.pk:
            return
        change.organisation.under_roof_of = roof
        told = (before.name if before else "", roof.name if roof else "")
        change.changed.append(Changed(self._heading(ROOF), *told))

    def _names_and_numbers_once(self, changes: list[Change]) -> None:
        touched = {change.organisation.pk for change in changes}
        rest = [one for one in self.known.values() if one.pk not in touched]
        for key, said in (
            ("name", _("There is an organisation with this name already.")),
            ("cvr", _("There is an organisation with this CVR number already.")),
        ):
            taken = {_key(getattr(one, key)) for one in rest}
            for change in changes:
                value = _key(getattr(change.organisation, key))
                if value and value in taken and _is_among(change, self._heading(key)):
                    self._wrong(change.row, key, said)
                taken.add(value)

    def _no_roof_is_its_own(self, changes: list[Change]) -> None:
        now = {change.organisation.pk: change.organisation for change in changes}
        ends: dict[int, bool] = {}  # whether the way up from each that was passed comes to an end
        for change in changes:
            if not _is_among(change, self._heading(ROOF)):
                continue
            passed: set[int] = set()
            at: Organisation | None = change.organisation
            while at is not None and id(at) not in ends and id(at) not in passed:
                passed.add(id(at))
                above = at.under_roof_of
                at = now.get(above.pk, above) if above and above.pk else above
            comes_to_an_end = at is None or ends.get(id(at), False)
            ends |= dict.fromkeys(passed, comes_to_an_end)
            if not comes_to_an_end:
                said = _("Choose another than this one and those that are under its roof.")
                self._wrong(change.row, ROOF, said)


def _may_hold_cpr(cell: str) -> bool:
    return sum(map(str.isdigit, cell)) >= FEW_DIGITS and not _EIGHT_DIGITS.fullmatch(cell)


def _is_among(change: Change, heading: str) -> bool:
    return any(one.column == heading for one in change.changed)


def _key(name: str) -> str:
    return " ".join(plain(name).lower().split())


def _shown(key: str, text: str) -> str:
    """The text as a file and the database both carry it."""
    shown = plain(text)
    return " ".join(shown.splitlines()) if key in ONE_LINE else shown


def _said(key: str, wrong: ValidationError) -> str:
    """Our words for what Django says only that it is not valid."""
    ours = {
        KIND: _("Write one of the kinds that the help names."),
        "website": _("Write the whole address, for example https://example.org"),
        "public_email": _("Write the whole address, for example name@example.org"),
    }
    return ours.get(key) or " ".join(wrong.messages)


def own_field(key: str) -> "models.Field[str, str]":
    field = Organisation._meta.get_field(key)
    assert isinstance(field, models.Field)  # noqa: S101
    return field
