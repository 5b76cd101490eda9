"""How a word is told apart on paper: by a mark before it and by the ground behind it, never by colour alone."""

from __future__ import annotations

from performance.choices import Direction, Status
from safercornwall.exports.word.contents import Cell, Tone
from safercornwall.flags.models import Severity

# Letters that every font of Word and LibreOffice has, no two of one kind alike.
STATUSES: dict[str, tuple[str, Tone]] = {
    Status.ACHIEVED: ("■", "green"),
    Status.ON_TRACK: ("●", "green"),
    Status.AT_RISK: ("▲", "amber"),
    Status.OFF_TRACK: ("◆", "red"),
    Status.MISSED: ("×", "red"),
    Status.NO_TARGET: ("○", "grey"),
    Status.OVERDUE: ("◊", "amber"),
    Status.NO_FIGURES: ("–", "grey"),
}
SEVERITIES: dict[str, tuple[str, Tone]] = {
    Severity.HIGH: ("▲", "red"),
    Severity.MEDIUM: ("△", "amber"),
    Severity.LOW: ("–", "grey"),
}
DIRECTIONS = {
    Direction.IMPROVING: "↗",
    Direction.STEADY: "→",
    Direction.WORSENING: "↘",
    Direction.UP: "↑",
    Direction.DOWN: "↓",
    Direction.UNKNOWN: "–",
}


def status_cell(status: Status, label: str, *below: str) -> Cell:
    mark, tone = STATUSES[status]
    return Cell(tuple(filter(None, below)), lead=f"{mark} {label}", tone=tone)


def severity_cell(severity: Severity) -> Cell:
    mark, tone = SEVERITIES[severity]
    return Cell(lead=f"{mark} {severity.label}", tone=tone)


def direction_words(direction: Direction) -> str:
    return f"{DIRECTIONS[direction]} {direction.label}"
