"""What a person typed for one figure, read and judged as the cells of an upload are."""

from __future__ import annotations

from dataclasses import dataclass

from performance.cells import messages
from performance.cells.cell import Message, Wrong
from performance.cells.subjects import Subject
from performance.cells.values.figure_cells import LEFT, REMOVED, Given, MeasureReading, read_measure
from performance.cells.values.numbers import ReadNumber, read_number
from performance.choices import FigureState
from performance.figures.actions import FigureContent
from performance.models import Figure, UploadKind
from performance.standings.rows import comment_or_reason

REMOVED_IN_FORM = Message(
    "removed", "A figure is removed on a page of its own.", "Type the figure here."
)
NOT_KNOWN_YET = Message(
    "none_given", "“{text}” says that the figure is not known yet.", "Enter it when it is."
)
NOTHING_ENTERED = Message(
    "none_given", "Enter the figure, or choose the state that says why there is none."
)

# The form always names a state. The one that it begins with leaves it to the value to say more: "n/a", "<5".
FINAL = "final"


STATES = (
    (FINAL, "Final"),
    (FigureState.PROVISIONAL.value, "Provisional: it may still change"),
    (FigureState.NOT_APPLICABLE.value, "Not applicable: say why in the comment"),
    (FigureState.SUPPRESSED.value, "Suppressed: the number is too small to publish"),
)


@dataclass(frozen=True)
class Typed:
    """As it stands in the form, each as text; `state` is one of `STATES`."""

    value: str = ""
    numerator: str = ""
    denominator: str = ""
    state: str = FINAL
    comment: str = ""


def read_typed(subject: Subject, typed: Typed) -> MeasureReading:
    """What the figure would become. A form that would change nothing is wrong: its figure is the only one."""
    state = None if typed.state == FINAL else typed.state
    cells = (typed.value, typed.numerator, typed.denominator, state, typed.comment)
    measure = read_measure(subject, Given(*(cell or None for cell in cells)), UploadKind.FIGURES)
    if measure.wrong is None and measure.verdict == LEFT:
        measure.wrong = _nothing_said(typed)
    elif measure.verdict == REMOVED:
        measure.wrong = Wrong(REMOVED_IN_FORM, role="value")
    return measure


def _nothing_said(typed: Typed) -> Wrong:
    if typed.value.strip():
        return Wrong(NOT_KNOWN_YET, {"text": typed.value.strip()}, role="value")
    return Wrong(NOTHING_ENTERED, role="value")


def read_as(subject: Subject, typed: Typed) -> str:
    """How the value is read, where that is not plain to see: "“3.5k” is read as 3,500."."""
    read = read_number(typed.value or None, subject.unit)
    return read.read_as if isinstance(read, ReadNumber) else ""


def field_of(wrong: Wrong) -> str:
    """Where it stands in the form. A reason that is missing is missing from the comment."""
    return "comment" if wrong.says == messages.NO_REASON else wrong.role


def typed_of(figure: Figure | None) -> Typed:
    """A figure as somebody would type it, digit for digit."""
    if figure is None:
        return Typed()
    numbers = (figure.value, figure.numerator, figure.denominator)
    value, numerator, denominator = (
        "" if number is None else f"{number.normalize():f}" for number in numbers
    )
    state = FINAL if figure.state == FigureState.REPORTED else figure.state
    return Typed(value, numerator, denominator, state, comment_or_reason(figure))


def content_of(measure: MeasureReading, comment: str) -> FigureContent:
    """What was read, as the ledger keeps it."""
    numbers = (measure.value, measure.numerator, measure.denominator)
    return FigureContent(measure.state, *numbers, comment=comment)


def says_the_same(figure: Figure | None, measure: MeasureReading, comment: str) -> bool:
    """Whether nothing at all would change."""
    return figure is not None and FigureContent.of(figure) == content_of(measure, comment)
