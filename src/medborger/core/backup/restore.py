"""Put a copy back: all of it or nothing, on either database, also when the code is newer."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.core.management.color import no_style
from django.core.management.sql import emit_post_migrate_signal
from django.db import DEFAULT_DB_ALIAS, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from medborger.core.backup import rows
from medborger.core.backup.archive import BackupIsBroken, Reader, measured
from medborger.core.backup.take import fingerprint
from medborger.core.durable import whole_or_nothing, workshop
from medborger.core.storage import clear_away

# Migrations of others speak to the default database, whatever they are told.
TARGET = DEFAULT_DB_ALIAS
Node = tuple[str, str]


class InstallationIsInUse(Exception):
    """There is something here already, and nobody said that it may go."""


class BackupIsNewer(Exception):
    """The copy was made by code that knows more than this."""


def restore(copy: Reader, *, replace: bool = False) -> list[str]:
    """Put everything back. Returns what the operator should know."""
    unknown = _unknown_migrations(copy.manifest)
    if unknown:
        raise BackupIsNewer(", ".join(unknown))
    if not replace and is_in_use():
        raise InstallationIsInUse
    clear_away()
    with _files_placed(copy), _new_database() as target:
        _build(copy, target)
    return [*_put_secret(copy), *_missing(copy.manifest)]


def is_in_use() -> bool:
    """Say whether people have put anything into this installation."""
    there = set(connection.introspection.table_names())
    ours = [one for one in rows.tables() if one.__module__.startswith("medborger.")]
    return any(
        model._base_manager.exists()
        for model in ours
        if model._meta.db_table in there and model._meta.app_label != "areas"
    )


def _unknown_migrations(manifest: dict[str, Any]) -> list[str]:
    known = MigrationLoader(None).disk_migrations
    return [f"{app}.{name}" for app, name in manifest["migrations"] if (app, name) not in known]


# --- the database ---


@contextmanager
def _new_database() -> Iterator[BaseDatabaseWrapper]:
    """An empty database that takes the place of the present one, if all goes well."""
    if connection.vendor == "postgresql":
        with rows.connected(TARGET) as target, transaction.atomic(using=TARGET):
            _drop_everything(target)
            yield target
    else:
        with _new_sqlite_file() as target:
            yield target


def _drop_everything(target: BaseDatabaseWrapper) -> None:
    with target.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '60s'")
        for table in target.introspection.table_names(cursor):
            cursor.execute(f"DROP TABLE IF EXISTS {target.ops.quote_name(table)} CASCADE")


@contextmanager
def _new_sqlite_file() -> Iterator[BaseDatabaseWrapper]:
    """Built beside the present file, then written over it in one transaction of SQLite's own."""
    present = Path(connection.settings_dict["NAME"])
    with workshop(present) as folder:
        new = folder / "new.sqlite3"
        with rows.connected(TARGET, NAME=new, OPTIONS={"init_command": ""}) as target:
            yield target
        source, goal = sqlite3.connect(new), sqlite3.connect(present, timeout=60)
        source.backup(goal)
        goal.execute("PRAGMA journal_mode=WAL")
        source.close()
        goal.close()


def _build(copy: Reader, target: BaseDatabaseWrapper) -> None:
    """Make the tables as the copy knew them, fill them, then bring them up to date."""
    applied = {(app, name) for app, name in copy.manifest["migrations"]}
    executor = MigrationExecutor(target)
    nodes = sorted(applied & executor.loader.graph.nodes.keys())
    executor.migrate(_ends(executor, nodes))
    then = executor.loader.project_state(nodes).apps
    with _unchecked(target):
        models = {one._meta.label: one for one in rows.tables(then)}
        _empty(target, list(models.values()))
        for name, lines in copy.members("tables/"):
            _fill(copy, models, name, lines)
        _free_errands(models)
    target.check_constraints()
    _reset_sequences(target, list(models.values()))
    newest = MigrationExecutor(target)
    newest.migrate(newest.loader.graph.leaf_nodes())
    emit_post_migrate_signal(verbosity=0, interactive=False, db=TARGET)


def _ends(executor: MigrationExecutor, nodes: list[Node]) -> list[Node]:
    """The last migrations of each app among these."""
    children = executor.loader.graph.node_map
    return [
        node
        for node in nodes
        if not any(
            child.key in nodes and child.key[0] == node[0] for child in children[node].children
        )
    ]


@contextmanager
def _unchecked(target: BaseDatabaseWrapper) -> Iterator[None]:
    """Rows may come before those they point to. All are checked in the end."""
    with target.constraint_checks_disabled(), transaction.atomic(using=TARGET):
        if target.vendor == "postgresql":
            with target.cursor() as cursor:  # migrations made some of them immediate
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        yield


def _empty(target: BaseDatabaseWrapper, models: list[rows.Model]) -> None:
    """Migrations put rows in, such as the regions; those of the copy take their place."""
    with target.cursor() as cursor:
        for model in models:
            cursor.execute(f"DELETE FROM {target.ops.quote_name(model._meta.db_table)}")  # noqa: S608


def _fill(copy: Reader, models: dict[str, rows.Model], name: str, lines: IO[bytes]) -> None:
    told, model = copy.manifest["members"][name], models.get(name.removeprefix("tables/"))
    if model is None or told["columns"] != [one.attname for one in rows.columns(model)]:
        raise BackupIsBroken(f"{name} does not fit the migrations it names")
    if rows.put_in(model, told["columns"], lines, TARGET) != told["rows"]:
        raise BackupIsBroken(f"{name} does not hold the rows it names")


def _free_errands(models: dict[str, rows.Model]) -> None:
    """Nobody runs any of them now."""
    errands = models[DBTaskResult._meta.label]._base_manager.using(TARGET)
    errands.filter(status=TaskResultStatus.RUNNING).update(status=TaskResultStatus.READY)


def _reset_sequences(target: BaseDatabaseWrapper, models: list[rows.Model]) -> None:
    with target.cursor() as cursor:
        for statement in target.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


# --- files and secret ---


@contextmanager
def _files_placed(copy: Reader) -> Iterator[None]:
    """Every file lies there before the database tells of it, and none when that fails."""
    placed: list[str] = []
    try:
        for name, content in copy.members("files/"):
            key = name.removeprefix("files/")
            if _is_there(key, copy.manifest["members"][name]["sha256"]):
                continue
            default_storage.delete(key)
            placed.append(_save(key, content))
            if placed[-1] != key:
                raise BackupIsBroken(f"the storage would not take {key}")
        yield
    except BaseException:
        for key in placed:
            default_storage.delete(key)
        raise


def _save(key: str, content: IO[bytes]) -> str:
    with tempfile.TemporaryFile() as file:  # a member of a stream cannot be read twice
        shutil.copyfileobj(content, file)
        file.seek(0)
        return default_storage.save(key, File(file))


def _is_there(key: str, sha256: str) -> bool:
    if not default_storage.exists(key):
        return False
    with default_storage.open(key) as file:
        return measured(file)[1] == sha256


def _put_secret(copy: Reader) -> list[str]:
    """Links and log-in methods made with the old secret work again."""
    told: str = copy.manifest["secret"]
    if told == fingerprint(settings.SECRET_KEY):
        return []
    for _name, content in copy.members("secret_key"):
        if os.environ.get("SECRET_KEY", "").strip():
            break
        with whole_or_nothing(settings.VAR_DIR / "secret_key") as file:
            file.write(content.read())
        return ["The secret of the copy is in its place. Restart what is running."]
    return [
        "SECRET_KEY is another than that of the copy: links in letters that were sent do not work. "
        "Put the former one into SECRET_KEY_FALLBACKS."
    ]


def _missing(manifest: dict[str, Any]) -> list[str]:
    return [
        f"The storage had already lost {key} when the copy was made." for key in manifest["missing"]
    ]
