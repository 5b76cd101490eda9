"""What a file of boundaries would do, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from places.boundaries.planning import LoadingPlan, Match

# More names than anybody looks through.
MOST_NAMES = 500


@dataclass(frozen=True)
class BoundaryGroup:
    """Places to which the same would happen. `unnamed` counts those beyond the names."""

    heading: str
    anchor: str
    count: int
    names: list[str]
    hint: str = ""

    @property
    def unnamed(self) -> int:
        return self.count - len(self.names)


def facts_of(plan: LoadingPlan) -> list[tuple[str, str]]:
    """Rows of a summary."""
    others = [f"{count:,} of {edition}" for edition, count in sorted(plan.other_editions.items())]
    return [
        ("The file", f"{plan.of.called[0].upper()}{plan.of.called[1:]}"),
        ("Edition", plan.edition),
        ("Where it comes from", plan.source),
        ("Outlines that are new", f"{len(plan.new):,}"),
        ("Outlines that change", f"{len(plan.replaced):,}"),
        ("Outlines that stay as they are", f"{len(plan.unchanged):,}"),
        ("Outlines of other editions, kept beside them", ", ".join(others)),
        ("Features left out, as they lie elsewhere", f"{plan.left_out:,}" if plan.left_out else ""),
    ]


def groups_of(plan: LoadingPlan) -> list[BoundaryGroup]:
    """Only those in which there is anything."""
    by_code = {match.area.pk for match in plan.by_code}
    given_another = [match for match in plan.codes if match.area.pk in by_code]
    groups = [
        _group("Places to be added", "made", plan.made),
        _group(
            *("Matched by their name alone", "by-name", plan.by_name),
            hint="Check that each is the same place. It is given the code of the file.",
        ),
        _group(
            *("Given one more code", "codes", given_another),
            hint="They are known by the same code of another year.",
        ),
        _group("Matched by their code", "by-code", plan.by_code),
        _group("Outlines that change", "replaced", [match for match, _ in plan.replaced]),
    ]
    return [group for group in groups if group.count]


def _group(heading: str, anchor: str, matches: list[Match], *, hint: str = "") -> BoundaryGroup:
    return BoundaryGroup(heading, anchor, len(matches), list(_names(matches[:MOST_NAMES])), hint)


def _names(matches: Iterable[Match]) -> Iterable[str]:
    for match in matches:
        around = match.area.parent
        if match.area.pk or around is None:
            yield match.called
        else:
            judged = ", our judgement" if match.area.parent_is_judgement else ""
            yield f"{match.called}, in {around.named}{judged}"
