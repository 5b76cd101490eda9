"""States are read in the words that people use for them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from performance.cells.values.figure_cells import NotAState, read_state
from performance.choices import FigureState
from performance.uploads.files import CellProblem


@pytest.mark.parametrize(
    ("text", "state"),
    [
        *((text, FigureState.REPORTED) for text in ("Reported", "final", "F", "Actual", "r")),
        *((text, FigureState.PROVISIONAL) for text in ("provisional", "p", "[p]", "(P)", "Draft")),
        *((text, FigureState.NOT_APPLICABLE) for text in ("Not applicable", "not  applicable", "N/A", "na", "z")),
        *((text, FigureState.SUPPRESSED) for text in ("suppressed", "*", "c", "[c]", "Suppressed (small number)")),
        *((text, None) for text in (None, "", "  ")),
    ],
)  # fmt: skip
def test_a_state(text, state):
    assert read_state(text) == state


@pytest.mark.parametrize("state", FigureState)
def test_every_state_is_read_by_its_own_names(state):
    assert read_state(state.value) == read_state(state.label) == state


@pytest.mark.parametrize("value", ["done", 5, True, CellProblem("error", "#REF!")])
def test_what_is_no_state_says_what_would_be_right(value):
    read = read_state(value)
    assert isinstance(read, NotAState)
    assert "final, provisional, not applicable or suppressed" in read.message


def test_a_number_too_long_to_write_out_is_no_state():
    assert isinstance(read_state(10**5000), NotAState)


@given(st.one_of(st.none(), st.text(), st.floats(), st.dates()))
def test_nothing_raises(value):
    assert isinstance(read_state(value), FigureState | NotAState | None)
