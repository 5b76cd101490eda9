"""Hostile files go through the whole check of an upload, so that whatever a reader lets through meets the judge and the database."""

from __future__ import annotations

import sys
import traceback
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from drills.each.hostile import FAILED, spread
from drills.figures import analyst
from drills.hostile.odd_files import ODD_FILES
from drills.hostile.reading import GENERATED, KEPT, MUTATED, make
from drills.planner import ROOT, Planner
from drills.result import DrillResult
from drills.visitor import Visitor
from performance.models import Upload, UploadFile
from performance.uploads.check import check_upload

SHORT = {KEPT: 40, GENERATED: 20, MUTATED: 10}
# The odd ones alone: the others are refused by their readers.
LONG = {KEPT: len(ODD_FILES), GENERATED: 1_000, MUTATED: 300}
Stage = Upload.Stage
ENDS = (Stage.REFUSED, Stage.MAPPING, Stage.CHECKED)


def run(planner: Planner, *, is_long: bool) -> list[DrillResult]:
    wanted = LONG if is_long else SHORT
    ends: Counter[str] = Counter()
    crashes = errors = 0
    server = planner.serve()
    try:
        visitor = Visitor(planner.site, "analyst")
        for what, most in wanted.items():
            for number in spread(len(ODD_FILES), most) if what == KEPT else range(most):
                upload = _received(what, number)
                try:
                    check_upload(upload)
                    ends[upload.stage] += 1
                    is_wrong = upload.stage not in ENDS
                    said = upload.stage
                except Exception:
                    is_wrong, said = True, traceback.format_exc()
                crashes += is_wrong
                if not is_wrong and visitor.get(upload.get_absolute_url()).status != 200:
                    errors, is_wrong, said = errors + 1, True, "Its page is an error."
                if is_wrong:
                    FAILED.mkdir(parents=True, exist_ok=True)
                    path = make(what, number, FAILED)
                    sys.stderr.write(f"{path.relative_to(ROOT)}: {said}\n")
                upload.delete()
    finally:
        server.terminate()
        server.wait()
    return [
        DrillResult("Hostile files that were checked", sum(wanted.values())),
        *(DrillResult(f"Of them {end.label.lower()}", ends[end]) for end in ENDS),
        DrillResult("Checks that did not end as one does", crashes, most=0),
        DrillResult("Pages of them that were errors", errors, most=0),
    ]


def _received(what: str, number: int) -> Upload:
    with TemporaryDirectory(prefix="hostile-") as folder:
        path = make(what, number, Path(folder))
        content = path.read_bytes()
    upload = Upload.objects.create(
        kind="figures", file_name=path.name, size=len(content), sha256="0", uploaded_by=analyst()
    )
    UploadFile.objects.create(upload=upload, content=content)
    return upload
