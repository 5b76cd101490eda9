"""Add up complete sets of areas when a file is checked: its preview shows the figure of the whole place as a row 0, and its page
says what is added up and why something is not.

A figure that the file gives, or that somebody gave before, stands. One that was added up follows its areas: it changes with
them, and is taken out where one of them is missing or suppressed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from performance.cells.cell import Message, Wrong
from performance.cells.findings import FindingList
from performance.figures.complete_sets import (
    CompleteSet,
    SetKey,
    SetTally,
    Total,
    complete_set,
    figures_of_set,
    period_of,
    tallies,
    total_of,
)
from performance.models import Figure, Indicator, StagedRow, Upload, UploadKind

ADDED_UP = Message(
    "added_up",
    "{whole} is added up from {size} {called} for {what}: nobody gave it. Its rows come first.",
)
NOT_ALL_IN = Message(
    "set_not_whole", "{known} of {size} {called} are in for {what}; {whole} itself is not."
)
SOME_WITHHELD = Message(
    "set_withheld",
    "Of {size} {called}, {withheld} suppressed for {what}, so {whole} is not added up, and is not in itself.",
)
DO_NOT_ADD_UP = Message(
    "set_of_rates",
    "All {size} {called} are in for {what}; {whole} itself is not. Only counts are added up, and rates and percentages"
    " with all their numerators and denominators.",
)
NOT_WHOLE_NOW = Message(
    "set_not_whole_now",
    "{whole} was added up from {size} {called} for {what}. One of them would be missing or suppressed, so the total is taken out.",
)
_MOST_NAMED = 6

Verdict = StagedRow.Verdict
_TOUCHING = (Verdict.NEW, Verdict.CHANGED, Verdict.UNCHANGED, Verdict.REMOVED)


@dataclass(frozen=True)
class SetOutcome:
    """What an upload makes of the set of one indicator and period. `row` is what is staged for the whole place, if anything;
    `tally` is what its areas come to after the upload.
    """

    indicator: Indicator
    key: SetKey
    tally: SetTally
    row: StagedRow | None


def stage_totals(upload: Upload, found: CompleteSet | None) -> list[SetOutcome]:
    """Stage what the complete set comes to after the upload, in place of what was staged so before."""
    upload.rows.filter(row=0).delete()
    outcomes = _outcomes(upload, found)
    StagedRow.objects.bulk_create([one.row for one in outcomes if one.row], batch_size=500)
    return outcomes


def are_totals_stale(upload: Upload) -> bool:
    """Whether the sets come to something else than is staged: somebody changed a figure of one of their areas since."""
    staged = {_says(row) for row in upload.rows.filter(row=0)}
    outcomes = _outcomes(upload, complete_set())
    return staged != {_says(one.row) for one in outcomes if one.row}


def _says(row: StagedRow) -> tuple[Any, ...]:
    key = (row.subject, row.period_start, row.period_end)
    return *key, row.verdict, row.base, row.state, row.value, row.numerator, row.denominator


def _outcomes(upload: Upload, found: CompleteSet | None) -> list[SetOutcome]:
    if upload.kind != UploadKind.FIGURES or found is None:
        return []
    rows = upload.rows.filter(row__gt=0, area__in=found.areas, verdict__in=_TOUCHING)
    staged = tallies(rows, "subject", counting=~Q(verdict=Verdict.REMOVED))
    of_whole = Indicator.objects.filter(pk__in={key[0] for key in staged}, area=found.whole)
    indicators = of_whole.in_bulk()
    staged = {key: tally for key, tally in staged.items() if key[0] in indicators}
    if not staged:
        return []
    replaced = rows.filter(base__isnull=False).values("base")
    rest = tallies(figures_of_set(found, staged).exclude(pk__in=replaced), "indicator")
    given = _given(upload, found)
    last = _last_of_whole(found, staged)
    outcomes = []
    for key, tally in sorted(staged.items()):
        if key in given or not _may_be_added_up(last.get(key)):
            continue
        after = tally + rest.get(key, SetTally())
        total = total_of(after, found.size, indicators[key[0]])
        row = _row(upload, found, key, total, _standing(last.get(key)))
        outcomes.append(SetOutcome(indicators[key[0]], key, after, row))
    return outcomes


def _given(upload: Upload, found: CompleteSet) -> set[SetKey]:
    """The figures of the whole place that the file gives itself."""
    given = upload.rows.filter(row__gt=0, area=found.whole.pk)
    rows = given.exclude(verdict__in=[Verdict.LEFT, Verdict.OMITTED])
    keys: Any = rows.values_list("subject", "period_start", "period_end")
    return set(keys)


def _last_of_whole(found: CompleteSet, keys: dict[SetKey, SetTally]) -> dict[SetKey, Figure]:
    """The last revision of each figure of the whole place, whether it counts still or not."""
    revisions = Figure.objects.filter(
        indicator__in={subject for subject, _, _ in keys}, area=found.whole
    ).order_by("revision")
    return {
        (row.indicator_id, row.period_start, row.period_end): row.in_full() for row in revisions
    }


def _may_be_added_up(last: Figure | None) -> bool:
    """A figure that somebody gave stands; one that was suppressed, and removed since, is not brought back so."""
    if last is None:
        return True
    if last.known_to is None:
        return last.added_up_from is not None
    return last.state != "suppressed"


def _standing(last: Figure | None) -> Figure | None:
    return last if last is not None and last.known_to is None else None


def _row(
    upload: Upload, found: CompleteSet, key: SetKey, total: Total | None, base: Figure | None
) -> StagedRow | None:
    if total is None and base is None:
        return None
    subject, start, end = key
    row = StagedRow(
        upload=upload, row=0, cell=found.cell, subject=subject, area=found.whole.pk,
        period_start=start, period_end=end, base=base.pk if base else None,
    )  # fmt: skip
    if total is None:
        row.verdict = Verdict.REMOVED
        return row
    row.state, row.value, row.numerator, row.denominator = total.says
    row.added_up_from = found.size
    if base is None:
        row.verdict = Verdict.NEW
    else:
        said = (base.state, base.value, base.numerator, base.denominator, base.added_up_from)
        same = said == (*total.says, found.size)
        row.verdict = Verdict.UNCHANGED if same else Verdict.CHANGED
    return row


# What is said of them.


def note_totals(found: CompleteSet, outcomes: Iterable[SetOutcome], findings: FindingList) -> None:
    """Add a note for each thing that is to be said, with the figures that it is said of."""
    said: dict[tuple[Message, str, str], list[SetOutcome]] = defaultdict(list)
    for one in outcomes:
        if (key := _what_to_say(found, one)) is not None:
            said[key].append(one)
    shared = {"whole": found.whole.name, "size": f"{found.size:,}", "called": found.called}
    for (says, known, withheld), of in said.items():
        facts = {**shared, "known": known, "withheld": withheld, "what": _named(of)}
        findings.add("note", Wrong(says, facts, role="value"), None, None)


def _what_to_say(found: CompleteSet, one: SetOutcome) -> tuple[Message, str, str] | None:
    tally = one.tally
    if one.row is not None:
        is_removed = one.row.verdict == StagedRow.Verdict.REMOVED
        return (NOT_WHOLE_NOW if is_removed else ADDED_UP), "", ""
    if not tally.number:
        return None
    if tally.withheld:
        are = "is" if tally.withheld == 1 else "are"
        return SOME_WITHHELD, "", f"{tally.withheld:,} {are}"
    if tally.number < found.size:
        return NOT_ALL_IN, f"{tally.number:,}", ""
    return (DO_NOT_ADD_UP, "", "") if tally.number > tally.not_applicable else None


def _named(outcomes: Sequence[SetOutcome]) -> str:
    """ "Burglary, Q2 2011/12, Theft, Q2 2011/12 and 12 more figures"."""
    first = [
        f"{one.indicator.short_name or one.indicator.name} in {period_of(one.key)}"
        for one in outcomes[:_MOST_NAMED]
    ]
    more = len(outcomes) - _MOST_NAMED
    if more > 0:
        return f"{', '.join(first)} and {more:,} more"
    return " and ".join(filter(None, (", ".join(first[:-1]), first[-1])))
