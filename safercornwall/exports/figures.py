"""Every figure of a plan's indicators as CSV, each line with its indicator's definition."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from core.lists.columns import Plain, plain
from performance.choices import FigureState, Frequency, NumberKind, Polarity
from performance.figures.withholding import HIDING, AnyFigure, key_of, visible_figures
from performance.models import Figure, Indicator
from performance.rules.wording import GOOD_IS
from priorities.models import Plan, Theme
from safercornwall.exports.csv_file import BYTE_ORDER_MARK, written_value

# Read from the database and sent at a time.
BATCH = 1_000

Line = tuple[AnyFigure, Indicator, str]
COLUMNS: tuple[tuple[str, Callable[[Any, Indicator, str], Any]], ...] = (
    ("Indicator", lambda row, indicator, themes: indicator.name),
    ("Code of the indicator", lambda row, indicator, themes: indicator.slug),
    ("Definition", lambda row, indicator, themes: indicator.definition),
    ("Themes", lambda row, indicator, themes: themes),
    ("Unit", lambda row, indicator, themes: indicator.unit),
    ("Good is", lambda row, indicator, themes: GOOD_IS[Polarity(indicator.polarity)]),
    ("How often", lambda row, indicator, themes: Frequency(indicator.frequency)),
    ("Kind of number", lambda row, indicator, themes: NumberKind(indicator.number_kind)),
    ("Source of the indicator", lambda row, indicator, themes: indicator.source),
    ("Provided by", lambda row, indicator, themes: indicator.provider),
    ("Led by", lambda row, indicator, themes: indicator.lead_organisation),
    ("Place", lambda row, indicator, themes: row.area.name),
    ("Code of the place", lambda row, indicator, themes: row.area.slug),
    ("Kind of place", lambda row, indicator, themes: row.area.get_kind_display()),
    ("Period", lambda row, indicator, themes: row.period.label),
    ("Period starts", lambda row, indicator, themes: row.period_start),
    ("Period ends", lambda row, indicator, themes: row.period_end),
    ("State", lambda row, indicator, themes: FigureState(row.state)),
    ("Value", lambda row, indicator, themes: exact(row.value)),
    ("Numerator", lambda row, indicator, themes: exact(row.numerator)),
    ("Denominator", lambda row, indicator, themes: exact(row.denominator)),
    ("Estimate", lambda row, indicator, themes: row.is_estimate),
    ("Added up from so many areas", lambda row, indicator, themes: row.added_up_from),
    ("Why not applicable", lambda row, indicator, themes: row.reason),
    ("Comment", lambda row, indicator, themes: row.comment),
    ("Source of the figure", lambda row, indicator, themes: row.source),
    ("Revision", lambda row, indicator, themes: row.revision),
    ("Known since", lambda row, indicator, themes: timezone.localtime(row.known_from)),
)


def figure_lines(plan: Plan, *, sees_withheld: bool) -> Iterator[bytes]:
    """The file in pieces: a heading for each column, then the latest revision of each figure."""
    yield _piece([[heading for heading, _ in COLUMNS]], start=BYTE_ORDER_MARK)
    themes = list(plan.themes.order_by("order"))
    indicators = {row.pk: row for row in _indicators(plan)}
    named = {pk: plain(_themes_of(row, themes)) or "" for pk, row in indicators.items()}
    ever_suppressed = _ever_suppressed(indicators, sees_withheld=sees_withheld)
    batch = []
    for row in _figures(indicators):
        seen = ever_suppressed.get(row.pk, row)
        batch.append(_line(seen, indicators[row.indicator_id], str(named[row.indicator_id])))
        if len(batch) == BATCH:
            yield _piece(batch)
            batch = []
    yield _piece(batch)


def _indicators(plan: Plan) -> QuerySet[Indicator]:
    measuring = Indicator.themes.through.objects.filter(
        theme__plan=plan, theme__archived_at=None
    ).values("indicator")
    found = Indicator.objects.counting().filter(pk__in=measuring)
    return found.select_related("provider", "lead_organisation").prefetch_related("themes")


def _themes_of(indicator: Indicator, themes: Iterable[Theme]) -> list[Theme]:
    own = {theme.pk for theme in indicator.themes.all()}
    return [theme for theme in themes if theme.pk in own]


def _figures(indicators: Iterable[int]) -> Iterator[Figure]:
    rows = Figure.objects.latest_revisions().filter(indicator__in=list(indicators))
    rows = rows.select_related("area").order_by(
        "indicator__order", "area__path", "period_end", "period_start"
    )
    return rows.iterator(chunk_size=BATCH)


def _ever_suppressed(indicators: Iterable[int], *, sees_withheld: bool) -> dict[int, AnyFigure]:
    """The latest revisions of figures that were suppressed once, as this reader sees them, by their id.

    A later comment may repeat what an earlier one said of a small number.
    """
    suppressed = Figure.objects.filter(
        HIDING,
        indicator=OuterRef("indicator"),
        area=OuterRef("area"),
        period_start=OuterRef("period_start"),
        period_end=OuterRef("period_end"),
    )
    revisions = Figure.objects.filter(Exists(suppressed), indicator__in=list(indicators))
    latest: dict[Any, AnyFigure] = defaultdict()
    for row in visible_figures(
        revisions.select_related("area").order_by("revision"), sees_withheld=sees_withheld
    ):
        latest[key_of(row)] = row
    # A small number is left out of what is taken away, whoever takes it.
    return {row.pk: row for row in latest.values() if not row.withheld}


def exact(value: Decimal | None) -> Decimal | None:
    """As it is kept, without the noughts that the database pads it with."""
    if value is None:
        return None
    short = value.normalize()
    return short.quantize(Decimal(1)) if short == short.to_integral_value() else short


def _line(row: AnyFigure, indicator: Indicator, themes: str) -> list[Plain]:
    return [plain(value(row, indicator, themes)) for _, value in COLUMNS]


def _piece(lines: Iterable[Iterable[Plain]], start: str = "") -> bytes:
    file = io.StringIO(newline="")
    file.write(start)
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerows([written_value(value) for value in line] for line in lines)
    return file.getvalue().encode()
