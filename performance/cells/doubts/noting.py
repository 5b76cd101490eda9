"""Doubts about the rows of an upload, found in the database over all of them at once: by the rules beside this."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Min

from performance.cells.cell import column_of
from performance.cells.doubts import looking_back
from performance.cells.doubts.history import (
    A_HISTORY,
    below_one_percent,
    counted_in_one,
    fits_as_a_share,
    is_a_jump,
    jump,
    not_whole,
    outlier,
    worked_out,
)
from performance.cells.doubts.impossible import (
    below_zero,
    is_never_negative,
    is_part_of_a_whole,
    over_the_whole,
)
from performance.cells.doubts.looking_back import DoubtedRow, rows_of
from performance.cells.doubts.whole_targets import (
    beyond_target,
    is_beyond,
    whole_target_at,
    whole_targets_of,
)
from performance.cells.findings import FindingList, Wrong
from performance.cells.lookups import Lookups
from performance.cells.values.given import Remark
from performance.cells.values.ratios import shown, wrong_unit
from performance.models import StagedRow, Upload, UploadKind
from performance.standings.standing import YEARS_OF_FIGURES


def note_doubts(
    upload: Upload, findings: FindingList, lookups: Lookups, *, all_made: bool = False
) -> None:
    """Warn of figures unlike the earlier ones of their series, and of others that somebody should look at again;
    find percentages given as shares. `all_made` says that no column of the file holds values.
    """
    since = upload.rows.exclude(verdict="rejected").aggregate(first=Min("period_start"))["first"]
    if upload.kind == UploadKind.FIGURES and since is not None:
        earliest = since.replace(year=since.year - YEARS_OF_FIGURES, day=1)
        _Doubts(upload, findings, lookups, earliest, all_made).note()


class _Doubts:
    def __init__(
        self, upload: Upload, findings: FindingList, lookups: Lookups, since: Any, all_made: bool
    ) -> None:
        self._findings, self._all_made = findings, all_made
        self._subjects = {one.pk: one for one in lookups.subjects}
        self._facts = {"upload": upload.pk, "since": since}
        # Rows of which something was said already; one is not doubted twice for the same value.
        self._explained: set[int] = set()

    def note(self) -> None:
        self._note_worked_out()
        # What a value may be meant for instead says more than how far it is from the earlier ones.
        self._note_impossible()
        self._note_shares()
        self._note_not_whole()
        self._note_far()
        self._note_beyond_targets()

    def _note_worked_out(self) -> None:
        made = self._findings.remarked(Remark.WORKED_OUT)
        for row in self._rows(looking_back.with_parts()) if made else ():
            if (row.row, _column(row)) in made:
                subject = self._subjects[row.subject]
                parts = (row.numerator, row.denominator)
                wrong = worked_out(subject, row.value, *parts, as_all=self._all_made)
                self._add("warning", wrong, row, found=None)
                if self._all_made:
                    return

    def _note_impossible(self) -> None:
        subjects = self._subjects.items()
        never = [pk for pk, one in subjects if is_never_negative(one)]
        for row in self._rows(looking_back.below_zero(never)) if never else ():
            self._doubt(below_zero(row.value), row)
        shares = [pk for pk, one in subjects if is_part_of_a_whole(one)]
        for row in self._rows(looking_back.over_the_whole(shares)) if shares else ():
            self._doubt(over_the_whole(row.value, row.numerator, row.denominator), row)

    def _note_shares(self) -> None:
        """Rows that say 0.77 where 77% fits what went before. Where nothing did, or a percent sign says that it is
        not 77%, it is only doubtful.
        """
        percentages = [pk for pk, one in self._subjects.items() if one.unit.strip() == "%"]
        in_percent = self._findings.remarked(Remark.BELOW_ONE_PERCENT)
        rejected = []
        for row in self._rows(looking_back.below_one(percentages)) if percentages else ():
            fits = fits_as_a_share(row.value, row.earlier)
            if (row.row, _column(row)) in in_percent:
                if fits:
                    wrong = below_one_percent(row.value, row.earlier)
                    self._doubt(wrong, row, found=f"{shown(row.value)}%")
            elif fits:
                self._explained.add(row.pk)
                self._add("error", wrong_unit(row.value), row)
                rejected.append(row.pk)
            elif not row.earlier.number:
                self._doubt(wrong_unit(row.value), row)
        StagedRow.objects.filter(pk__in=rejected).update(verdict=StagedRow.Verdict.REJECTED)

    def _note_not_whole(self) -> None:
        counts = [pk for pk, one in self._subjects.items() if one.is_whole]
        for row in self._rows(looking_back.not_whole(counts)) if counts else ():
            self._doubt(not_whole(row.value), row, found=f"{row.value.normalize():f}")

    def _note_far(self) -> None:
        for row in self._rows(looking_back.far_from_earlier()):
            if row.earlier.number >= A_HISTORY:
                self._doubt(outlier(row.value, row.earlier), row)
            elif is_a_jump(row.value, row.earlier, self._counted_in_one(row)):
                self._doubt(jump(row.value, row.earlier), row)

    def _note_beyond_targets(self) -> None:
        rows = list(self._rows(looking_back.beside_targets()))
        targets = whole_targets_of({(row.subject, row.area) for row in rows}) if rows else {}
        for row in rows:
            target = whole_target_at(targets.get((row.subject, row.area), ()), row.ends)
            if target and is_beyond(row.value, target, self._counted_in_one(row)):
                self._doubt(beyond_target(row.value, target), row)

    def _counted_in_one(self, row: DoubtedRow) -> Decimal:
        return counted_in_one(self._subjects[row.subject], row.denominator)

    def _doubt(self, wrong: Wrong, row: DoubtedRow, found: str | None = "") -> None:
        """Warn of it, unless something was said of this value already."""
        if row.pk not in self._explained:
            self._explained.add(row.pk)
            self._add("warning", wrong, row, found)

    def _rows(self, statement: str) -> Any:
        return rows_of(statement, self._facts)

    def _add(self, severity: str, wrong: Wrong, row: DoubtedRow, found: str | None = "") -> None:
        """`found` is what the cell holds, where it is not the value as shown."""
        held = shown(row.value) if found == "" else found
        self._findings.add(severity, wrong, row.row, _column(row), held)


def _column(row: DoubtedRow) -> int:
    """The column in the name of a cell, from 0."""
    return column_of(row.cell) - 1
