"""Two organisations turn out to be one. What points at the one is made to point at the other.

Whatever points at an organisation is found by asking the models, so no context is forgotten, and
what was done is written down exactly enough to be taken back.
"""

from collections import defaultdict
from collections.abc import Mapping
from itertools import combinations
from typing import Any, TypedDict, cast

from django.apps import apps
from django.core import serializers
from django.db import IntegrityError, models, transaction
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from medborger.areas.models import Merger
from medborger.areas.queries.merging import pointing_at
from medborger.core.log import record
from medborger.core.refusals import Refusal
from medborger.people.models import Affiliation, Organisation, User


class CannotMerge(Refusal):
    """They may not be one: itself, or one is of the administration and the other is not."""

    text = _("They cannot become one. Nothing was changed.")


class CannotUndo(Refusal):
    text = _("It cannot be taken back: the time is over, or the name is taken.")


class Undo(TypedDict):
    """What it takes to take a merger back."""

    kept: int
    gone: str  # the row that went, as JSON
    before: dict[str, Any]  # values of the kept one, and what they became
    after: dict[str, Any]
    moved: list[tuple[str, str, list[Any], Any, Any]]  # model, field, rows, from, to
    dropped: list[str]  # rows that fell together with others, as JSON
    settled: list[tuple[str, str, str]]  # rows that took another over: before, after, the other


@transaction.atomic
def merge(by: User, gone: Organisation, kept: Organisation, values: Mapping[str, Any]) -> Merger:
    """Make `gone` a part of `kept`, which gets `values`. All or nothing."""
    locked = Organisation.objects.select_for_update().in_bulk([gone.pk, kept.pk])
    if len(locked) < 2 or gone.is_municipal != kept.is_municipal:
        raise CannotMerge
    gone, kept = locked[gone.pk], locked[kept.pk]
    undo = Undo(
        kept=kept.pk, gone=_as_json(gone), before={}, after={}, moved=[], dropped=[], settled=[]
    )
    before = _values(kept)
    _move_all(gone, kept, undo)
    _settle_affiliations(kept, undo)
    _delete(gone)
    _take_values(kept, values)
    after = _values(kept)
    undo["after"] = {name: value for name, value in after.items() if before[name] != value}
    undo["before"] = {name: before[name] for name in undo["after"]}
    record(by, "people.merge_organisations", kept)
    return Merger.objects.create(gone_id=gone.pk, gone_name=gone.name, kept=kept, by=by, undo=undo)


def _move_all(loser: Model, winner: Model, undo: Undo) -> None:
    for model, field in pointing_at(type(loser)):
        rows = model._base_manager.filter(**{field.name: loser.pk})
        keys = list(rows.order_by("pk").values_list("pk", flat=True))
        if keys and not _moved(model, field, keys, loser, winner, undo):
            for key in keys:
                if not _moved(model, field, [key], loser, winner, undo):
                    _let_fall(model._base_manager.get(pk=key), field, winner, undo)


def _moved(
    model: type[Model], field: "models.ForeignKey[Any, Any]", keys: list[Any], loser: Model,
    winner: Model, undo: Undo,
) -> bool:  # fmt: skip
    try:
        with transaction.atomic():
            model._base_manager.filter(pk__in=keys).update(**{field.name: winner.pk})
    except IntegrityError:
        return False
    undo["moved"].append((model._meta.label, field.name, keys, loser.pk, winner.pk))
    return True


def _let_fall(row: Model, field: "models.ForeignKey[Any, Any]", winner: Model, undo: Undo) -> None:
    """The winner has such a row already: what points at this one is made to point at that."""
    twin = _twin(row, field, winner)
    if twin is None:
        raise CannotMerge
    _move_all(row, twin, undo)
    undo["dropped"].append(_as_json(row))
    _delete(row)


def _twin(row: Model, field: "models.ForeignKey[Any, Any]", winner: Model) -> Model | None:
    for names in _unique_sets(type(row)):
        if field.name in names:
            same = {name: getattr(row, name) for name in names} | {field.name: winner}
            found = type(row)._base_manager.filter(**same).exclude(pk=row.pk).first()
            if found:
                return found
    return None


def _unique_sets(model: type[Model]) -> list[tuple[str, ...]]:
    fields = [(one.name,) for one in model._meta.concrete_fields if one.unique]
    constraints = [tuple(one.fields) for one in model._meta.total_unique_constraints]
    conditional = [
        tuple(one.fields)
        for one in model._meta.constraints
        if isinstance(one, models.UniqueConstraint) and one.condition is not None
    ]
    return [*fields, *constraints, *conditional, *map(tuple, model._meta.unique_together)]


def _settle_affiliations(kept: Organisation, undo: Undo) -> None:
    """Who spoke for both in the same time speaks for the one once."""
    of_person: dict[int, list[Affiliation]] = defaultdict(list)
    came = {
        key
        for label, name, keys, *_ in undo["moved"]
        if label == "people.Affiliation"
        for key in keys
    }
    for one in kept.affiliations.order_by("pk"):
        of_person[one.person_id].append(one)
    for own in of_person.values():
        for one, other in combinations(sorted(own, key=lambda one: one.pk in came), 2):
            if other.pk in came and one.pk not in came and _are_one(one, other):
                _take_over(one, other, undo)
                came.remove(other.pk)


def _are_one(one: Affiliation, other: Affiliation) -> bool:
    overlap = (one.until is None or other.since <= one.until) and (
        other.until is None or one.since <= other.until
    )
    return overlap and (one.title == other.title or not one.title or not other.title)


def _take_over(one: Affiliation, other: Affiliation, undo: Undo) -> None:
    before = _as_json(one)
    one.title = one.title or other.title
    one.since = min(one.since, other.since)
    one.until = max(one.until, other.until) if one.until and other.until else None
    confirmed = [at for at in (one.confirmed_at, other.confirmed_at) if at]
    one.confirmed_at = min(confirmed, default=None)
    one.save()
    _move_all(other, one, undo)
    undo["settled"].append((before, _as_json(one), _as_json(other)))
    _delete(other)


def _take_values(kept: Organisation, values: Mapping[str, Any]) -> None:
    kept.refresh_from_db()
    for name, value in values.items():
        setattr(kept, name, value)
    roof = Organisation.objects.filter(pk=kept.under_roof_of_id or 0).first()
    kept.under_roof_of = roof
    if kept in kept.roofs():
        kept.under_roof_of = None
    kept.save()


def _delete(row: Model) -> None:
    """Delete one row that nothing points at: a cascade here would lose something."""
    for model, field in pointing_at(type(row)):
        if model._base_manager.filter(**{field.name: row.pk}).exists():
            raise CannotMerge
    type(row)._base_manager.filter(pk=row.pk).delete()


@transaction.atomic
def forget_person(person: User) -> None:
    """Whoever closes the account is not brought back by taking a merger back."""
    for merger in Merger.objects.select_for_update().exclude(undo=None):
        written = cast(Undo, merger.undo)
        written["dropped"] = [one for one in written["dropped"] if not _is_about(one, person)]
        written["settled"] = [one for one in written["settled"] if not _is_about(one[0], person)]
        merger.save(update_fields=["undo"])


def _is_about(row_as_json: str, person: User) -> bool:
    row = _row(row_as_json).object
    people = (one for one in row._meta.concrete_fields if one.related_model is User)
    return any(getattr(row, one.attname) == person.pk for one in people)


# --- taking it back ---


@transaction.atomic
def undo(by: User, merger: Merger) -> Organisation:
    """Make them two again. What was changed since the merger stays as it was changed."""
    merger = Merger.objects.select_for_update().select_related("kept").get(pk=merger.pk)
    if not merger.can_be_undone:
        raise CannotUndo
    written = cast(Undo, merger.undo)
    try:
        with transaction.atomic():
            _give_back(merger.kept, written)
    except IntegrityError as taken:
        raise CannotUndo from taken
    record(by, "people.undo_merger", merger.kept)
    gone = Organisation.objects.get(pk=merger.gone_id)
    merger.delete()
    return gone


def _give_back(kept: Organisation, written: Undo) -> None:
    now = _values(kept)
    same = {
        name: before
        for name, before in written["before"].items()
        if now[name] == written["after"][name]
    }
    Organisation.objects.filter(pk=kept.pk).update(**same)
    _restore(written["gone"])
    for before, after, other in reversed(written["settled"]):
        _part(before, after, other)
    for row_as_json in reversed(written["dropped"]):
        _restore(row_as_json)
    for label, name, keys, was, became in reversed(written["moved"]):
        rows = apps.get_model(label)._base_manager.filter(pk__in=keys, **{name: became})
        rows.update(**{name: was})


def _part(before: str, after: str, other: str) -> None:
    """Make one affiliation two again. What has become of it since has become of both."""
    was = cast(Affiliation, _row(after).object)
    now = Affiliation.objects.filter(pk=was.pk).first()
    if now is None:
        return
    since = {
        name: getattr(now, name)
        for name in ("title", "since", "until", "confirmed_at")
        if getattr(now, name) != getattr(was, name)
    }
    _restore(before, **since)
    _restore(other, **since)


def _row(row_as_json: str) -> Any:
    return next(iter(serializers.deserialize("json", row_as_json)))


def _restore(row_as_json: str, **changed: Any) -> None:
    """Put a row back, if what it must point at is still there."""
    restored = _row(row_as_json)
    row = restored.object
    vars(row).update(changed)
    for field in row._meta.concrete_fields:
        target = field.related_model
        key = getattr(row, field.attname)
        if target and key is not None and not target._base_manager.filter(pk=key).exists():
            if not field.null:
                return
            setattr(row, field.attname, None)
    restored.save()


def _as_json(row: Model) -> str:
    return str(serializers.serialize("json", [row]))


def _values(one: Organisation) -> dict[str, Any]:
    return dict(Organisation.objects.values().get(pk=one.pk))
