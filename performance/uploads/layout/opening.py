"""Find the sheet that holds the figures, its headings, and the layout that these give when they leave no doubt."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from performance.cells.lookups import KnownPlace, Lookups, Subject, plain
from performance.cells.values.figure_cells import NotAState, is_blank, read_state
from performance.cells.values.periods import Quarters, day_first
from performance.models import Upload, UploadKind
from performance.uploads.files import Sheet, TableFile, Value
from performance.uploads.layout.headings import (
    is_no_figure,
    joined_headings,
    measure_in,
    measure_of,
    period_heading,
    without_marks,
    without_scale,
)
from performance.uploads.layout.incidents import positions_and_ids
from performance.uploads.layout.layouts import (
    ChosenSheet,
    Layout,
    StoredLayout,
    missing,
    needs_convention,
    remembered,
)
from performance.uploads.layout.sheets import headings_of_rows
from performance.uploads.layout.years import (
    YEAR_HEADINGS,
    headings_with_year,
    join_year,
    lack_a_year,
    says_months,
    with_year,
    year_of_titles,
)

# What a template calls its sheet.
OURS = "figures"
_ROWS_SAMPLED = 200
# Looked for in the first rows, as a title may stand above the headings.
HEADING_ROWS = 12
_SAMPLES = 200
# What a column may say of indicators that are not here yet, besides their unit.
FACTS = ("polarity", "frequency", "provider")
# What a column may hold, and what it is called. Headings are compared by their words alone; the first is best.
SYNONYMS: dict[str, tuple[str, ...]] = {
    "indicator": (
        *("indicator", "indicator name", "indicator slug", "indicator code", "measure"),
        *("measure name", "performance indicator", "pi", "kpi", "metric", "indicator id"),
    ),
    "index": ("index", "index name", "place index"),
    "area": (
        *("area", "area name", "area code", "place", "location", "geography", "area slug", "town"),
        *("lsoa11cd", "lsoa21cd", "lsoa01cd", "lsoa", "lsoa code", "lsoa11 code", "lsoa name"),
        *("network area", "beat", "gss code", "ons code", "geography code", "ward", "area id"),
    ),
    "label": (
        *("comparator", "comparator name", "comparator label", "compared with", "label"),
        *("comparison", "benchmark", "group"),
    ),
    "period": (
        *(
            "period",
            "quarter",
            "time period",
            "reporting period",
            "financial quarter",
            "fy quarter",
        ),
        *("calendar quarter", "month", "financial year", "year", "date", "period label", "when"),
        *("period ending", "quarter ending"),
    ),
    # Beside a column of quarters or months.
    "year": YEAR_HEADINGS,
    "value": (
        *("value", "figure", "actual", "result", "new value", "score", "actual value", "outturn"),
        *("this quarter", "this period", "count", "rate", "performance", "figure value"),
    ),
    "numerator": ("numerator", "num", "top"),
    "denominator": ("denominator", "den", "denom", "bottom", "out of", "base"),
    # The name of an area beside the column of its code, to be held to it.
    "area_name": (
        "area name",
        "area",
        "place",
        "geography",
        "lsoa name",
        "ward",
        "location",
        "town",
    ),
    "measure": (
        *("measure", "measure type", "value type", "statistic", "type of value", "metric type"),
    ),
    "unit": ("unit", "units", "unit of measure", "value unit"),
    # Of new indicators: the figures of those that are there are not read by them.
    "polarity": (
        *(
            "polarity",
            "good is",
            "better is",
            "what is good",
            "good performance",
            "good performance is",
        ),
        *("direction of good", "desired direction", "direction of improvement", "aim to"),
    ),
    "frequency": ("frequency", "how often", "reporting frequency", "frequency of reporting"),
    "provider": (
        *("provider", "provided by", "data provider", "data owner", "supplied by", "supplier"),
        *("responsible organisation", "provider of figures"),
    ),
    "state": ("state", "status", "figure state", "state of figure", "quality"),
    "comment": ("comment", "comments", "note", "notes", "reason", "remarks", "explanation"),
}
ROLES = {
    UploadKind.FIGURES: (
        *("indicator", "area", "area_name", "period", "year", "value", "numerator", "denominator"),
        *("measure", "unit", *FACTS, "state", "comment"),
    ),
    UploadKind.INDEX_SCORES: (
        "index",
        "indicator",
        "area",
        "area_name",
        "period",
        "year",
        "value",
        "comment",
    ),
    UploadKind.COMPARATORS: ("indicator", "label", "period", "year", "value", "comment"),
}
# A file of scores calls its measures by other names.
COMPONENT = ("component", "component name", "component key", "domain", "element")


@dataclass(frozen=True)
class Opened:
    """`layout` is None when a person must name the columns. `sample` are the first rows under the
    headings, where these had to be looked for. `read_as` is the upload whose columns were named so, as far as a layout is
    remembered.
    """

    sheet: Sheet
    headings: Sequence[Value]
    heading_row: int
    layout: Layout | None
    sample: Sequence[Sequence[Value]] = ()
    heading_above: int = 0
    read_as: int | None = None
    first_chosen: int = 0
    """The first of the heading rows that a person chose."""

    @property
    def first_heading_row(self) -> int:
        """Titles stand above it."""
        return self.first_chosen or self.heading_above or self.heading_row

    def rows_in(self, table: TableFile) -> Iterator[tuple[int, Sequence[Value]]]:
        """The rows under the headings. What names figures in a cell that is merged downwards holds for all its rows."""
        rows = (row for row in table.rows(self.sheet) if row[0] > self.heading_row)
        columns = self.layout.columns if self.layout else {}
        names = {columns[role] for role in _NAMING if role in columns}
        down = {
            (row, column - 1): last
            for row, column, last, _ in self.sheet.merged
            if last > row > self.heading_row and column - 1 in names
        }
        return _filled_down(rows, down) if down else rows


_NAMING = ("indicator", "index", "area", "area_name", "label", "period", "year", "measure", "unit")


def _filled_down(
    rows: Iterator[tuple[int, Sequence[Value]]], down: Mapping[tuple[int, int], int]
) -> Iterator[tuple[int, Sequence[Value]]]:
    """`down` is the last row of each merged cell, by its first row and its column from 0."""
    held: dict[int, tuple[int, Value]] = {}
    columns = sorted({column for _, column in down})
    for number, cells in rows:
        filled = list(cells)
        for column in columns:
            last, value = held.get(column, (0, None))
            if (number, column) in down:
                held[column] = (down[number, column], cells[column])
            elif number <= last and cells[column] is None:
                filled[column] = value
        yield number, tuple(filled)


def open_table(table: TableFile, upload: Upload, lookups: Lookups) -> Opened:
    """By the layout that was chosen, else by the last one for the same headings, else by the headings. The first sheet
    with a layout wins.
    """
    sheets = _in_order(table, upload)
    # Until somebody says more, a layout holds only where the headings are.
    stored = StoredLayout.of(upload)
    if stored.layout:
        opened = _with_headings(table, sheets[0], stored.layout)
        return replace(opened, read_as=stored.read_as)
    looked_at = []
    for sheet in sheets:
        opened = _recognised(table, sheet, upload.kind, lookups)
        if opened.layout is not None:
            return opened
        looked_at.append(opened)
    return looked_at[0]


def open_chosen(table: TableFile, upload: Upload, lookups: Lookups) -> list[Opened]:
    """The sheets that a person chose, each with its headings as they said and its layout as far as that is known."""
    sheets = {one.name: one for one in table.sheets}
    chosen = [one for one in StoredLayout.of(upload).chosen if one.name in sheets]
    return [_as_chosen(table, sheets[one.name], one, upload.kind, lookups) for one in chosen]


def _as_chosen(
    table: TableFile, sheet: Sheet, chosen: ChosenSheet, kind: str, lookups: Lookups
) -> Opened:
    rows = list(islice(table.rows(sheet), HEADING_ROWS + _ROWS_SAMPLED))
    first, bottom = min(chosen.heading_rows), max(chosen.heading_rows)
    headings = headings_of_rows(
        [row for row in rows if row[0] in chosen.heading_rows] or rows[:1], sheet.merged
    )
    sample = [cells for number, cells in rows if number > bottom]
    layout, last = chosen.layout, None
    if layout is None:
        last = remembered(kind, headings)
        layout = last.layout if last else recognise(headings, sample, kind, lookups)
        titles = [cells for number, cells in rows if number < first]
        layout = _dated(layout, headings, sample, titles, kind, lookups)
    if layout is not None:
        layout = replace(layout, heading_row=bottom, heading_above=0)
    read_as = last.named_for if last else None
    return Opened(sheet, headings, bottom, layout, sample, first_chosen=first, read_as=read_as)


def _in_order(table: TableFile, upload: Upload) -> list[Sheet]:
    if upload.sheet:
        named = [one for one in table.sheets if one.name[:100] == upload.sheet]
        if named:
            return named
    visible = [one for one in table.sheets if one.filled and not one.hidden]
    candidates = visible or [one for one in table.sheets if one.filled] or list(table.sheets)
    return sorted(candidates, key=lambda one: one.name.casefold() != OURS)


def _with_headings(table: TableFile, sheet: Sheet, layout: Layout) -> Opened:
    above: Sequence[Value] = ()
    for number, cells in table.rows(sheet):
        if number == layout.heading_above:
            above = cells
        if number >= layout.heading_row:
            headings = (joined_headings(above, cells) if above else None) or cells
            return Opened(sheet, headings, number, layout, heading_above=layout.heading_above)
    return Opened(sheet, (), layout.heading_row, layout)


def _recognised(table: TableFile, sheet: Sheet, kind: str, lookups: Lookups) -> Opened:
    rows = list(islice(table.rows(sheet), HEADING_ROWS + _ROWS_SAMPLED))
    for place in range(min(len(rows), HEADING_ROWS)):
        for headings in _headings_at(rows, place):
            cells, number, above = headings
            sample = [row for at, row in rows[place + 1 :] if at > number]
            last = remembered(kind, cells)
            layout = last.layout if last else recognise(cells, sample, kind, lookups)
            titles = [row for at, row in rows[:place] if at < (above or number)]
            layout = _dated(layout, cells, sample, titles, kind, lookups)
            if layout is not None:
                layout = replace(layout, heading_row=number, heading_above=above)
                read_as = last.named_for if last else None
                return Opened(sheet, cells, number, layout, sample, above, read_as)
    # The headings to ask about: the first row in which most columns hold something.
    width = max((_filled(cells) for _, cells in rows), default=0)
    for place, (number, cells) in enumerate(rows[:HEADING_ROWS]):
        if _filled(cells) * 2 > width:
            if place and (joined := joined_headings(rows[place - 1][1], cells)):
                sample = [row for _, row in rows[place + 1 :]]
                return Opened(sheet, joined, number, None, sample, rows[place - 1][0])
            return Opened(sheet, cells, number, None, [row for _, row in rows[place + 1 :]])
    return Opened(sheet, rows[0][1] if rows else (), rows[0][0] if rows else 1, None)


def _dated(
    layout: Layout | None,
    headings: Sequence[Value],
    sample: Sequence[Sequence[Value]],
    titles: Sequence[Sequence[Value]],
    kind: str,
    lookups: Lookups,
) -> Layout | None:
    """The layout, with the year of a title where quarters or months have none; None where a person must say it."""
    if layout is None:
        year = year_of_titles(titles)
        dated = headings_with_year(headings, year) if year else headings
        if dated == list(headings):
            return None
        layout = recognise(dated, sample, kind, lookups)
        return layout and replace(layout, constants={**layout.constants, "year": year})
    place = layout.columns.get("period")
    if place is None or "year" in layout.columns or place >= len(headings):
        return layout
    held = [one for one in _samples(sample, place) if one is not None]
    if not held or (isinstance(held[0], str) and _TWO_DIGITS.search(held[0])):
        # It has a year, as nearly all have.
        return layout
    if not lack_a_year(held, of_months=says_months(headings[place])):
        return layout
    year = year_of_titles(titles)
    return replace(layout, constants={**layout.constants, "year": year}) if year else None


_TWO_DIGITS = re.compile(r"\d\d")


def _headings_at(
    rows: Sequence[tuple[int, Sequence[Value]]], place: int
) -> Iterator[tuple[Sequence[Value], int, int]]:
    """What may be headings at a row: those joined with the row below where it spans columns of that, else the row alone.

    Each with the row of the headings, and the row above that belongs to them (0: none).
    """
    number, cells = rows[place]
    if place + 1 < len(rows):
        below, lower = rows[place + 1]
        if joined := joined_headings(cells, lower):
            yield joined, below, number
            if None in lower:
                return
            # It may be a row of figures after all, none of them a number.
    yield cells, number, 0


def has_figures(table: TableFile, sheet: Sheet, kind: str, lookups: Lookups) -> bool:
    """Whether figures would be read from a sheet without a question."""
    return _recognised(table, sheet, kind, lookups).layout is not None


def _filled(cells: Sequence[Value]) -> int:
    return sum(cell is not None for cell in cells)


def convention_in(heading: Value) -> Quarters | None:
    """The kind of quarters that the heading of a column of periods names."""
    words = plain(heading).split()
    if "calendar" in words:
        return "calendar"
    return "financial" if {"financial", "fy", "fiscal"} & set(words) else None


def recognise(
    headings: Sequence[Value],
    sample_rows: Sequence[Sequence[Value]],
    kind: str,
    lookups: Lookups | None = None,
) -> Layout | None:
    """The layout that these headings give without doubt; None when a person must be asked."""
    # A date over a column is a period of a wide sheet, so only texts are compared with the synonyms.
    headings = [without_marks(heading) for heading in headings]
    columns = roles_in(headings, kind)
    lookups = lookups or Lookups(kind)
    if any(isinstance(one, str) and plain(one) in YEAR_HEADINGS for one in headings):
        join_year(columns, headings, lambda place: _samples(sample_rows, place))
    if kind == UploadKind.FIGURES:
        _hold_to_base(columns, headings)
        _leave_ratings(columns, headings, sample_rows)
        if not _choose_value(columns, headings, sample_rows, lookups):
            return None
    layout = Layout("long", columns)
    if "period" in columns and _is_date_of_extract(columns, headings):
        wide = _wide_by_period(headings, columns, kind)
        if len(wide.periods) > 1:
            return None if missing(wide, kind) else _with_convention(wide, headings, sample_rows)
    if "value" not in columns and not (layout.computes_values and not _others(headings, columns)):
        layout = _wide(headings, columns, kind, lookups)
        if not layout.has_figures_across:
            # The value may stand under a heading that says nothing.
            return None
    if missing(layout, kind):
        return None
    return _with_convention(layout, headings, sample_rows)


def roles_in(headings: Sequence[Value], kind: str) -> dict[str, int]:
    """Each role's column. Where two would do, the one whose heading comes first among the synonyms."""
    words = [plain(without_scale(one)) if isinstance(one, str) else "" for one in headings]
    columns: dict[str, int] = {}
    for role in ROLES[UploadKind(kind)]:
        if role == "year":
            # Only beside a column of quarters or months: `join_year`.
            continue
        names = SYNONYMS[role]
        if role == "indicator" and kind == UploadKind.INDEX_SCORES:
            names = (*COMPONENT, *names)
        place = next(
            (
                words.index(n)
                for n in names
                if n in words and words.index(n) not in columns.values()
            ),
            None,
        )
        if place is not None:
            columns[role] = place
    _hold_to_code(columns, words)
    return columns


_CODES = re.compile(r"(^|.* )(code|cd|id)|lsoa\d\dcd")


def _hold_to_code(columns: dict[str, int], words: Sequence[str]) -> None:
    """A column of codes decides which area is meant, and the name beside it is held to it."""
    code = next(
        (n for n, word in enumerate(words) if word in SYNONYMS["area"] and _CODES.fullmatch(word)),
        None,
    )
    area = columns.get("area")
    if area is None or code is None or code in set(columns.values()) - {area}:
        columns.pop("area_name", None)
    elif not _CODES.fullmatch(words[area]):
        columns["area"], columns["area_name"] = code, area


# A column of these names may hold what a figure was before, or the day on which the file was made.
_BASES = ("base", "bottom", "top")
_DATES = ("date", "year", "month", "when")


def _hold_to_base(columns: dict[str, int], headings: Sequence[Value]) -> None:
    """ "Base" is a denominator only beside a numerator."""
    place = columns.get("denominator")
    if place is not None and plain(headings[place]) in _BASES and "numerator" not in columns:
        del columns["denominator"]


_RATINGS = frozenset(
    (
        "red",
        "amber",
        "green",
        "blue",
        "on track",
        "off track",
        "at risk",
        "achieved",
        "missed",
        "met",
        "not met",
        "a",
        "g",
    )
)


def _leave_ratings(
    columns: dict[str, int], headings: Sequence[Value], rows: Sequence[Sequence[Value]]
) -> None:
    """A status such as Amber or On track is not the state of a figure: it is worked out here, and left alone.

    So is a column called Status of which no word is a state, such as Good or Under target.
    """
    place = columns.get("state")
    if place is None:
        return
    held = [row[place] for row in rows if place < len(row) and not is_blank(row[place])]
    is_status = plain(headings[place]) == "status"
    if any(plain(one) in _RATINGS for one in held) or (
        is_status and held and all(isinstance(read_state(one), NotAState) for one in held)
    ):
        del columns["state"]


def _is_date_of_extract(columns: dict[str, int], headings: Sequence[Value]) -> bool:
    return plain(headings[columns["period"]]) in _DATES


def _wide_by_period(headings: Sequence[Value], columns: dict[str, int], kind: str) -> Layout:
    roles = {role: place for role, place in columns.items() if role not in ("period", "value")}
    rest = _others(headings, roles)
    return Layout("wide", roles, periods=tuple(p for p, text in rest if _is_period(text)))


_ANY_KIND = frozenset(SYNONYMS["value"]) - {"count", "rate"}


def _choose_value(
    columns: dict[str, int],
    headings: Sequence[Value],
    rows: Sequence[Sequence[Value]],
    lookups: Lookups,
) -> bool:
    """Choose the column of values where several could be it; False where a person must."""
    words = [plain(without_scale(one)) if isinstance(one, str) else "" for one in headings]
    taken = {place for role, place in columns.items() if role != "value"}
    free = [n for n, word in enumerate(words) if word and n not in taken]
    plainly = [n for n in free if words[n] in _ANY_KIND]
    if plainly:
        columns["value"] = plainly[0] if "value" not in columns else columns["value"]
        if columns["value"] not in plainly:
            columns["value"] = min(plainly, key=lambda n: SYNONYMS["value"].index(words[n]))
        return [words[n] for n in plainly].count(words[columns["value"]]) == 1
    kinds = {
        n: measure_in(str(headings[n]))
        for n in free
        if not is_no_figure(str(headings[n])) and _begins_as_measure(words[n])
    }
    kinds = {n: kind for n, kind in kinds.items() if kind and _holds_numbers(rows, n)}
    if not kinds and "value" not in columns:
        return True
    if "period" not in columns or "indicator" not in columns:
        # The indicator is chosen by a person, and the column with it.
        return len(kinds) <= 1
    wanted = {measure_of(one) for one in _subjects_of(columns["indicator"], rows, lookups)}
    if len(wanted) != 1:
        columns.pop("value", None)
        return not kinds or (len(kinds) == 1 and not wanted and _keep(columns, kinds))
    (kind,) = wanted
    right = [n for n, one in kinds.items() if one == kind] if kind else list(kinds)
    if len(right) == 1:
        columns["value"] = right[0]
        return True
    if kinds or "value" in columns:
        columns.pop("value", None)
        return False
    return True


def _keep(columns: dict[str, int], kinds: Mapping[int, str]) -> bool:
    (columns["value"],) = kinds
    return True


_MEASURES = re.compile(
    r"(crude |standardised |age standardised )?(rate|count|number|no|volume|percentage|percent|per cent|%|proportion)\b.*"
    r"|value .*|.* rate|.* count|total"
)


def _begins_as_measure(words: str) -> bool:
    """Whether a heading is of a kind of number, and not the name of what is counted."""
    return _MEASURES.fullmatch(words) is not None or words.startswith("%")


def _holds_numbers(rows: Sequence[Sequence[Value]], place: int) -> bool:
    return not rows or any(place < len(row) and row[place] is not None for row in rows)


def _subjects_of(
    place: int, rows: Sequence[Sequence[Value]], lookups: Lookups
) -> Iterator[Subject]:
    named = {row[place] for row in rows if place < len(row) and isinstance(row[place], str)}
    for name in named:
        found = lookups.subject(name)
        if isinstance(found, Subject):
            yield found


def _wide(
    headings: Sequence[Value], columns: dict[str, int], kind: str, lookups: Lookups
) -> Layout:
    marks = positions_and_ids(headings)
    rest = [one for one in _others(headings, columns) if one[0] not in marks]
    if "period" not in columns:
        return Layout("wide", columns, periods=tuple(p for p, text in rest if _is_period(text)))
    if areas := _areas_across(rest, columns, kind, lookups):
        return Layout("wide", columns, areas=areas)
    found = [(place, lookups.subject(heading)) for place, heading in rest]
    if not found or not all(isinstance(one, Subject) for _, one in found):
        # Leaving a column out is for a person to decide.
        return Layout("wide", columns)
    subjects = tuple((place, one.slug) for place, one in found if isinstance(one, Subject))
    return Layout("wide", columns, subjects=subjects)


def _areas_across(
    rest: Sequence[tuple[int, Value]], columns: dict[str, int], kind: str, lookups: Lookups
) -> tuple[int, ...]:
    """The columns of figures, where every one is headed by a place that is known."""
    if kind == UploadKind.COMPARATORS or "area" in columns or "indicator" not in columns:
        return ()
    known = [place for place, heading in rest if is_a_place(heading, lookups)]
    return tuple(known) if len(known) == len(rest) else ()


def is_a_place(heading: Value, lookups: Lookups) -> bool:
    """Whether a heading is the name or code of one place."""
    return isinstance(heading, str) and isinstance(lookups.area(heading), KnownPlace)


def _others(headings: Sequence[Value], columns: dict[str, int]) -> list[tuple[int, Value]]:
    """The columns whose headings name no role."""
    taken = set(columns.values())
    known = {name for names in SYNONYMS.values() for name in names}
    return [
        (place, heading)
        for place, heading in enumerate(headings)
        if place not in taken and heading is not None and plain(heading) not in known
    ]


def _is_period(heading: Value) -> bool:
    return period_heading(heading) is not None


def _with_convention(
    layout: Layout, headings: Sequence[Value], rows: Sequence[Sequence[Value]]
) -> Layout | None:
    """The layout with the kind of quarters it needs; None where that cannot be told."""
    if layout.periods:
        return layout if _all_clear([headings[place] for place in layout.periods]) else None
    place = layout.columns.get("period")
    if place is not None and _are_month_first(_samples(rows, place)):
        layout = replace(layout, month_first=True)
    year = layout.columns.get("year")
    if place is None or _all_clear(_periods(layout, headings, rows)):
        return layout
    named = convention_in(headings[place]) or (year and convention_in(headings[year]))
    if named:
        return replace(layout, convention=named)
    other = _other_period(layout, headings, rows)
    return replace(layout, columns={**layout.columns, "period": other}) if other else None


def _are_month_first(periods: Sequence[Value]) -> bool:
    """Whether dates begin or end months only if the month stands first."""
    dates = [one for one in periods if isinstance(one, str) and _DATE.fullmatch(one.strip())]
    turned = [str(day_first(one)) for one in dates]
    return (
        bool(dates) and not all(map(_bounds_a_month, dates)) and all(map(_bounds_a_month, turned))
    )


_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


def _bounds_a_month(text: str) -> bool:
    day, month, year = map(int, _DATE.fullmatch(text.strip()).groups())  # type: ignore[union-attr]
    return 1 <= month <= 12 and year > 0 and day in (1, monthrange(year, month)[1])


def _other_period(
    layout: Layout, headings: Sequence[Value], rows: Sequence[Sequence[Value]]
) -> int | None:
    """Another column of periods, that needs no convention."""
    for place, heading in enumerate(headings):
        if place in (layout.columns["period"], layout.columns.get("year")):
            continue
        if plain(heading or "") in SYNONYMS["period"]:
            samples = _samples(rows, place)
            if samples and _all_clear(samples):
                return place
    return None


def _samples(rows: Sequence[Sequence[Value]], place: int) -> list[Value]:
    return [row[place] for row in rows[:_SAMPLES] if place < len(row)]


def _periods(
    layout: Layout, headings: Sequence[Value], rows: Sequence[Sequence[Value]]
) -> list[Value]:
    """Samples of the periods, with their years where these have a column."""
    place, year = layout.columns["period"], layout.columns.get("year")
    if year is None:
        return _samples(rows, place)
    of_months = says_months(headings[place])
    return [
        with_year(row[place], row[year], of_months=of_months)
        for row in rows[:_SAMPLES]
        if max(place, year) < len(row)
    ]


def _all_clear(periods: Sequence[Value]) -> bool:
    """Whether no quarter among them could be of a calendar or a financial year."""
    return not any(isinstance(value, str) and needs_convention(value) for value in periods)
