"""Changes to a document in words, field by field: the old value and the new, or the changed words of a long text."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.text import Truncator, capfirst

from core.documents.contents import Contents, Shape
from core.documents.merging import ORDER, REMOVED, Clash, Difference
from core.lists.filters import uncapitalised
from core.periods import financial_year_label, written
from safercornwall.pages.components.editing.part_names import FormWords, related_keys

NOTHING = "Nothing"
# A longer text is shown by its words that changed.
SHORT = 60
# Fields that hold the year in which a financial year begins.
FINANCIAL_YEARS = ("financial_year", "planned_year")
# Beyond so many pairs of words, those that stand everywhere are not compared: it would take minutes.
MOST_PAIRS = 250_000


@dataclass(frozen=True)
class Piece:
    """A run of words that stayed, was taken out, or was put in."""

    text: str
    kind: str


@dataclass(frozen=True)
class ChangeInWords:
    """One change. `pieces` are given for a long text, in place of `was` and `now`."""

    what: str
    was: str
    now: str
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class ClashInWords:
    """A clash, with the name that the form gives to the choice."""

    path: str
    what: str
    theirs: str
    mine: str
    base: str
    must_choose: bool


class ChangeWords:
    """Words for changes to documents of one shape. One query for each model fetches the records that values lead to."""

    def __init__(
        self,
        shape: Shape,
        found: Iterable[Difference | Clash],
        *,
        forms: FormWords | None = None,
        contents: Iterable[Contents] = (),
    ) -> None:
        """`forms` gives labels and names as people see them; a part that changed is named by what `contents` say of it."""
        self.shape, self.forms = shape, forms or FormWords()
        found = list(found)
        self.parts = _parts_among(found, contents)
        self.names: dict[type[models.Model], dict[Any, str]] = {}
        keys: dict[type[models.Model], set[Any]] = {}
        for model, key in self._keys_in(found):
            keys.setdefault(model, set()).add(key)
        for model, wanted in keys.items():
            rows = model._base_manager.in_bulk(wanted)
            self.names[model] = {key: str(row) for key, row in rows.items()}

    def changes(self, found: Iterable[Difference]) -> list[ChangeInWords]:
        return [self._change(one) for one in found]

    def clashes(self, found: Iterable[Clash]) -> list[ClashInWords]:
        return [
            ClashInWords(
                path=one.path,
                what=self._what(one),
                theirs=self._value(one, one.theirs),
                mine=self._value(one, one.mine),
                base=self._value(one, one.base),
                must_choose=one.field != REMOVED,
            )
            for one in found
        ]

    def _change(self, one: Difference) -> ChangeInWords:
        was, now = self._value(one, one.was), self._value(one, one.now)
        if one.field == REMOVED:
            verb = "added" if one.was is None else "taken out"
            return ChangeInWords(f"{self._kind(one)} {verb}", was, now)
        if one.field != ORDER and max(len(was), len(now)) > SHORT and one.was and one.now:
            return ChangeInWords(self._what(one), was, now, tuple(changed_words(was, now)))
        return ChangeInWords(self._what(one), was, now)

    def _what(self, one: Difference | Clash) -> str:
        if one.part and one.field == ORDER:
            return f"Order: {self.forms.plural(one.part[0], self._model(one))}"
        if one.field == REMOVED:
            return self._kind(one)
        label = self.forms.label(self._model(one), one.field)
        return f"{self._part_name(one)}: {uncapitalised(label)}" if one.part else capfirst(label)

    def _kind(self, one: Difference | Clash) -> str:
        relation = one.part[0] if one.part else ""
        return capfirst(self.forms.singular(relation, self._model(one)))

    def _part_name(self, one: Difference | Clash) -> str:
        """ "Listing under Young people", "Milestone “Open the shelter”"; only its kind where nobody knows what it said."""
        relation, key = one.part or ("", None)
        said = self._words(one, self.parts.get((relation, key), {}))
        words = {field: Truncator(text).chars(SHORT) for field, text in said.items()}
        name, _ = self.forms.naming(relation, words)
        kind = self.forms.kinds.get(relation)
        if not name or (kind and kind.named):
            return name or self._kind(one)
        return f"{self._kind(one)} “{name}”"

    def _model(self, one: Difference | Clash) -> Any:
        return self.shape.parts[one.part[0]].model if one.part else self.shape.model

    def _value(self, one: Difference | Clash, value: Any) -> str:
        if value is None or value in ("", ()):
            return NOTHING
        if one.field == ORDER:
            return self._in_order(one, value)
        if one.field == REMOVED:
            return self._part(one, value)
        return self._field_value(self._model(one)._meta.get_field(one.field), value)

    def _in_order(self, one: Difference | Clash, keys: Iterable[Any]) -> str:
        """The parts by their first field, in their order."""
        relation = one.part[0] if one.part else ""
        said = (self._words(one, self.parts.get((relation, key), {})) for key in keys)
        return ", ".join(next(iter(words.values()), self._kind(one)) for words in said)

    def _part(self, one: Difference | Clash, values: dict[str, Any]) -> str:
        """What a part says, in one line: its name, then what else was filled in, each after its label."""
        relation, words = one.part[0] if one.part else "", self._words(one, values)
        name, used = self.forms.naming(relation, words)
        rest = [
            f"{uncapitalised(self.forms.label(self._model(one), field))}: {text}"
            for field, text in words.items()
            if field not in used
        ]
        return "; ".join(filter(None, [name, *rest]))

    def _words(self, one: Difference | Clash, values: dict[str, Any]) -> dict[str, str]:
        """The fields of a part that people fill in and that say something, in words."""
        model, relation = self._model(one), one.part[0] if one.part else ""
        return {
            name: self._field_value(model._meta.get_field(name), values[name])
            for name in self.forms.shown_fields(relation, values)
            if values[name] not in (None, "", (), [], {}) and not isinstance(values[name], bool)
        }

    def _field_value(self, field: Any, value: Any) -> str:
        if field.is_relation:
            keys = value if isinstance(value, tuple) else (value,)
            names = self.names.get(field.related_model, {})
            return ", ".join(names.get(key, "something that is there no more") for key in keys)
        if field.choices:
            return str(dict(field.flatchoices).get(value, value))
        if field.name in FINANCIAL_YEARS:
            return financial_year_label(value)
        return _plain(value)

    def _keys_in(
        self, found: Iterable[Difference | Clash]
    ) -> Iterator[tuple[type[models.Model], Any]]:
        for one in found:
            values = (
                (one.theirs, one.mine, one.base) if isinstance(one, Clash) else (one.was, one.now)
            )
            for value in values:
                if one.field == ORDER or value is None:
                    continue
                pairs = value.items() if one.field == REMOVED else [(one.field, value)]
                for name, stored in pairs:
                    yield from related_keys(self._model(one), name, stored)
        for (relation, _), values in self.parts.items():
            for name, stored in values.items():
                yield from related_keys(self.shape.parts[relation].model, name, stored)


def _parts_among(
    found: Iterable[Difference | Clash], contents: Iterable[Contents]
) -> dict[tuple[str, Any], dict[str, Any]]:
    """What the parts that changed, or changed places, say; by relation and key."""
    changed = {one.part[0] for one in found if one.part}
    return {
        (relation, part.key): part.values
        for one in contents
        for relation, parts in one.parts.items()
        if relation in changed
        for part in parts
    }


def changed_words(was: str, now: str) -> Iterator[Piece]:
    """The text as it is now, with the words that were taken out before those that were put in."""
    old, new = (re.findall(r"\s+|\S+", text) for text in (was, now))
    is_long = len(old) * len(new) > MOST_PAIRS
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=is_long)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            yield Piece("".join(old[a:b]), "same")
            continue
        if b > a:
            yield Piece("".join(old[a:b]), "old")
        if d > c:
            yield Piece("".join(new[c:d]), "new")


def _plain(value: Any) -> str:
    match value:
        case bool():
            return "Yes" if value else "No"
        case datetime():
            return f"{written(value.date())}, {value:%H:%M}"
        case date():
            return written(value)
        case Decimal():
            text = f"{value:,f}"
            return text.rstrip("0").rstrip(".") if "." in text else text
        case list():
            return "; ".join(map(str, value)) or NOTHING
        case dict():
            return "; ".join(f"{key}: {text}" for key, text in value.items()) or NOTHING
    return str(value)
