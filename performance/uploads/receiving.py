"""Receive a file: keep it byte for byte, and enqueue its check."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction

from core.stored_files import FileNotReached, are_stored, store
from performance.models import Job, Upload, UploadFile
from performance.uploads.files.limits import MAX_FILE_BYTES
from performance.uploads.files.refusals import refusal
from performance.uploads.stages import enqueue

LONGEST_NAME = 255


class UploadedBefore(Exception):
    """The same file was uploaded earlier, byte for byte."""

    def __init__(self, earlier: Upload) -> None:
        super().__init__(str(earlier))
        self.earlier = earlier


def receive(file: UploadedFile, *, kind: str, by: Any, again: bool = False) -> Upload:
    """Keep a file and enqueue its check.

    Raises FileRefused when it is too large or empty, and UploadedBefore unless it may be uploaded `again`.
    """
    size = file.size or 0
    if size > MAX_FILE_BYTES:
        raise refusal("file_too_large")
    if not size:
        raise refusal("empty")
    content = file.read()
    digest = sha256(content).hexdigest()
    with transaction.atomic():
        _lock_content(digest)
        if not again and (earlier := earlier_upload(digest, kind)):
            raise UploadedBefore(earlier)
        upload = Upload.objects.create(
            kind=kind, file_name=plain_name(file.name), size=size, sha256=digest, uploaded_by=by
        )
        _keep(upload, content)
        enqueue(upload, Job.Task.CHECK, by=by)
    return upload


def _keep(upload: Upload, content: bytes) -> None:
    if not are_stored():
        UploadFile.objects.create(upload=upload, content=content)
        return
    try:
        name = store(content)
    except FileNotReached as why:
        raise refusal("not_stored") from why
    UploadFile.objects.create(upload=upload, content=b"", stored_as=name)


def _lock_content(digest: str) -> None:
    """Recognise a file that a double click posts twice. SQLite has only one writer, and needs no lock."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            number = int.from_bytes(bytes.fromhex(digest[:8]), signed=True)
            # Of this schema: another has files of its own.
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(current_schema()), %s)", [number])


def earlier_upload(digest: str, kind: str) -> Upload | None:
    """The latest upload of the same bytes. One that was discarded or refused left nothing behind."""
    earlier = Upload.objects.filter(sha256=digest, kind=kind).exclude(
        stage__in=[Upload.Stage.DISCARDED, Upload.Stage.REFUSED]
    )
    return earlier.select_related("uploaded_by").order_by("-uploaded_at").first()


def plain_name(name: str | None) -> str:
    """A file's own name, without folders or unprintable letters, cut to fit the column."""
    last = (name or "").replace("\\", "/").rpartition("/")[2]
    printed = "".join(letter for letter in last if letter.isprintable()).strip() or "figures"
    stem, dot, extension = printed.rpartition(".")
    room = LONGEST_NAME - len(dot + extension)
    return printed if len(printed) <= LONGEST_NAME or room < 1 else f"{stem[:room]}{dot}{extension}"
