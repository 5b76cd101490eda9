"""What the page of an upload says of complete sets of areas: what is added up, and why something is not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from performance.cells.cell import Message, Wrong
from performance.cells.findings import FindingList
from performance.figures.complete_sets import CompleteSet, period_of
from performance.models import StagedRow
from performance.uploads.ledger.totals import SetOutcome

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


def note_totals(
    found: CompleteSet | None, outcomes: Iterable[SetOutcome], findings: FindingList
) -> None:
    """Add a note for each thing that is to be said, with the figures that it is said of."""
    if found is None:
        return
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
