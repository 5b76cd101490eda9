"""Templates are opened, and documents written, by a confined process."""

from __future__ import annotations

import logging
import os
import tempfile
from pathlib import Path
from typing import Any

from performance.uploads.files.refusals import FileRefused, MachineAtFault
from performance.uploads.files.table import run_confined
from safercornwall.exports.word.contents import NONE, Document
from safercornwall.exports.word.inspection import (
    MAX_TEMPLATE_BYTES,
    MESSAGES,
    TemplateRefused,
)

logger = logging.getLogger(__name__)

_CHILD = "safercornwall.exports.word.child"
_WALL_SECONDS = 120


class CannotWrite(Exception):
    """The document could not be written; says why, for people to read."""


def inspect_template(content: bytes) -> None:
    """Raises TemplateRefused for what is no template, or not safe to open."""
    if not content:
        raise TemplateRefused("empty")
    if len(content) > MAX_TEMPLATE_BYTES:
        raise TemplateRefused("too_large")
    with tempfile.TemporaryDirectory(prefix="template-") as folder:
        template = Path(folder) / "template.docx"
        template.write_bytes(content)
        try:
            answer = _run("inspect", template, None, None)
        except FileRefused:
            raise TemplateRefused("unreadable") from None
        except MachineAtFault:
            raise TemplateRefused("not_now") from None
    if answer.get("refused") in MESSAGES:
        raise _refused(answer)
    if answer.get("done") != "inspect":
        raise TemplateRefused("unreadable")


def write_in_confinement(contents: Document, template: bytes | None) -> bytes:
    """The document as a .docx. Raises CannotWrite."""
    with (
        tempfile.TemporaryDirectory(prefix="pack-") as folder,
        tempfile.TemporaryFile(prefix="pack-") as out,
    ):
        given = None
        if template is not None:
            given = Path(folder) / "template.docx"
            given.write_bytes(template)
        described = Path(folder) / "contents.json"
        contents.write(described)
        try:
            answer = _run("write", given, described, out.fileno())
        except FileRefused as why:
            raise CannotWrite(_why(why.code, template)) from None
        if answer.get("done") != "write":
            raise CannotWrite(_why("unreadable", template))
        out.seek(0)
        return out.read()


def _run(how: str, template: Path | None, contents: Path | None, out: int | None) -> dict[str, Any]:
    arguments = (
        how,
        os.fspath(template) if template else NONE,
        os.fspath(contents) if contents else NONE,
        NONE if out is None else str(out),
    )
    files = () if out is None else (out,)
    return run_confined(_CHILD, arguments, files=files, seconds=_WALL_SECONDS)


def _refused(answer: dict[str, Any]) -> TemplateRefused:
    refused = TemplateRefused("unreadable")
    refused.code, refused.message = str(answer["refused"]), str(answer["message"])
    return refused


def _why(code: str, template: bytes | None) -> str:
    if code in ("too_slow", "too_much_memory"):
        return "The pack is too long to be written."
    if template is not None:
        return "The pack could not be written with the partnership's template. An administrator can take it away, or replace it."
    return "The pack could not be written."
