"""The filter by flag, which lists of records that flags are about share."""

from __future__ import annotations

from typing import Any

from django.db.models import Model

from core.lists.filters import Choice
from safercornwall.flags.catalogue import RULES
from safercornwall.flags.keeping import flags_of
from safercornwall.lists.noun_list import Reader

ANY = "any"


def flag_choice(model: type[Model]) -> Choice:
    """Any flag, or one that a rule which shows on records of the kind raises."""
    rules = [(rule.key, rule.title) for rule in RULES if model in rule.shows_on]
    return Choice("Flagged or not", [(ANY, "Any flag"), *rules], label="Flag")


def flagged(reader: Reader, model: type[Model], chosen: str) -> set[Any]:
    """The primary keys of the records that a rule, or any rule, raises a flag about."""
    if reader.snapshot is None:
        return set()
    return {
        record.pk
        for flag in flags_of(reader.snapshot, on=model)
        if chosen == ANY or (flag.rule is not None and flag.rule.key == chosen)
        for record in (flag.record, *flag.touches)
        if isinstance(record, model)
    }
