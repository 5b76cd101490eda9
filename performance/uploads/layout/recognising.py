"""The layout that headings give, with the first rows under them, where it leaves no doubt."""

from __future__ import annotations

from collections.abc import Sequence

from performance.cells.lookups import KnownPlace, Lookups, plain
from performance.cells.subjects import Subject
from performance.cells.values.figure_cells import NotAState, is_blank, read_state
from performance.models import UploadKind
from performance.uploads.files import Value
from performance.uploads.layout.headings import period_heading, without_marks
from performance.uploads.layout.incidents import positions_and_ids
from performance.uploads.layout.layouts import Layout, missing
from performance.uploads.layout.period_columns import samples_in, with_convention
from performance.uploads.layout.roles import SYNONYMS, roles_in
from performance.uploads.layout.value_columns import choose_value
from performance.uploads.layout.years import YEAR_HEADINGS, join_year


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
        join_year(columns, headings, lambda place: samples_in(sample_rows, place))
    if kind == UploadKind.FIGURES:
        _hold_to_base(columns, headings)
        _leave_ratings(columns, headings, sample_rows)
        if not choose_value(columns, headings, sample_rows, lookups):
            return None
    layout = Layout("long", columns)
    if "period" in columns and _is_date_of_extract(columns, headings):
        wide = _wide_by_period(headings, columns, kind)
        if len(wide.periods) > 1:
            return None if missing(wide, kind) else with_convention(wide, headings, sample_rows)
    if "value" not in columns and not (layout.computes_values and not _others(headings, columns)):
        layout = _wide(headings, columns, kind, lookups)
        if not layout.has_figures_across:
            # The value may stand under a heading that says nothing.
            return None
    if missing(layout, kind):
        return None
    return with_convention(layout, headings, sample_rows)


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
