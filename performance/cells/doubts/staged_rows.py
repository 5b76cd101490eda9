"""The doubts about the rows of an upload: the rules of the table, each over all rows at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Min

from performance.cells import messages
from performance.cells.cell import column_of
from performance.cells.doubts.candidate_rows import DoubtedRow, rows_of
from performance.cells.doubts.table import RULES, WORKED_OUT, Case, DoubtRule, is_certain
from performance.cells.doubts.whole_targets import whole_target_at, whole_targets_of
from performance.cells.findings import FindingList, Wrong
from performance.cells.lookups import Lookups
from performance.cells.values.given import Remark
from performance.cells.values.ratios import shown
from performance.models import StagedRow, Upload, UploadKind
from performance.standings.standing import YEARS_OF_FIGURES


def note_doubts(
    upload: Upload, findings: FindingList, lookups: Lookups, *, all_made: bool = False
) -> None:
    """Warn of the figures that the rules doubt, and reject percentages given as shares. `all_made` says that no column
    of the file holds values.
    """
    since = upload.rows.exclude(verdict="rejected").aggregate(first=Min("period_start"))["first"]
    if upload.kind != UploadKind.FIGURES or since is None:
        return
    earliest = since.replace(year=since.year - YEARS_OF_FIGURES, day=1)
    _UploadDoubts(
        upload, findings, lookups, {"upload": upload.pk, "since": earliest}, all_made
    ).note()


@dataclass
class _UploadDoubts:
    upload: Upload
    findings: FindingList
    lookups: Lookups
    facts: dict[str, object]
    all_made: bool

    def note(self) -> None:
        self._subjects = {one.pk: one for one in self.lookups.subjects}
        for row, case in self._cases(WORKED_OUT):
            if found := WORKED_OUT.judge(case):
                self._add("warning", found, row)
                if self.all_made:
                    break
        doubted, rejected = set[int](), list[int]()
        for rule in RULES:
            for row, case in self._cases(rule):
                if row.pk in doubted or not (found := rule.judge(case)):
                    continue
                doubted.add(row.pk)
                certain = is_certain(found, case.earlier)
                self._add("error" if certain else "warning", found, row)
                if certain:
                    rejected.append(row.pk)
        StagedRow.objects.filter(pk__in=rejected).update(verdict=StagedRow.Verdict.REJECTED)

    def _cases(self, rule: DoubtRule) -> Iterator[tuple[DoubtedRow, Case]]:
        """The rows that the statement of a rule finds."""
        subjects = [pk for pk, one in self._subjects.items() if rule.applies(one)]
        if not subjects or (rule.remark and not self.findings.remarked(rule.remark)):
            return
        rows: Iterable[DoubtedRow] = rows_of(rule.rows(subjects), self.facts)
        targets = {}
        if rule.needs_target:
            rows = list(rows)
            targets = whole_targets_of({(row.subject, row.area) for row in rows}) if rows else {}
        for row in rows:
            target = whole_target_at(targets.get((row.subject, row.area), ()), row.ends)
            yield (
                row,
                Case(
                    self._subjects[row.subject],
                    *(row.value, row.numerator, row.denominator, row.earlier, self._remark(row)),
                    *(target, self.all_made),
                ),
            )

    def _remark(self, row: DoubtedRow) -> Remark:
        place = (row.row, column_of(row.cell) - 1)
        held = (one for one in Remark if one and place in self.findings.remarked(one))
        return next(held, Remark.NONE)

    def _add(self, severity: str, wrong: Wrong, row: DoubtedRow) -> None:
        self.findings.add(
            severity, wrong, row.row, column_of(row.cell) - 1, _held(wrong, row.value)
        )


def _held(wrong: Wrong, value: Decimal) -> str | None:
    """What the cell of a doubted value holds."""
    match wrong.code:
        case messages.WORKED_OUT.code:
            return None
        case messages.BELOW_ONE_PERCENT.code:
            return f"{shown(value)}%"
        case messages.NOT_WHOLE.code:
            return f"{value.normalize():f}"
    return shown(value)
