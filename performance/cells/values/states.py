"""Reads what people write for the state of a figure."""

from dataclasses import dataclass

from performance.cells import messages
from performance.cells.cell import CellProblem, Value, quoted, text_of
from performance.cells.messages import Worded, cell_problem
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
class NotAState(Worded):
    """What is wrong, and what would be right, as a finding for the analyst."""


def read_state(value: Value) -> FigureState | NotAState | None:
    """The state that a cell names, in one of many words: "final", "p", "n/a", "*". None for a blank. Never raises."""
    if value is None:
        return None
    if isinstance(value, CellProblem):
        found = cell_problem(value, RIGHT)
        return NotAState(found.says.under(messages.NOT_A_STATE.code), found.facts)
    plain = " ".join(text_of(value).split()).casefold()
    if not plain:
        return None
    bare = plain[1:-1].strip() if plain[0] + plain[-1] in ("[]", "()") else plain
    if state := _STATES.get(bare):
        return state
    return NotAState(messages.NOT_A_STATE, {"text": quoted(value), "right": RIGHT})
