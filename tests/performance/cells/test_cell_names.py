"""A cell is called what Excel calls it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from performance.cells.cell import column_letters, column_number
from performance.uploads.files import cell_name


@pytest.mark.parametrize(
    ("sheet", "name"),
    [
        ("Figures", "Figures!D14"),
        ("Figures_Q2.v1", "Figures_Q2.v1!D14"),
        ("Q2 figures", "'Q2 figures'!D14"),
        ("2011", "'2011'!D14"),
        ("Figures-Q2", "'Figures-Q2'!D14"),
        ("Truro's", "'Truro''s'!D14"),
        ("Q2", "'Q2'!D14"),
        ("R1C1", "'R1C1'!D14"),
        ("c", "'c'!D14"),
        ("TRUE", "'TRUE'!D14"),
        ("Kernöw", "Kernöw!D14"),
        ("", "D14"),
    ],
)
def test_cell_name(sheet, name):
    assert cell_name(sheet, 14, 4) == name


@given(st.integers(1, 16_384))
def test_columns_are_lettered_as_in_excel(column):
    assert column_letters(column) == get_column_letter(column)
    assert column_number(column_letters(column)) == column
