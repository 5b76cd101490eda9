"""A plan to load boundaries as it is printed: how much of each kind, and the first of them by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from places.boundaries.planning import LoadingPlan, Match
from places.models import Area

FEW = 5
_INDENT = "    "


def report(plan: LoadingPlan, *, every: bool = False) -> Iterator[str]:
    """Lines of plain text. All names are printed where `every` is asked for, else the first few."""
    most = None if every else FEW
    yield f"{plan.of.called}, edition {plan.edition}. Source: {plan.source}."
    yield from _matched(plan, most)
    yield from _boundaries(plan, most)
    if plan.left_out:
        yield (
            f"{plan.left_out:,} {_features(plan.left_out)} left out, as not asked for (--only and --all"
            " say otherwise)."
        )
    unmatched = [f"{one.code} {one.name}".strip() for one in plan.unmatched]
    yield from _listed(
        unmatched,
        most,
        "{} without a match: no area has the code, and the file does not say which it lies in (--parent does):",
    )
    refused = [f"{one.called} {one.why}" for one in plan.refusals]
    yield from _listed(refused, None if every else 20, "{} refused:")


def _matched(plan: LoadingPlan, most: int | None) -> Iterator[str]:
    known = len(plan.by_code)
    if known:
        yield f"{_areas(known)} matched by code."
    by_code = {match.area.pk for match in plan.by_code}
    added = [match.called for match in plan.codes if match.area.pk in by_code]
    yield from _listed(
        added, most, "{} of them known by the same code of another year, and given this one too:"
    )
    named = [match.called for match in plan.by_name]
    yield from _listed(
        named, most, "{} matched by name alone, and given the code. Check that they are the same:"
    )
    around = Counter(_lies_in(match) for match in plan.made)
    made = [f"{count:,} in {place}" for place, count in around.items()]
    if made:
        yield f"{_areas(len(plan.made))} to be made: {'; '.join(made)}."
        yield from _names([match.called for match in plan.made], most)


def _boundaries(plan: LoadingPlan, most: int | None) -> Iterator[str]:
    counts = (
        (len(plan.new), "new"),
        (len(plan.replaced), "replaced, as the outline or the source is another"),
        (len(plan.unchanged), "unchanged"),
    )
    said = [f"{count:,} {words}" for count, words in counts if count]
    yield f"Boundaries: {', '.join(said) if said else 'none'}."
    for edition, count in sorted(plan.other_editions.items()):
        yield f"{_INDENT}{count:,} of edition {edition} kept beside them."
    yield from _names([match.called for match, _ in plan.replaced], most)


def _lies_in(match: Match) -> str:
    parent: Area | None = match.area.parent
    if parent is None:
        return "nothing larger"
    judged = " (our judgement)" if match.area.parent_is_judgement else ""
    return f"{parent.name}{judged}"


def _listed(names: Sequence[str], most: int | None, heading: str) -> Iterator[str]:
    if names:
        yield heading.format(f"{len(names):,}")
        yield from _names(names, most)


def _names(names: Iterable[str], most: int | None) -> Iterator[str]:
    listed = list(names)
    yield from (f"{_INDENT}{name}" for name in listed[:most])
    if most is not None and len(listed) > most:
        yield f"{_INDENT}and {len(listed) - most:,} more (--verbosity 2 names them)"


def _areas(count: int) -> str:
    return f"{count:,} area{'' if count == 1 else 's'}"


def _features(count: int) -> str:
    return "feature is" if count == 1 else "features are"
