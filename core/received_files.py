"""Which addresses take files, from whom and how large. A view that says nothing takes none.

Django reads a posted body before it asks who sent it, and keeps each file on the disk meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from django.conf import settings
from django.core.files.uploadhandler import (
    FileUploadHandler,
    MemoryFileUploadHandler,
    StopUpload,
    TemporaryFileUploadHandler,
)
from django.http import HttpRequest

View = TypeVar("View", bound=Callable[..., Any])
_DECLARED = "_takes_files"


class FilesTaken(NamedTuple):
    """Whoever `may` sends a file of up to `most` bytes."""

    may: Callable[[Any], bool]
    most: int


def takes_files(may: Callable[[Any], bool], *, most: int) -> Callable[[View], View]:
    """Declares that a view takes files. The first of its decorators, so that the middleware sees it."""

    def declare(view: View) -> View:
        setattr(view, _DECLARED, FilesTaken(may, most))
        return view

    return declare


def declared(view: Any) -> FilesTaken | None:
    return getattr(view, _DECLARED, None)


def most_bytes(view: Any) -> int:
    """The largest body that a view is sent: its file and a form around it."""
    files = declared(view)
    return settings.DATA_UPLOAD_MAX_MEMORY_SIZE + (files.most if files else 0)


def handlers_for(request: HttpRequest, view: Any) -> list[FileUploadHandler]:
    files = declared(view)
    if files is None or not files.may(request.user):
        return [NoFile(request)]
    return [
        UpTo(most_bytes(view), request),
        MemoryFileUploadHandler(request),
        TemporaryFileUploadHandler(request),
    ]


class NoFile(FileUploadHandler):
    """Stops reading where the first file begins."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        raise StopUpload(connection_reset=True)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        raise StopUpload(connection_reset=True)

    def file_complete(self, file_size: int) -> None:
        return None


class UpTo(FileUploadHandler):
    """Hands on what comes, and stops at `most` bytes over all files of a request."""

    def __init__(self, most: int, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.most, self.taken = most, 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.taken += len(raw_data)
        if self.taken > self.most:
            raise StopUpload(connection_reset=True)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
