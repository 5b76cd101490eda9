"""How much the evidence says that something changed, where no indicator shows it: "up 9%"."""

from __future__ import annotations

from collections.abc import Iterable

from priorities.models import EvidenceFigure, Plan

# The units of a change within a statement, and whether its number is how far it fell.
UNITS = {"% increase": False, "% change": False, "% decrease": True}


def first_stated(figures: Iterable[EvidenceFigure]) -> EvidenceFigure | None:
    """The first change that the figures of some evidence state as a number."""
    return next((row for row in figures if row.unit in UNITS and row.value is not None), None)


def stated_by_theme(plan: Plan) -> dict[int, EvidenceFigure]:
    """Theme id to the first change that its evidence states."""
    rows = EvidenceFigure.objects.filter(
        evidence__theme__plan=plan, evidence__archived_at=None, unit__in=UNITS, value__isnull=False
    )
    found: dict[int, EvidenceFigure] = {}
    for row in rows.select_related("evidence").order_by("evidence__order", "order"):
        found.setdefault(row.evidence.theme_id, row)
    return found


def words_of_change(figure: EvidenceFigure) -> str:
    return f"Evidence: {change_of(figure)}"


def change_of(figure: EvidenceFigure) -> str:
    """ "down 14.5%": which of the two is good, the assessment's words say."""
    value = figure.value or 0
    fell = UNITS[figure.unit] or value < 0
    number = f"{abs(value):f}".rstrip("0").rstrip(".") if value % 1 else f"{abs(value):.0f}"
    return f"{'down' if fell else 'up'} {number}%"
