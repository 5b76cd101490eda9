"""The process that opens templates and writes documents: python -m safercornwall.exports.word.child HOW TEMPLATE CONTENTS OUT

HOW is "inspect" or "write". TEMPLATE and CONTENTS are paths; a dash says that there is none. A document is written to
the open file numbered OUT. The process knows neither Django nor the settings, and is held to limits.
"""

from __future__ import annotations

import io
import json
import os
import sys
import tempfile
from pathlib import Path

from performance.uploads.files.child import confine
from safercornwall.exports.word.contents import NONE, Document, SectionHeading
from safercornwall.exports.word.document import write_document
from safercornwall.exports.word.inspection import TemplateRefused, inspect

SECONDS = 60
# Written with each template that comes in, so that one that cannot be written with is refused then.
SAMPLE = Document("Sample", "Sample", (), "", "", (SectionHeading("Sample"),))


def main(how: str, template: str, contents: str, out: str) -> None:
    # The workbook behind a chart is written by way of a temporary file.
    confine(
        SECONDS,
        reads=[one for one in (template, contents) if one != NONE],
        writes=[tempfile.gettempdir()],
    )
    try:
        if how == "inspect":
            inspect(template)
            _write(SAMPLE, template, io.BytesIO())
        else:
            with os.fdopen(int(out), "wb") as file:
                _write(Document.read(Path(contents)), template, file)
        answer = {"done": how}
    except TemplateRefused as refused:
        answer = {"refused": refused.code, "message": refused.message}
    sys.stdout.write(json.dumps(answer))


def _write(contents: Document, template: str, out) -> None:
    if template == NONE:
        write_document(contents, None, out)
        return
    with Path(template).open("rb") as file:
        write_document(contents, file, out)


if __name__ == "__main__":
    main(*sys.argv[1:5])
