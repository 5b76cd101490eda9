"""Headings of several rows are joined, and guessed from the first rows of a sheet."""

import pytest

from performance.uploads.layout.sheets import _heading_rows, headings_of_rows


def joined(*rows, merged=()):
    return headings_of_rows(list(enumerate(rows, start=1)), merged)


@pytest.mark.parametrize(
    ("rows", "merged", "headings"),
    [
        ([("Area", 2011)], [], ["Area", 2011]),
        ([("Area", "Q1", None), (None, "Target", "Actual")], [], ["Area", "Q1 Target", "Q1 Actual"]),
        # A gap ends what stands over it; a merged cell says how far it reaches.
        ([(None, "Q1", None, None), ("Area", "Target", None, "Note")], [], ["Area", "Q1 Target", None, "Note"]),
        ([("Q1", None, None), ("Target", "Actual", "Note")], [[1, 1, 1, 2]], ["Q1 Target", "Q1 Actual", "Note"]),
        # Three rows, and a cell that is merged downwards.
        (
            [("Code", "Duty owed", None, None), (None, "Prevention", None, "Relief"), (None, "All", "Of which", "All")],
            [[1, 1, 3, 1], [1, 2, 1, 4], [2, 2, 2, 3]],
            ["Code", "Duty owed Prevention All", "Duty owed Prevention Of which", "Duty owed Relief All"],
        ),
        # The same words twice are said once.
        ([("Total", None), ("Total", "Rate")], [[1, 1, 1, 2]], ["Total", "Total Rate"]),
        ([("A", 3), (None, "b")], [], ["A", "3 b"]),
        ([("A",), ("b", "c", "d")], [[1, 1, 1, 1]], ["A b", "A c", "A d"]),
    ],
)  # fmt: skip
def test_headings_of_several_rows(rows, merged, headings):
    assert joined(*rows, merged=merged) == headings


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([("Area", "Value"), ("Truro", 5)], (1,)),
        ([("A title",), ("Area", "Value"), ("Truro", 5)], (2,)),
        ([("A title",), ("Area", "Q1"), ("x", "Actual"), ("Truro", 5)], (2, 3)),
        # Years are no figures.
        ([("Area", 2011, 2012), ("Truro", 5, 6)], (1,)),
        ([("Area", "Value"), ("Truro", "5%")], (1,)),
        # A number that begins its row numbers a note.
        (
            [("Notes", "of these"), (1, "Rounded."), ("Figures",), ("Area", "Value"), ("Truro", 5)],
            (4,),
        ),
        ([("Only words",), ("and more", "of them")], (1,)),
        ([], ()),
    ],
)
def test_heading_rows_are_guessed(rows, found):
    assert _heading_rows(list(enumerate(rows, start=1))) == found
