"""What was said of the columns, as the check reads it."""

from __future__ import annotations

from collections.abc import Mapping

from performance.cells.values import Quarters
from performance.uploads.layout.checks import Answers
from performance.uploads.layout.choices import BY_PERIOD, BY_SUBJECT, NAMES, NEW
from performance.uploads.layout.layouts import Layout


def layout_of(
    answers: Answers,
    *,
    constants: Mapping[str, str],
    convention: Quarters | None,
    heading_row: int,
) -> Layout:
    """`constants` are what was said once for the whole file. A new indicator has no slug yet."""
    periods = tuple(place for place, answer in answers.items() if answer == BY_PERIOD)
    subjects = tuple(
        (place, answer.removeprefix(BY_SUBJECT) if answer != NEW else "")
        for place, answer in answers.items()
        if answer == NEW or answer.startswith(BY_SUBJECT)
    )
    return Layout(
        shape="wide" if periods or subjects else "long",
        columns={answer: place for place, answer in answers.items() if answer in NAMES},
        periods=periods,
        subjects=subjects,
        constants=dict(constants),
        convention=convention,
        heading_row=heading_row,
    )
