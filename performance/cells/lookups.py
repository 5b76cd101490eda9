"""What people write for an indicator, a measure of an index or an area: which one is meant, and whether it is in use.

Built once for a file, in a handful of queries. Capitals, spaces, dashes and underscores make no difference.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from core.periods import Period, written
from performance.cells import messages
from performance.cells.area_codes import area_code_kind, kind_in_words
from performance.cells.cell import Message, Worded, Wrong, quoted
from performance.cells.likeness import Likeness
from performance.cells.subjects import Subject, named_components, named_indicators
from performance.cells.suggestions import Remedy, Suggestions
from performance.models import UploadKind
from places.models import Area, AreaCode
from places.naming import plain_place

_WORDS = re.compile(r"[^\W_]+|%")
_MOST_NAMED = 6


# Small raised figures mark notes.
# "Cornwall 043B": the name of a small area by its number, which may have a name of its own here.
_NUMBERED = re.compile(r".+ \d{3}[a-z]?")
_FOOTNOTES = dict.fromkeys(map(ord, "¹²³⁴⁵⁶⁷⁸⁹⁰"))


@dataclass(frozen=True, slots=True)
class KnownPlace:
    """An area as a file names it; the code that it was named by held until `held_until`."""

    pk: int
    slug: str
    name: str
    kind: str
    held_until: date | None = None

    @property
    def named(self) -> str:
        """With its kind: "Newquay (town)"."""
        return f"{self.name} ({self.kind if self.kind.isupper() else self.kind.lower()})"


@dataclass(frozen=True, slots=True)
class UnknownName(Worded):
    """What is wrong with a name, and what would be right."""


def plain(text: object) -> str:
    """The words of a text alone, to be compared."""
    words = str(text).translate(_FOOTNOTES).casefold().replace("&", " and ")
    return " ".join(_WORDS.findall(words))


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
        named = named_components() if scores else named_indicators(of_drafts=self.of_drafts)
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

    @cached_property
    def _like_named(self) -> Suggestions:
        return Suggestions(self._named)

    @cached_property
    def _like_areas(self) -> Suggestions:
        return Suggestions(self._areas)

    @cached_property
    def likeness(self) -> Likeness:
        return self.likeness_in(())

    def likeness_in(self, in_file: Collection[int]) -> Likeness:
        """Beside the areas that a file names, by their numbers."""
        suggested = (self._like_named, self._like_areas)
        return Likeness(self._named, self._areas, suggested, self._codes, in_file)

    @property
    def called(self) -> str:
        return "measure" if self.kind == UploadKind.INDEX_SCORES else "indicator"

    def subject(self, text: object, index: object = None) -> Subject | UnknownName:
        """The indicator of a slug, name or short name; or the measure, of `index` where that is given."""
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
        nearest = self._nearest(
            words,
            lambda: self._like_named,
            lambda name: self._named[name][0].name,
            "make it an indicator"
            if self.called == "indicator"
            else "ask an administrator to add it",
        )
        return self._unknown(messages.UNKNOWN_NAME, text=quoted(text), nearest=nearest)

    def area(self, text: object) -> KnownPlace | UnknownName:
        """The area of a name, a name with the kind of area, a slug or a code in any system."""
        cell_text = str(text).strip()
        if not cell_text:
            return UnknownName(messages.NO_AREA)
        by_code = self._codes.get(cell_text.upper(), [])
        found = (
            by_code
            if area_code_kind(cell_text)
            else self._areas.get(plain_place(cell_text)) or by_code
        )
        if len(found) == 1:
            return found[0]
        if found:
            if "-" in cell_text and cell_text in self._slugs:
                return self._slugs[cell_text]
            names = _listed(one.named for one in found)
            return UnknownName(messages.AMBIGUOUS_AREA, {"text": quoted(cell_text), "names": names})
        if kind := area_code_kind(cell_text):
            return UnknownName(
                messages.UNKNOWN_CODE, {"text": quoted(cell_text), "kind": kind_in_words(kind)}
            )
        nearest = self._nearest(
            plain_place(cell_text),
            lambda: self._like_areas,
            lambda name: self._areas[name][0].name,
            "ask an administrator to add it",
        )
        return UnknownName(messages.UNKNOWN_AREA, {"text": quoted(cell_text), "nearest": nearest})

    def contradicts(self, name: object, place: KnownPlace) -> bool:
        """Whether the name beside the code of an area is that of another."""
        words = plain_place(name)
        if not words or any(one.pk == place.pk for one in self._areas.get(words, ())):
            return False
        if _NUMBERED.fullmatch(words) and not _NUMBERED.fullmatch(plain_place(place.name)):
            return False
        said, known = set(words.split()), set(plain_place(place.name).split())
        return not (said <= known or known <= said)

    def of_slug(self, slug: str) -> KnownPlace | None:
        return self._slugs.get(slug)

    def _unknown(self, says: Message, **facts: object) -> UnknownName:
        """About a name of an indicator or of a measure: the code says which."""
        return UnknownName(
            says.under(says.code.format(called=self.called)), facts | {"called": self.called}
        )

    def _nearest(
        self,
        words: str,
        known: Callable[[], Suggestions],
        name_of: Callable[[str], str],
        otherwise: str,
    ) -> Remedy:
        def written() -> str:
            near = known().nearest(words)
            if near is not None:
                return f"Write “{name_of(near)}”, if that is meant."
            return f"Check the spelling, or {otherwise}."

        return Remedy(written)

    def _note_areas(self) -> None:
        areas: dict[int, KnownPlace] = {}
        names: dict[str, dict[int, KnownPlace]] = defaultdict(dict)
        labels = dict(Area.Kind.choices)
        for pk, slug, name, kind in Area.objects.values_list("pk", "slug", "name", "kind"):
            place = areas[pk] = self._slugs[slug] = KnownPlace(pk, slug, name, str(labels[kind]))
            names[plain_place(name)][pk] = place
            for words in (plain_place(f"{name} {place.kind}"), plain_place(f"{place.kind} {name}")):
                names[words][pk] = place
        for slug, place in self._slugs.items():
            # A slug that is also the name of others stands for none of them by itself.
            names.setdefault(plain_place(slug), {place.pk: place})
        self._areas = {name: list(found.values()) for name, found in names.items()}
        by_code: dict[str, dict[int, KnownPlace]] = defaultdict(dict)
        for pk, code, until in AreaCode.objects.values_list("area", "code", "valid_to"):
            area, earlier = areas[pk], by_code[code.upper()].get(pk)
            if earlier:
                until = _longer(earlier.held_until, until)
            by_code[code.upper()][pk] = KnownPlace(pk, area.slug, area.name, area.kind, until)
        self._codes = {code: list(found.values()) for code, found in by_code.items()}


def _longer(one: date | None, other: date | None) -> date | None:
    """The later of two ends, of which None is that there is none."""
    return None if one is None or other is None else max(one, other)


def _listed(names: Iterable[str]) -> str:
    named = sorted(names)
    more = f" or {len(named) - _MOST_NAMED} more" if len(named) > _MOST_NAMED else ""
    return " or ".join(named[:_MOST_NAMED]) + more


def retired(subject: Subject, place: KnownPlace | None, period: Period) -> Wrong | None:
    """The indicator, or the code that names the area, was no longer in use."""
    if subject.retired_on and period.end > subject.retired_on:
        return Wrong(
            messages.RETIRED_INDICATOR,
            {"name": subject.name, "day": written(subject.retired_on)},
            role="indicator",
        )
    if place is not None and place.held_until and period.start > place.held_until:
        return Wrong(
            messages.RETIRED_AREA,
            {"name": place.name, "day": written(place.held_until)},
            role="area",
        )
    return None


def not_over(period: Period, today: date) -> Wrong | None:
    if period.is_over(today):
        return None
    return Wrong(
        messages.PERIOD_NOT_OVER,
        {"period": str(period), "day": written(period.end)},
        role="period",
    )
