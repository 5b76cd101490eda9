"""The messages about cells, worded for a file and for a form."""

import re
from collections import defaultdict
from pathlib import Path

import pytest

from performance.cells import cause_words, cell, form_input, messages
from performance.cells.cell import CellProblem, Message, Worded, Wrong, cell_problem
from performance.cells.doubts import earlier_figures, impossible
from performance.cells.values import ratios

CATALOGUE = list(
    dict.fromkeys(
        one
        for module in (
            cause_words, cell, messages, ratios, form_input, earlier_figures, impossible
        )
        for one in vars(module).values()
        if isinstance(one, Message)
    )
)  # fmt: skip

FILE_WORDS = re.compile(
    r"\b(cells?|rows?|columns?|upload|accept the warning|take the row out)\b", re.IGNORECASE
)

# These are found in files alone: a form has one figure, no formulas and no label.
ONLY_IN_FILES = {
    ratios.ALL_WORKED_OUT,
    messages.DUPLICATE,
    cell.FORMULA_NOT_SAVED,
    messages.NO_LABEL,
    messages.PERIODS_OF_OTHER_LENGTH,
    messages.REMOVED_WITH_VALUE,
    messages.UNKNOWN_CODE_OF_OURS,
    cause_words.LEFT_OUT,
    cause_words.READ_AS,
}


def filled(says: Message) -> Worded:
    return Worded(says, {name: f"<{name.upper()}>" for name in says.facts})


def test_the_catalogue_holds_every_message():
    assert len(CATALOGUE) > 60
    written = set()
    for module in Path("performance/cells").rglob("*.py"):
        written |= set(re.findall(r"^([A-Z_]+) = Message\(", module.read_text(), re.MULTILINE))
    assert len(CATALOGUE) == len(written)


@pytest.mark.parametrize("says", CATALOGUE, ids=lambda says: says.code)
def test_every_message_is_worded_for_a_file_and_for_a_form(says):
    worded = filled(says)
    for words in (worded.message, worded.in_form):
        assert words
        assert "{" not in words
    assert worded.code == says.code


@pytest.mark.parametrize(
    "says", [one for one in CATALOGUE if one not in ONLY_IN_FILES], ids=lambda says: says.code
)
def test_a_form_speaks_of_no_cells_rows_columns_or_uploads(says):
    assert not FILE_WORDS.search(filled(says).in_form)


def test_a_form_repeats_the_words_for_a_file_unless_it_has_its_own():
    same = Worded(Message("x", "Bad {thing}.", "Mend it."), {"thing": "luck"})
    assert (same.message, same.remedy) == ("Bad luck.", "Mend it.")
    assert same.in_form == "Bad luck. Mend it."
    own = Message("x", "This cell.", "Do.", form_text="This field.", form_remedy="Do so.")
    assert Worded(own).in_form == "This field. Do so."


def test_facts_are_never_read_as_gaps():
    held = Wrong(messages.UNKNOWN_AREA, {"text": "“{nearest}”", "nearest": "{x}"}, role="area")
    assert held.in_form == "There is no area with the name or code “{nearest}”. {x}"


def test_no_two_messages_are_the_same():
    by_words = defaultdict(list)
    for says in CATALOGUE:
        by_words[says.code, says.text, says.remedy].append(says)
    assert all(len(alike) == 1 for alike in by_words.values())


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        (
            CellProblem("error", "#DIV/0!"),
            "The formula here fails (#DIV/0!). Put it right, or type the area.",
        ),
        (
            CellProblem("formula_without_value", "=A1"),
            "The formula here (“=A1”) was saved without its result.",
        ),
        (CellProblem("formula_without_value", ""), "The formula here was saved without"),
        (CellProblem("not_a_number", "inf"), "The number here is too large to count with."),
    ],
)
def test_a_cell_without_a_value_says_why(problem, words):
    assert cell_problem(problem, "the area").message.startswith(words)
