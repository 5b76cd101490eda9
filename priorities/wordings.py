"""How themes word a statement that they share: in the same words, or in others."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import SequenceMatcher

from priorities.models import DeliveryGap, DeliveryGapWording, Threat, ThreatWording

Statement = DeliveryGap | Threat
Wording = DeliveryGapWording | ThreatWording


@dataclass
class WordedAlike:
    """One text, and the wordings that have it. `differences` say in sentences how it differs from the first."""

    text: str
    wordings: list[Wording] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)

    @property
    def source_lines(self) -> list[int]:
        return sorted({line for wording in self.wordings for line in wording.source_lines})

    @property
    def notes(self) -> list[str]:
        return list(dict.fromkeys(wording.note for wording in self.wordings if wording.note))


def same_words(one: str, other: str) -> bool:
    return one.split() == other.split()


def worded_otherwise(statement: Statement) -> list[Wording]:
    """The wordings that are not, word for word, the statement's own text."""
    return [row for row in statement.wordings.all() if not same_words(row.text, statement.text)]


def by_wording(statement: Statement) -> list[WordedAlike]:
    """The wordings of a statement, those that are the same together, its own text first."""
    groups = [WordedAlike(statement.text)]
    for wording in statement.wordings.all():
        group = next((group for group in groups if same_words(group.text, wording.text)), None)
        if group is None:
            group = WordedAlike(wording.text, differences=differences(statement.text, wording.text))
            groups.append(group)
        group.wordings.append(wording)
    return [group for group in groups if group.wordings]


def differences(first: str, other: str) -> list[str]:
    """What `other` says in place of `first`, beyond it or short of it, in sentences and in order."""
    before, after = first.split(), other.split()
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return [
        _difference(" ".join(before[i1:i2]), " ".join(after[j1:j2]))
        for step, i1, i2, j1, j2 in steps
        if step != "equal"
    ]


def _difference(without: str, with_: str) -> str:
    if not without:
        return f"Adds “{with_}”."
    if not with_:
        return f"Leaves out “{without}”."
    return f"Says “{with_}” in place of “{without}”."
