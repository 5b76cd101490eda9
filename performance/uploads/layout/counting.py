"""The rows of a list of incidents, counted: a figure for each type, place and period, as a sheet of figures would give it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from core.periods import Period, written
from performance.cells.cell import CellProblem, Message, Wrong
from performance.cells.findings import FindingList
from performance.cells.lookups import plain
from performance.choices import Frequency
from performance.uploads.files import TableFile, Value
from performance.uploads.files.limits import MAX_ROWS
from performance.uploads.layout.incidents import day_or_period, ids_in
from performance.uploads.layout.layouts import Layout
from performance.uploads.layout.opening import Opened

COUNTED = Message(
    "incidents_counted",
    "{rows} are counted into {figures}, by type, place and {length}. They are of {first} to {last}.",
)
LEFT_OUT = (
    "Accept the warning if they do not count. If they do, correct them and upload the file again."
)
NO_DAY = Message(
    "incident_without_day", "{rows} without a date that can be read: not counted.", LEFT_OUT
)
NO_AREA = Message("incident_without_area", "{rows} without a place: not counted.", LEFT_OUT)
NO_TYPE = Message("incident_without_type", "{rows} without a type: not counted.", LEFT_OUT)
NOT_WHOLE = Message(
    "incidents_of_part",
    "{rows} of {period}: not counted, as the list does not hold all of its months.",
    "Accept the warning if that is right. If not, count the incidents by month.",
)
IDS_AGAIN = Message(
    "incident_ids_again",
    "{rows} with an id that an earlier row has too, and each row is counted.",
    "Accept the warning if each row is an incident. If not, take the rows out that say an incident again.",
)
MONTHS_FIRST = Message(
    "incident_month_first",
    "Dates are read with the month first, as only so all of them are dates: “04/25/2011” is 25 April 2011.",
    "Accept the warning if that is right. If not, correct the dates.",
)
TOO_MANY_ZEROS = Message(
    "too_many_zeros",
    "Places without an incident are left without a figure: with a 0 for each type and period they would be over {most} figures.",
    "Accept the warning if that is right. If not, upload fewer types or months at once.",
)
Rows = Iterable[tuple[int, Sequence[Value]]]
_LENGTHS: dict[str, str] = {
    Frequency.MONTH: "month",
    Frequency.QUARTER: "quarter",
    Frequency.YEAR: "financial year",
}
_LEFT = (NO_DAY, NO_TYPE, NO_AREA)


class CountedIncidents:
    """Figures out of the incidents that `read` gives, which is called twice. Each stands in the row of its first incident, its number after the headings."""

    def __init__(self, read: Callable[[], Rows], layout: Layout, headings: Sequence[Value]) -> None:
        self._layout = layout
        self._width = layout.columns["value"]
        self._when, self._of = layout.columns["period"], layout.columns.get("indicator")
        self._where = layout.columns.get("area")
        self._heading_row, self._ids = layout.heading_row, ids_in(headings)
        self._found: dict[tuple[Any, Any, Period], list[Any]] = {}
        self._left: dict[str, list[int]] = {one.code: [0, 0] for one in _LEFT}
        self._not_whole: dict[Period, list[int]] = {}
        self._repeated = [0, 0]
        self._plain: dict[Value, Any] = {}
        self._periods: dict[Value, tuple[Period, Period] | None] = {}
        self.month_first = False
        self.total, self.has_zeros = 0, layout.fills_zeros
        self._days: list[Period] = []
        self._count(read)

    def _count(self, read: Callable[[], Rows]) -> None:
        self.month_first = _are_month_first(_cell(cells, self._when) for _, cells in read())
        seen: set[Value] = set()
        for number, cells in read():
            self._count_one(number, cells)
            for place in self._ids:
                self._note_id(number, _cell(cells, place), seen)
        self._leave_parts()
        types, places = ({key[n] for key in self._found} for n in (0, 1))
        whole = {key[2] for key in self._found}
        if len(types) * len(places) * len(whole) > MAX_ROWS:
            self.has_zeros = False

    def _count_one(self, number: int, cells: Sequence[Value]) -> None:
        period = self._period(_cell(cells, self._when))
        of, where = self._named(cells, self._of), self._named(cells, self._where)
        for missing, message in ((period, NO_DAY), (of, NO_TYPE), (where, NO_AREA)):
            if missing is None:
                _note(self._left[message.code], number)
                return
        assert period is not None  # noqa: S101
        group = self._found.get((of, where, period))
        if group is None:
            self._found[of, where, period] = [number, cells, 1]
        else:
            group[2] += 1

    def _note_id(self, number: int, value: Value, seen: set[Value]) -> None:
        if value is None:
            return
        if value in seen:
            _note(self._repeated, number)
        seen.add(value)

    def _period(self, value: Value) -> Period | None:
        """The month, quarter or year to count it in; None where the cell names no day and nothing inside one of these."""
        if value not in self._periods:
            read = day_or_period(value, month_first=self.month_first)
            period = read and _around(read, self._layout.count_by)
            self._periods[value] = (
                (read, period) if read and period and period.contains(read) else None
            )
        found = self._periods[value]
        return found[1] if found else None

    def _named(self, cells: Sequence[Value], place: int | None) -> Any:
        """What groups rows: names that differ in capitals alone are one. "" where no column says."""
        if place is None:
            return ""
        value = _cell(cells, place)
        if value is None or isinstance(value, CellProblem):
            return None
        found = self._plain.get(value)
        if found is None:
            found = self._plain[value] = plain(value)
        return found or None

    def _leave_parts(self) -> None:
        """Leave out quarters and years of which the list does not hold all months, from its first day to its last."""
        self._days = [found[0] for found in self._periods.values() if found]
        if not self._days:
            return
        first, last = min(one.start for one in self._days), max(one.end for one in self._days)
        held = Period(
            Period.month(first.year, first.month).start, Period.month(last.year, last.month).end
        )
        for key, (number, _, count) in list(self._found.items()):
            if not held.contains(key[2]):
                left = self._not_whole.setdefault(key[2], [0, number])
                left[0] += count
                left[1] = min(left[1], number)
                del self._found[key]
        self.total = sum(group[2] for group in self._found.values())

    def __iter__(self) -> Iterator[tuple[int, tuple[Value, ...]]]:
        for (_, _, period), (number, cells, count) in self._found.items():
            yield number, self._row(cells, period, count)
        if self.has_zeros:
            yield from self._zeros()

    def __len__(self) -> int:
        types, places, periods = ({key[n] for key in self._found} for n in (0, 1, 2))
        if self.has_zeros:
            return len(types) * len(places) * len(periods)
        return len(self._found)

    def _zeros(self) -> Iterator[tuple[int, tuple[Value, ...]]]:
        """Of places that the list names: it says nothing of others. They stand in the row of the headings."""
        types: dict[Any, Sequence[Value]] = {}
        places: dict[Any, Sequence[Value]] = {}
        periods = {key[2] for key in self._found}
        for (of, where, _), (_, cells, _) in self._found.items():
            types.setdefault(of, cells)
            places.setdefault(where, cells)
        for of, with_type in types.items():
            for where, with_place in places.items():
                row = list(with_place)
                if self._of is not None:
                    row[self._of] = with_type[self._of]
                for period in periods:
                    if (of, where, period) not in self._found:
                        yield self._heading_row, self._row(row, period, 0)

    def _row(self, cells: Sequence[Value], period: Period, count: int) -> tuple[Value, ...]:
        row = [*cells[: self._width], *[None] * (self._width - len(cells))]
        # By its days, so that a month is never taken for the twelve that end with it.
        row[self._when] = f"{period.start:%d/%m/%Y} to {period.end:%d/%m/%Y}"
        return (*row, count)

    def note(self, findings: FindingList) -> None:
        """Say what was counted, and warn of what was not."""

        def warn(says: Message, row: int | None, column: int | None, **facts: str) -> None:
            findings.add("warning", Wrong(says, facts, role="value"), row, column)

        columns = dict(zip(_LEFT, (self._when, self._of, self._where), strict=True))
        for says in _LEFT:
            count, row = self._left[says.code]
            if count:
                warn(says, row, columns[says], rows=_rows(count))
        for period, (count, row) in self._not_whole.items():
            warn(NOT_WHOLE, row, self._when, rows=_rows(count), period=str(period))
        if self._repeated[0]:
            count, row = self._repeated
            warn(IDS_AGAIN, row, min(self._ids), rows=_rows(count))
        if self.month_first:
            warn(MONTHS_FIRST, self._heading_row, self._when)
        if self._layout.fills_zeros and not self.has_zeros:
            warn(TOO_MANY_ZEROS, None, None, most=f"{MAX_ROWS:,}")
        if self._days:
            facts = {
                "rows": _rows(self.total),
                "figures": f"{len(self):,} figure{'' if len(self) == 1 else 's'}",
                "length": _LENGTHS[self._layout.count_by],
                "first": written(min(one.start for one in self._days)),
                "last": written(max(one.end for one in self._days)),
            }
            findings.add("note", Wrong(COUNTED, facts, role="value"), None, None)


def figure_rows(table: TableFile, opened: Opened, layout: Layout) -> Rows:
    """The rows under the headings, counted where they are incidents."""
    return counted(table, opened, layout) if layout.count_by else opened.rows_in(table)


def counted(table: TableFile, opened: Opened, layout: Layout) -> CountedIncidents:
    return CountedIncidents(lambda: opened.rows_in(table), layout, opened.headings)


def _cell(cells: Sequence[Value], place: int) -> Value:
    return cells[place] if place < len(cells) else None


def _note(left: list[int], number: int) -> None:
    left[0] += 1
    left[1] = left[1] or number


def _rows(count: int) -> str:
    return f"{count:,} row{'' if count == 1 else 's'}"


def _around(period: Period, count_by: str) -> Period:
    """The month, quarter or financial year that its first day lies in."""
    day = period.start
    match count_by:
        case Frequency.YEAR:
            return Period(day, day).fy_period
        case Frequency.QUARTER:
            return Period.whole_months(day.year, day.month - (day.month - 1) % 3, 3)
    return Period.month(day.year, day.month)


def _are_month_first(cells: Iterable[Value]) -> bool:
    """Whether dates are dates only if the month stands first: some are none otherwise, and all are so."""
    texts = {one for one in cells if isinstance(one, str)}
    wrong = [one for one in texts if day_or_period(one) is None]
    turned = [one for one in wrong if day_or_period(one, month_first=True) is not None]
    if not turned:
        return False
    right = chain(turned, texts - set(wrong))
    return all(day_or_period(one, month_first=True) is not None for one in right)
