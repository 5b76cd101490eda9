"""Restore a backup: the whole of it, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.migrations.loader import MigrationLoader

from core.backups.contents import BackupContents, Manifest
from core.backups.engines import Engine, engine_of
from core.backups.envelope import decrypted
from core.backups.making import make_backup
from core.backups.problems import BackupProblem
from core.backups.table_sums import differing, is_empty, sums_of

CALLED = {"postgresql": "PostgreSQL", "sqlite": "SQLite"}


@dataclass(frozen=True)
class RestoredBackup:
    manifest: Manifest
    # The backup of what was there before.
    before: Path | None


def restore_backup(
    path: Path, identities: Sequence[Any], *, replace_into: Path | None, recipients: Sequence[str]
) -> RestoredBackup:
    """Put a backup into the database, as far migrated as it was then.

    Where the database is not empty, what is in it is first backed up into the folder `replace_into`; without one
    nothing is restored. Raises BackupProblem.
    """
    manifest = read_through(path, identities)
    engine = engine_of(connection)
    _check_fits(manifest, engine)
    # It is one of those who must not be connected.
    connection.close()
    engine.check_ready(manifest)
    before = _clear_the_way(engine, replace_into, recipients)
    connection.close()
    with decrypted(path, identities) as stream:
        engine.restore(BackupContents(stream).dump())
    with engine.present() as tables:
        wrong = differing(manifest.tables, sums_of(tables))
    if wrong:
        raise BackupProblem(
            f"The backup was restored, but these tables are not what they were: {', '.join(wrong)}. Do not use it."
        )
    return RestoredBackup(manifest, before)


def read_through(path: Path, identities: Sequence[Any]) -> Manifest:
    """What a backup is of, once all of it was decrypted and has the hash that it says. Raises BackupProblem."""
    with decrypted(path, identities) as stream:
        archive = BackupContents(stream)
        for _ in archive.dump():
            pass
    return archive.manifest


def _check_fits(manifest: Manifest, engine: Engine) -> None:
    if manifest.vendor != engine.vendor:
        raise BackupProblem(
            f"The backup is of {CALLED[manifest.vendor]}, and DATABASE_URL names {CALLED[engine.vendor]}. Restore it into"
            f" {CALLED[manifest.vendor]}, and copy that with copy_database."
        )
    loader = MigrationLoader(None)
    known = set(loader.disk_migrations)
    known |= {old for migration in loader.disk_migrations.values() for old in migration.replaces}
    if {(app, name) for app, name in manifest.migrations} - known:
        raise BackupProblem(
            f"The backup was made by a later version of the planner ({manifest.planner}). Install that one first."
        )


def _clear_the_way(
    engine: Engine, replace_into: Path | None, recipients: Sequence[str]
) -> Path | None:
    with engine.present() as tables:
        if is_empty(tables):
            return None
    if replace_into is None:
        raise BackupProblem(
            "The database is not empty. With --replace it is backed up first, and then what is in it gives way."
        )
    return make_backup(replace_into, recipients=recipients).path
