"""Large files outside the database, where STORAGE_S3_BUCKET names a bucket of a service that speaks S3.

No transaction reaches there. So a file is stored before the row that names it is written, read only as what the row says it is, and
removed after the row is gone; what no row names is swept away a day later.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction

logger = logging.getLogger(__name__)

ALIAS = "files"
# Whatever is younger may be named by a row that is being written.
SWEPT_AFTER = timedelta(days=1)


class FileNotReached(Exception):
    """The service does not answer, or what it gives is not the file that was stored."""


def are_stored() -> bool:
    """Whether new files are stored there."""
    return ALIAS in settings.STORAGES


def store(content: bytes) -> str:
    """Its name, which says nothing of the file. Raises FileNotReached."""
    with _Reaching("stored"):
        return str(storages[ALIAS].save(uuid4().hex, ContentFile(content)))


def fetch(name: str, *, size: int, digest: str) -> bytes:
    """The file of so many bytes with this SHA-256; no more than these are read. Raises FileNotReached."""
    if not are_stored():
        raise FileNotReached("STORAGE_S3_BUCKET is not set, and files lie there.")
    with _Reaching("fetched"):
        content: bytes = _bucket().Object(name).get()["Body"].read(size + 1)
    if sha256(content).hexdigest() != digest:
        raise FileNotReached(f"What is stored as {name} is not the file that was put there.")
    return content


def remove_once_committed(names: Iterable[str]) -> None:
    """Whatever cannot be removed then is swept away later."""
    gone = [name for name in names if name]
    if gone:
        transaction.on_commit(lambda: _remove(gone), robust=True)


def sweep(named: Iterable[str], now: datetime) -> int:
    """Remove what was stored a day ago and is not `named` by any row. Returns how many files went."""
    if not are_stored():
        return 0
    known = set(named)
    with _Reaching("listed"):
        left = [
            one.key
            for one in _bucket().objects.all()
            if one.key not in known and one.last_modified < now - SWEPT_AFTER
        ]
    _remove(left)
    return len(left)


def answers() -> None:
    """Raises FileNotReached where the bucket does not answer, or is not ours."""
    with _Reaching("looked for"):
        _bucket().meta.client.head_bucket(Bucket=_bucket().name)


def _remove(names: Iterable[str]) -> None:
    with _Reaching("removed"):
        for name in names:
            storages[ALIAS].delete(name)


def _bucket() -> Any:
    return storages[ALIAS].bucket  # type: ignore[attr-defined]


class _Reaching:
    """Says in one kind of error whatever a service or the way to it may do."""

    def __init__(self, what: str) -> None:
        self._what = what

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, why: BaseException | None, trace: object) -> None:
        if isinstance(why, Exception):
            logger.warning("A file could not be %s: %s", self._what, why)
            raise FileNotReached(f"A file could not be {self._what}.") from why
