"""Doubts about the rows of an upload, found in the database over all of them at once: by the rules of `doubts`."""

from __future__ import annotations

from typing import Any

from django.db.models import Min

from performance.models import StagedRow, Upload, UploadKind
from performance.uploads import looking_back
from performance.uploads.doubts import (
    A_HISTORY,
    YEARS,
    below_one_percent,
    counted_in_one,
    fits_as_a_share,
    is_a_jump,
    jump,
    not_whole,
    outlier,
    worked_out,
)
from performance.uploads.files.cells import column_of
from performance.uploads.findings import Findings, Wrong
from performance.uploads.given import Remark
from performance.uploads.looking_back import Row, rows_of
from performance.uploads.lookups import Lookups
from performance.uploads.ratios import shown, wrong_unit


def note_doubts(upload: Upload, findings: Findings, lookups: Lookups) -> None:
    """Warn of figures unlike the earlier ones of their series, and of others that somebody should look at again;
    find percentages given as shares.
    """
    since = upload.rows.exclude(verdict="rejected").aggregate(first=Min("period_start"))["first"]
    if upload.kind == UploadKind.FIGURES and since is not None:
        _Doubts(upload, findings, lookups, since.replace(year=since.year - YEARS, day=1)).note()


class _Doubts:
    def __init__(self, upload: Upload, findings: Findings, lookups: Lookups, since: Any) -> None:
        self._findings = findings
        self._subjects = {one.pk: one for one in lookups.subjects}
        self._facts = {"upload": upload.pk, "since": since}

    def note(self) -> None:
        self._note_worked_out()
        # What a value may be meant for instead says more than how far it is from the earlier ones.
        explained = self._note_shares() | self._note_not_whole()
        self._note_far(explained)

    def _note_worked_out(self) -> None:
        made = self._findings.remarked(Remark.WORKED_OUT)
        for row in self._rows(looking_back.with_parts()) if made else ():
            if (row.row, _column(row)) in made:
                subject = self._subjects[row.subject]
                wrong = worked_out(subject, row.value, row.numerator, row.denominator)
                self._add("warning", wrong, row, found=None)

    def _note_shares(self) -> set[int]:
        """Rows that say 0.77 where 77% fits what went before. Where nothing did, or a percent sign says that it is
        not 77%, it is only doubtful.
        """
        percentages = [pk for pk, one in self._subjects.items() if one.unit.strip() == "%"]
        in_percent = self._findings.remarked(Remark.BELOW_ONE_PERCENT)
        doubted, rejected = set(), []
        for row in self._rows(looking_back.below_one(percentages)) if percentages else ():
            fits = fits_as_a_share(row.value, row.earlier)
            if (row.row, _column(row)) in in_percent:
                if fits:
                    wrong = below_one_percent(row.value, row.earlier)
                    self._add("warning", wrong, row, found=f"{shown(row.value)}%")
                    doubted.add(row.pk)
            elif fits or not row.earlier.number:
                self._add("error" if fits else "warning", wrong_unit(row.value), row)
                doubted.add(row.pk)
                rejected += [row.pk] if fits else []
        StagedRow.objects.filter(pk__in=rejected).update(verdict=StagedRow.Verdict.REJECTED)
        return doubted

    def _note_not_whole(self) -> set[int]:
        counts = [pk for pk, one in self._subjects.items() if one.is_whole]
        doubted = set()
        for row in self._rows(looking_back.not_whole(counts)) if counts else ():
            self._add("warning", not_whole(row.value), row, found=f"{row.value.normalize():f}")
            doubted.add(row.pk)
        return doubted

    def _note_far(self, explained: set[int]) -> None:
        for row in self._rows(looking_back.far_from_earlier()):
            if row.pk in explained:
                continue
            if row.earlier.number >= A_HISTORY:
                self._add("warning", outlier(row.value, row.earlier), row)
            elif is_a_jump(
                row.value,
                row.earlier,
                counted_in_one(self._subjects[row.subject], row.denominator),
            ):
                self._add("warning", jump(row.value, row.earlier), row)

    def _rows(self, statement: str) -> Any:
        return rows_of(statement, self._facts)

    def _add(self, severity: str, wrong: Wrong, row: Row, found: str | None = "") -> None:
        """`found` is what the cell holds, where it is not the value as shown."""
        held = shown(row.value) if found == "" else found
        self._findings.add(severity, wrong, row.row, _column(row), held)


def _column(row: Row) -> int:
    """The column in the name of a cell, from 0."""
    return column_of(row.cell) - 1
