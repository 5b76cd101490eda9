"""Rows come out of the spool as they went in, whatever is in their cells and however many there are."""

import io
from datetime import datetime
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from performance.cells.cell import CellProblem
from performance.uploads.files.limits import MAX_CELL_CHARACTERS
from performance.uploads.files.refusals import FileRefused
from performance.uploads.files.table import read_rows, write_rows

HALF_PAST = datetime.fromisoformat("2011-06-30T13:30")

values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**6), 10**6),
    st.integers(-(10**4), 10**4).map(float),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from([0.5, -0.0, 1e15, -1e15, 999_999_999_999_999.0, 2.0**60]),
    st.sampled_from(["", "", " ", "Truro", 'with "quotes"', "back\\slash", "\\u0000", "café"]),
    st.dates(),
    st.datetimes(),
    st.builds(
        CellProblem, st.sampled_from(["error", "formula_without_value"]), st.text(max_size=5)
    ),
)
# A column is now of one kind, now of many.
columns_of_cells = st.one_of(
    st.just(values), *(st.just(st.one_of(st.just(one), st.just(""))) for one in (5.0, 0.5, "C", 3))
)


@st.composite
def sheets(draw):
    columns = draw(st.lists(columns_of_cells, min_size=1, max_size=4))
    rows = draw(st.lists(st.tuples(*columns), min_size=1, max_size=8))
    return rows * draw(st.sampled_from([1, 1, 90]))


def written(rows, columns):
    spool = io.BytesIO()
    numbered = ([number, *row] for number, row in zip(count(1), rows))
    assert write_rows(numbered, spool, sheet="Figures", columns=columns) == len(rows)
    return spool


def as_handed_over(value):
    if value == "" and isinstance(value, str):
        return None
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return value


def with_kinds(row):
    """As 1, 1.0 and true are the same to Python."""
    return [(type(value), value) for value in row]


@given(sheets())
def test_rows_come_out_as_they_went_in(rows):
    columns = len(rows[0])
    spool = written(rows, columns)
    found = list(read_rows(spool, 0, spool.tell()))
    assert [number for number, _ in found] == list(range(1, len(rows) + 1))
    for (_, cells), row in zip(found, rows, strict=True):
        assert with_kinds(cells) == with_kinds(map(as_handed_over, row))


def test_the_kind_that_is_said_is_the_kind_that_is_read():
    spool = written([(HALF_PAST, True, 5.0, 5.5)], 4)
    ((_, cells),) = read_rows(spool, 0, spool.tell())
    assert with_kinds(cells) == [
        (datetime, HALF_PAST),
        (bool, True),
        (int, 5),
        (float, 5.5),
    ]


@pytest.mark.parametrize("columns", [1, 4, 90, 500])
@pytest.mark.parametrize(
    ("text", "code"),
    [("x" * (MAX_CELL_CHARACTERS + 1), "cell_too_long"), ("a\0b", "nul_bytes")],
)
def test_a_text_that_nobody_can_type_is_refused_by_its_cell(columns, text, code):
    rows = [["Truro"] * columns for _ in range(300)]
    rows[123][columns - 1] = text
    with pytest.raises(FileRefused) as refused:
        written(rows, columns)
    assert refused.value.code == code
    assert "124" in refused.value.message


@pytest.mark.parametrize("text", ["x" * MAX_CELL_CHARACTERS, "é" * MAX_CELL_CHARACTERS, "\\u0000"])
def test_a_text_that_only_looks_too_long_is_kept(text):
    spool = written([(text, 1.0)] * 30, 2)
    assert {cells for _, cells in read_rows(spool, 0, spool.tell())} == {(text, 1)}
