"""A board pack as contents, gathered from a snapshot: first what the board's first screen shows, then decisions, flags, money, the table and the themes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from core.periods import written
from priorities.models import Plan
from safercornwall.exports.packs.attention import attention, decisions, money
from safercornwall.exports.packs.glance import glance
from safercornwall.exports.packs.performance import performance
from safercornwall.exports.packs.themes import Statements, influences, introduction, theme_pieces
from safercornwall.exports.word.contents import Document, Piece
from safercornwall.flags.keeping import flags_of
from safercornwall.flags.snapshot import Snapshot
from safercornwall.lists.performance_table import performance_table

NAME = "Board pack"

# How many of how many steps are done, and what comes next.
Report = Callable[[int, int, str], None]


def gather(snapshot: Snapshot, *, made_at: datetime, report: Report) -> Document:
    """`made_at` is local time: what was known by then is in it. Each theme is a step."""
    plan, themes = snapshot.plan, snapshot.themes
    steps = len(themes) + 2
    report(0, steps, "Reading the plan")
    stated = Statements(snapshot)
    flags = flags_of(snapshot)
    pieces: list[Piece] = [
        *glance(snapshot, flags),
        *decisions(snapshot),
        *attention(flags),
        *money(snapshot, flags),
        *performance(performance_table(snapshot)),
        *introduction(stated),
    ]
    for place, theme in enumerate(themes, start=1):
        report(place, steps, f"Writing {theme}")
        pieces += theme_pieces(stated, theme)
    pieces += influences(stated)
    report(steps - 1, steps, "Putting it into Word")
    return Document(
        title=str(plan),
        subtitle=NAME,
        front=tuple(front_of(plan, snapshot, made_at)),
        author=str(plan.partnership),
        footer=f"{plan} · As at {written(snapshot.as_at)}",
        pieces=tuple(pieces),
    )


def front_of(plan: Plan, snapshot: Snapshot, made_at: datetime) -> list[str]:
    draft = (
        ["A draft: not for those who may not change plans."]
        if plan.stage == Plan.Stage.DRAFT
        else []
    )
    return [
        *draft,
        str(plan.partnership),
        plan.assessment_title,
        f"As at {written(snapshot.as_at)}: what was reached, due or over is counted from that day.",
        f"Figures and records as known on {written(made_at.date())} at {made_at:%H:%M}, when this pack was made.",
    ]
