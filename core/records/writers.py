"""What must hold of whoever writes a record. It is asked of the stored record once it is locked: a page asked before, and
the record may have been handed over since.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

# Takes the person and the record. Raises what refuses the person.
Question: TypeAlias = Callable[[Any, Any], None]

_questions: dict[str, Question] = {}


def ask_writers(name: str, question: Question) -> None:
    """Ask `question` of whoever writes a version of a record, from now on."""
    _questions[name] = question


def may_write(by: Any, stored: Any) -> None:
    """Raises what a question raises. What the planner writes by itself is asked nothing."""
    if by is None:
        return
    for question in _questions.values():
        question(by, stored)
