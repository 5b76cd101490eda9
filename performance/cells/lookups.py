"""What people write for an indicator, a measure of an index or an area, and which one is meant.

Built once for a file, in a handful of queries. Capitals, spaces, dashes and underscores make no difference.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from difflib import get_close_matches

from performance.cells import area_codes, messages
from performance.cells.cell import quoted
from performance.cells.messages import Message, Worded
from performance.cells.values.numbers import are_whole
from performance.choices import Aggregation
from performance.models import Indicator, UploadKind
from places.models import Area, AreaCode, IndexComponent

_WORDS = re.compile(r"[^\W_]+|%")
_RATE = re.compile(r"\bper ([1-9][\d,]*)\b")
_MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class Subject:
    """An indicator or a measure of an index. `slug` names it in a layout.

    `scale` is what its numerator over its denominator is out of; None where they do not make its value. `is_whole`
    says that its figures are whole numbers.
    """

    pk: int
    slug: str
    name: str
    unit: str = ""
    frequency: str | None = None
    scale: Decimal | None = None
    area: int | None = None
    retired_on: date | None = None
    index: str = ""
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """An area as a file names it; the code that it was named by held until `held_until`."""

    pk: int
    slug: str
    name: str
    kind: str
    held_until: date | None = None


@dataclass(frozen=True, slots=True)
class UnknownName(Worded):
    """What is wrong with a name, and what would be right."""


def plain(text: object) -> str:
    """The words of a text alone, to be compared."""
    return " ".join(_WORDS.findall(str(text).casefold().replace("&", " and ")))


def scale_of(unit: str, aggregation: str) -> Decimal | None:
    """What a ratio in this unit is out of: 100 for a percentage, 100,000 for a rate per 100,000."""
    if aggregation != Aggregation.RATIO:
        return None
    if unit.startswith("%"):
        return Decimal(100)
    rate = _RATE.search(unit)
    return Decimal(rate[1].replace(",", "")) if rate else Decimal(1)


@dataclass
class Lookups:
    """The names of indicators (or of all measures of indices, for a file of scores) and areas.

    A file is there for everybody to read, so that it names no indicator that only a draft plan measures; `of_drafts`
    takes these in, for somebody who is known to know of them. One that another file brought may be named.
    """

    kind: str
    of_drafts: bool = False
    subjects: list[Subject] = field(default_factory=list)
    _named: dict[str, list[Subject]] = field(default_factory=dict)
    _areas: dict[str, list[KnownPlace]] = field(default_factory=dict)
    _slugs: dict[str, KnownPlace] = field(default_factory=dict)
    _codes: dict[str, list[KnownPlace]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        scores = self.kind == UploadKind.INDEX_SCORES
        named = _components() if scores else _indicators(of_drafts=self.of_drafts)
        gathered: dict[str, dict[int, Subject]] = defaultdict(dict)
        for subject, names in named:
            self.subjects.append(subject)
            for name in filter(None, map(plain, names)):
                gathered[name][subject.pk] = subject
        for subject in self.subjects:
            # A slug is one indicator's alone, whatever others are called for short.
            gathered[plain(subject.slug)] = {subject.pk: subject}
        self._named = {name: list(found.values()) for name, found in gathered.items()}
        self._note_areas()

    @property
    def called(self) -> str:
        return "measure" if self.kind == UploadKind.INDEX_SCORES else "indicator"

    def subject(self, text: object, index: object = None) -> Subject | UnknownName:
        """The indicator of a slug, name or short name; or the measure, of `index` where that is said."""
        words = plain(text)
        if not words:
            return self._unknown(messages.NO_NAME)
        found = self._named.get(words, [])
        if index is not None:
            found = [one for one in found if plain(one.index) == plain(index)]
        if len(found) == 1:
            return found[0]
        if found:
            names = _listed(f"{one.index}: {one.name}" if one.index else one.name for one in found)
            return self._unknown(messages.AMBIGUOUS_NAME, text=quoted(text), names=names)
        nearest = self._nearest(words, self._named, lambda name: self._named[name][0].name)
        return self._unknown(messages.UNKNOWN_NAME, text=quoted(text), nearest=nearest)

    def area(self, text: object) -> KnownPlace | UnknownName:
        """The area of a name, a name with the kind of area, a slug or a code in any system."""
        said = str(text).strip()
        if not said:
            return UnknownName(messages.NO_AREA)
        found = self._areas.get(plain(said)) or self._codes.get(said.upper(), [])
        if len(found) == 1:
            return found[0]
        if found:
            if "-" in said and said in self._slugs:
                return self._slugs[said]
            names = _listed(f"{one.name} ({one.kind.lower()})" for one in found)
            return UnknownName(messages.AMBIGUOUS_AREA, {"text": quoted(said), "names": names})
        if kind := area_codes.kind_of(said):
            return UnknownName(
                messages.UNKNOWN_CODE, {"text": quoted(said), "kind": area_codes.in_words(kind)}
            )
        nearest = self._nearest(plain(said), self._areas, lambda name: self._areas[name][0].name)
        return UnknownName(messages.UNKNOWN_AREA, {"text": quoted(said), "nearest": nearest})

    def of_slug(self, slug: str) -> KnownPlace | None:
        return self._slugs.get(slug)

    def _unknown(self, says: Message, **facts: str) -> UnknownName:
        """About a name of an indicator or of a measure: the code says which."""
        return UnknownName(
            says.under(says.code.format(called=self.called)), facts | {"called": self.called}
        )

    def _nearest(self, words: str, names: dict, name_of) -> str:
        near = get_close_matches(words, names, n=1, cutoff=0.75)
        if near:
            return f"Write “{name_of(near[0])}”, if that is meant."
        return "Check the spelling, or ask an administrator to add it."

    def _note_areas(self) -> None:
        areas: dict[int, KnownPlace] = {}
        names: dict[str, dict[int, KnownPlace]] = defaultdict(dict)
        labels = dict(Area.Kind.choices)
        for pk, slug, name, kind in Area.objects.values_list("pk", "slug", "name", "kind"):
            place = areas[pk] = self._slugs[slug] = KnownPlace(pk, slug, name, str(labels[kind]))
            names[plain(name)][pk] = place
            for words in (plain(f"{name} {place.kind}"), plain(f"{place.kind} {name}")):
                names[words][pk] = place
        for slug, place in self._slugs.items():
            # A slug that is also the name of others stands for none of them by itself.
            names.setdefault(plain(slug), {place.pk: place})
        self._areas = {name: list(found.values()) for name, found in names.items()}
        by_code: dict[str, dict[int, KnownPlace]] = defaultdict(dict)
        for pk, code, until in AreaCode.objects.values_list("area", "code", "valid_to"):
            area, before = areas[pk], by_code[code.upper()].get(pk)
            if before:
                until = _longer(before.held_until, until)
            by_code[code.upper()][pk] = KnownPlace(pk, area.slug, area.name, area.kind, until)
        self._codes = {code: list(found.values()) for code, found in by_code.items()}


def _longer(one: date | None, other: date | None) -> date | None:
    """The later of two ends, of which None is that there is none."""
    return None if one is None or other is None else max(one, other)


def _indicators(*, of_drafts: bool) -> Iterable[tuple[Subject, tuple[str, ...]]]:
    found = Indicator.objects.all() if of_drafts else Indicator.objects.known_under(waiting=True)
    for one in found.only(
        *("slug", "name", "short_name", "unit", "frequency", "aggregation", "decimal_places"),
        *("area_id", "retired_on"),
    ):
        subject = Subject(
            pk=one.pk,
            slug=one.slug,
            name=one.name,
            unit=one.unit,
            frequency=one.frequency,
            scale=scale_of(one.unit, one.aggregation),
            area=one.area_id,
            retired_on=one.retired_on,
            is_whole=are_whole(one.unit, one.aggregation, one.decimal_places),
        )
        yield subject, (one.slug, one.name, one.short_name)


def _components() -> Iterable[tuple[Subject, tuple[str, ...]]]:
    for one in IndexComponent.objects.select_related("index"):
        slug = f"{one.index.slug}/{one.key}"
        subject = Subject(pk=one.pk, slug=slug, name=one.name, index=one.index.name)
        yield subject, (slug, one.key, one.name, one.short_name)


def _listed(names: Iterable[str]) -> str:
    named = sorted(names)
    more = f" or {len(named) - _MOST_NAMED} more" if len(named) > _MOST_NAMED else ""
    return " or ".join(named[:_MOST_NAMED]) + more
