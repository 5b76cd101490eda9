"""A sparkline: where a series comes from and where it stands, beside its words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.safestring import SafeString

from safercornwall.pages.components.pictures.elements import Number, element, number, path, svg
from safercornwall.pages.components.pictures.readings import (
    Break,
    DrawnReading,
    runs,
    told_in_sentences,
)
from safercornwall.pages.components.pictures.scales import Scale

WIDTH, HEIGHT, MARGIN = 120, 32, 6


@dataclass(frozen=True)
class Sparkline:
    """A series, oldest first, one reading for each period. Its values and `target` share a unit.

    `target_words` says the target ("at most 1.9"). Periods stand evenly apart; the lowest and highest value
    fill the height, because a sparkline shows shape and not size.
    """

    subject: str
    readings: tuple[DrawnReading, ...]
    target: Number | None = None
    target_words: str = ""
    breaks: tuple[Break, ...] = ()

    @property
    def alt(self) -> str:
        sentences = [f"{self.subject}.", *told_in_sentences(self.readings, self.breaks)]
        if self.target_words:
            sentences.append(f"Target: {self.target_words}.")
        return " ".join(sentences)


@dataclass(frozen=True)
class _Plot:
    values: list[float | None]
    x: Scale
    y: Scale

    def at(self, place: int) -> tuple[float, float]:
        return self.x.at(place), self.y.at(self.values[place] or 0)


def sparkline(one: Sparkline) -> SafeString:
    """120 by 32 pixels, without words: the caller's stand beside it."""
    plot = _plot(one)
    return svg(
        _target(one, plot),
        *_breaks(one, plot),
        *_lines(one, plot),
        *_points(one, plot),
        alt=one.alt,
        class_="sc-pic sc-spark",
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        width=WIDTH,
        height=HEIGHT,
    )


def _plot(one: Sparkline) -> _Plot:
    values = [reading.known for reading in one.readings]
    seen = [value for value in (*values, number(one.target)) if value is not None] or [0.0]
    low, high = min(seen), max(seen)
    if low == high:
        low, high = low - 1, high + 1
    last = max(len(values) - 1, 1)
    return _Plot(
        values,
        Scale(0, last, MARGIN, WIDTH - MARGIN),
        Scale(low, high, HEIGHT - MARGIN, MARGIN),
    )


def _target(one: Sparkline, plot: _Plot) -> SafeString | None:
    target = number(one.target)
    if target is None:
        return None
    y = plot.y.at(target)
    return element("line", x1=0, x2=WIDTH, y1=y, y2=y, class_="sc-pic__target sc-pic__target--thin")


def _breaks(one: Sparkline, plot: _Plot) -> Iterator[SafeString]:
    for cut in one.breaks:
        if 0 < cut.before < len(one.readings):
            x = plot.x.at(cut.before - 0.5)
            yield element("line", x1=x, x2=x, y1=1, y2=HEIGHT - 1, class_="sc-pic__break")


def _lines(one: Sparkline, plot: _Plot) -> Iterator[SafeString]:
    for run in runs(plot.values, {cut.before for cut in one.breaks}):
        if len(run) > 1:
            yield element("path", d=path(map(plot.at, run)), class_="sc-pic__line")


def _points(one: Sparkline, plot: _Plot) -> Iterator[SafeString]:
    """The last figure, every provisional one, and those that no line reaches."""
    known = [place for place, value in enumerate(plot.values) if value is not None]
    alone = {
        run[0] for run in runs(plot.values, {cut.before for cut in one.breaks}) if len(run) == 1
    }
    for place in known:
        is_last = place == known[-1]
        hollow = one.readings[place].provisional
        if is_last or hollow or place in alone:
            x, y = plot.at(place)
            look = "sc-pic__point--hollow" if hollow else "sc-pic__point"
            yield element("circle", cx=x, cy=y, r=4 if is_last else 2.5, class_=look)
