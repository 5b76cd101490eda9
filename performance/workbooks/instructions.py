"""The instructions in a template. Examples of entries are read by the code that reads uploads, so they stay true."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from performance.cells.values.numbers import MissingNumber, NotANumber, read_number
from performance.models import UploadKind

# An entry, and the unit of the figures that it is typed for.
ENTRIES = (
    *(("77", "%"), ("12%", "%"), ("0.77", "%"), ("1,234", ""), ("£3.5k", "£"), ("2m", ""), ("(5)", "")),
    *(("n/a", ""), ("-", ""), ("*", ""), ("<5", ""), ("12%", "closures"), ("about 40", "")),
)  # fmt: skip
STATES = (
    ("(blank)", "The figure is final: reported, and not expected to change."),
    ("final", "The same, said in so many words."),
    ("provisional", "The figure may still change. It counts, and is shown as provisional."),
    (
        "not applicable",
        "There is no such figure for this period. Leave the value blank and give the reason in the comment.",
    ),
    (
        "suppressed",
        "The number is too small to be shown without pointing at people. Leave the value blank.",
    ),
    ("remove", "The figure that is in is taken out. Leave the value blank."),
)

# A word or the number of a step, and its explanation.
Line = tuple[str, str]


def instructions(kind: str, sheet: str) -> Iterator[tuple[str, list[Line]]]:
    """Headings, each with its lines."""
    figures = kind == UploadKind.FIGURES
    yield "How to fill it in", _filling_in(sheet, figures)
    if figures:
        yield "What each state means", list(STATES)
    yield "How what you type is read", _readings(figures)
    yield "What happens after you upload it", _afterwards()


def _filling_in(sheet: str, figures: bool) -> list[Line]:
    steps = [
        f"Type into the white cells of the sheet “{sheet}”. The grey cells are filled in for you and locked.",
        "Leave a cell blank and what is in stays as it is: a blank never becomes zero, and removes nothing.",
        "“Now” says what is in already for the row's own period. Type a value only if that is to change.",
        "To remove what is in on purpose, type “remove” as the value.",
        "Where the unit is %, type 77 for 77%. Excel turns 77% into 0.77, which is questioned when it is checked.",
        (
            "For anything that is not listed, use the white rows at the bottom, or take the protection off"
            " (Review, Unprotect Sheet; there is no password)."
        ),
    ]
    if figures:
        steps.insert(
            4,
            "A numerator and a denominator are kept beside a percentage or a rate, and are checked against it."
            " Where you leave the value blank, it is worked out from them. Leave both blank where they are not known.",
        )
    return _numbered(steps)


def _readings(figures: bool) -> list[Line]:
    return [(_entry(text, unit), reading(text, unit, figures)) for text, unit in ENTRIES]


def _entry(text: str, unit: str) -> str:
    return f"{text} (figures in {unit})" if unit else text


def reading(text: str, unit: str, figures: bool = True) -> str:
    """What the check makes of an entry, in a sentence."""
    read = read_number(text, unit)
    if isinstance(read, NotANumber):
        return f"An error: {read.message}"
    if not isinstance(read, MissingNumber):
        doubt = "; questioned, as 77% may be meant" if unit == "%" and abs(read.value) < 1 else ""
        return f"Read as {read.value:,f}{doubt}.".replace("-", "−")
    if read.state is None or not figures:
        return "No figure: what is in stays as it is."
    reason = ", with the reason in the comment" if read.state == "not_applicable" else ""
    return f"No number: the figure is {read.state.label.lower()}{reason}."


def _afterwards() -> list[Line]:
    steps = (
        "Save the workbook, choose “Upload a file” in the planner, and choose this file.",
        "Every cell is checked first, and each finding names its cell. Nothing is saved yet.",
        "You can take the workbook back with the cells in question marked, correct them and upload it again.",
        "You are shown what would be new, changed and removed, and which indicators would change status.",
        "Then you apply all of it, or none. Afterwards it can be taken back whole.",
    )
    return _numbered(steps)


def _numbered(steps: Iterable[str]) -> list[Line]:
    return [(f"{n}.", one) for n, one in enumerate(steps, start=1)]
