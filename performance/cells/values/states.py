"""Reads what people write for the state of a figure."""

from dataclasses import dataclass

from performance.cells.cell import CellProblem, Value
from performance.cells.cells_in_words import problem_in_words, quoted, text_of
from performance.choices import FigureState

_SYNONYMS = {
    FigureState.REPORTED: ("f", "final", "actual", "confirmed", "published", "revised", "r"),
    FigureState.PROVISIONAL: ("p", "prov", "prov.", "draft", "interim", "unconfirmed"),
    FigureState.NOT_APPLICABLE: ("n/a", "n.a.", "na", "not_applicable", "not relevant", "z"),
    FigureState.SUPPRESSED: ("*", "c", "s", "small number", "confidential", "disclosive"),
}

_STATES = {
    word.casefold(): state
    for state, words in _SYNONYMS.items()
    for word in (*words, state.value, state.label, state.label.partition(" (")[0])
}

# As the template and the form offer them.
RIGHT = "final, provisional, not applicable or suppressed"


@dataclass(frozen=True, slots=True)
class NotAState:
    """What is wrong, and what would be right, as a finding for the analyst."""

    message: str


def read_state(value: Value) -> FigureState | NotAState | None:
    """The state that a cell names, in one of many words: "final", "p", "n/a", "*". None for a blank. Never raises."""
    if value is None:
        return None
    if isinstance(value, CellProblem):
        return NotAState(problem_in_words(value, RIGHT))
    plain = " ".join(text_of(value).split()).casefold()
    if not plain:
        return None
    bare = plain[1:-1].strip() if plain[0] + plain[-1] in ("[]", "()") else plain
    if state := _STATES.get(bare):
        return state
    return NotAState(f"{quoted(value)} is not a state. Type {RIGHT}.")
