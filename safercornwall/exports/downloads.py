"""A file as an answer: what it is, and what it is called."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.text import slugify

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CSV = "text/csv; charset=utf-8"
# As long as the file systems and mail programs of all partners take, with the path before it.
LONGEST_NAME = 120


def download(content: bytes | Iterable[bytes], content_type: str, name: str) -> HttpResponseBase:
    """A file to keep. One that comes in pieces is sent as they are made."""
    kind = HttpResponse if isinstance(content, bytes) else StreamingHttpResponse
    response = kind(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


def file_name(*parts: str, extension: str) -> str:
    """What is in it, part by part: "delivery-gaps_2012-13_status-open.xlsx"."""
    # Years are told apart by a dash, where a slash cannot stand.
    names = [slugify(part.replace("/", "-")) for part in parts]
    return f"{'_'.join(filter(None, names))[:LONGEST_NAME].rstrip('_-')}.{extension}"
