"""Make a backup, look whether it is good, and only then let it have its name."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from core.backups.contents import BackupContents, End, Hashed, Manifest, archive
from core.backups.engines import Engine, Frozen, engine_of
from core.backups.envelope import (
    decrypted,
    encrypt,
    identities_of,
    is_abandoned,
    locked_part,
    new_key,
    recipients_of,
)
from core.backups.models import VerifiedBackup
from core.backups.problems import BackupProblem
from core.backups.table_sums import differing, sums_of

NAME = "planner-{:%Y%m%d-%H%M%S}.tar.age"
NAMED = re.compile(r"planner-\d{8}-\d{6}\.tar\.age")
PART = ".{}.part"
IS_PART = re.compile(r"\..+\.tar\.age\.part")


@dataclass(frozen=True)
class MadeBackup:
    path: Path
    manifest: Manifest
    size: int
    is_restored: bool


def make_backup(target: Path, *, recipients: Sequence[str], on_trial: bool = False) -> MadeBackup:
    """Back the database up into `target`, a folder or a new file, encrypted to the public keys `recipients`.

    The file has its name only when it was read back and holds what the database held; `on_trial` restores it into a
    database of its own besides, and compares each table. Raises BackupProblem, and then leaves nothing behind.
    """
    made_at = timezone.now()
    path = _new_path(target, made_at)
    keys = recipients_of(recipients)
    # What was written can be read back by a key that is forgotten when this ends.
    secret, public = new_key()
    engine = engine_of(connection)
    part = path.with_name(PART.format(path.name))
    with locked_part(part) as file:
        with engine.frozen() as frozen:
            manifest = _manifest(engine, frozen, made_at)
            dump = Hashed(frozen.dump())
            encrypt(archive(manifest, dump, frozen.name), file, [*keys, *recipients_of([public])])
        _verify(part, identities_of(secret), engine, manifest, dump.end, on_trial)
        size = part.stat().st_size
        part.rename(path)
        _sync(path.parent)
    VerifiedBackup.objects.create(
        made_at=made_at,
        name=path.name,
        size=size,
        sha256=dump.end.sha256,
        rows=manifest.rows,
        is_restored=on_trial,
    )
    return MadeBackup(path, manifest, size, on_trial)


def remove_older(folder: Path, keep: int) -> list[str]:
    """Remove all but the newest backups that have the names they are given in a folder. Returns their names."""
    there = sorted(path for path in folder.iterdir() if NAMED.fullmatch(path.name))
    gone = there[:-keep]
    for path in gone:
        path.unlink()
    return [path.name for path in gone]


def _new_path(target: Path, made_at: datetime) -> Path:
    path = target / NAME.format(made_at) if target.is_dir() else target
    if not path.parent.is_dir():
        raise BackupProblem(f"There is no folder {path.parent}.")
    if path.exists():
        raise BackupProblem(f"{path} is there already. A backup never takes the place of another.")
    for part in path.parent.iterdir():
        if IS_PART.fullmatch(part.name) and is_abandoned(part):
            part.unlink()
    return path


def _manifest(engine: Engine, frozen: Frozen, made_at: datetime) -> Manifest:
    columns = [("app", "plain"), ("name", "plain")]
    return Manifest(
        planner=settings.VERSION,
        made_at=made_at.isoformat(),
        vendor=engine.vendor,
        server=frozen.server,
        program=frozen.program,
        migrations=sorted(map(list, frozen.tables.rows("django_migrations", columns))),
        tables=sums_of(frozen.tables),
    )


def _verify(
    part: Path,
    identities: Sequence[Any],
    engine: Engine,
    manifest: Manifest,
    end: End,
    on_trial: bool,
) -> None:
    with decrypted(part, identities) as stream:
        found = BackupContents(stream)
        dump = found.dump()
        if on_trial:
            with engine.on_trial(dump) as tables:
                wrong = differing(manifest.tables, sums_of(tables))
        else:
            wrong = differing(manifest.counts, engine.rows_in(dump))
        # The program may need no more of it than this. Its hash is of all.
        for _ in dump:
            pass
    if wrong or found.manifest != manifest or found.end != end:
        raise BackupProblem(
            f"The backup does not hold what the database held, and was removed. It differs in: {', '.join(wrong) or 'its bytes'}."
        )


def _sync(folder: Path) -> None:
    """Have the disk keep a new name too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
