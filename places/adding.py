"""A list of places put where they lie: planned first, so that it can be shown, then added in one go."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from accounts.models import User
from core.records.numbering import RESERVED
from places.actions import WIDTHS, place_new_areas
from places.area_list import ListedPlace, PlaceListRefused, refuse
from places.loads import LoadedPlaces, note_load, report_of
from places.models import Area, AreaCode, AreaLoad
from places.naming import plain_place


@dataclass
class PlaceListPlan:
    """What a list would do. `levels` are the new places, from the top; `codes` those that places get; `coded` the
    places among these that are there already; `known` those that stay as they are.
    """

    levels: list[list[Area]] = field(default_factory=list)
    codes: list[tuple[Area, ListedPlace]] = field(default_factory=list)
    coded: list[Area] = field(default_factory=list)
    known: list[Area] = field(default_factory=list)

    @property
    def new(self) -> list[Area]:
        return [area for level in self.levels for area in level]

    @property
    def changes_nothing(self) -> bool:
        return not (self.levels or self.codes)

    @property
    def report(self) -> str:
        under = Counter(str(area.parent) if area.parent else "" for area in self.new)
        return report_of(under, known=len(self.known), changed=len(self.coded))

    @property
    def digest(self) -> str:
        """Tells a plan from one that would do something else."""
        new = [(area.slug, str(area.parent), area.is_elsewhere) for area in self.new]
        codes = [(area.slug, row.code) for area, row in self.codes]
        return sha256(repr((new, codes, [area.pk for area in self.known])).encode()).hexdigest()


def plan_places(listed: Sequence[ListedPlace], *, beside: bool = False) -> PlaceListPlan:
    """Where the places of a list would lie. Those that are there already stay as they are, but for a code that is new.

    `beside`: new places at the top are beside the partnership. Raises PlaceListRefused.
    """
    places = _Places(Area.objects.order_by("pk"))
    plan, waiting, errors = PlaceListPlan(), [], []
    for row in listed:
        area = places.known(row)
        if area is None:
            waiting.append((row, area := places.begin(row)))
            if row.code:
                plan.codes.append((area, row))
        elif row.code and plain_place(row.name) != plain_place(area.name):
            errors.append(f"Line {row.line}: {row.code} is {area.named} here, not {row.name}")
        elif row.code and row.code not in places.by_code:
            plan.codes.append((area, row))
            plan.coded.append(area)
        else:
            plan.known.append(area)
    parents, lost = _parents(waiting, places)
    refuse([*errors, *lost])
    plan.levels = list(_from_the_top(parents))
    for area in plan.new:
        area.is_elsewhere = area.parent.is_elsewhere if area.parent else beside
    return plan


@transaction.atomic
def add_places(plan: PlaceListPlan, *, by: User, file_name: str = "", source: str = "") -> AreaLoad:
    """Put the places where they lie, and note what was done. All of it, or nothing. Raises PlaceListRefused."""
    for level in plan.levels:
        for area in level:
            # Saved by now: its parent was in the level before.
            area.parent = area.parent
        try:
            place_new_areas(level, by=by)
        except ValidationError as too_deep:
            raise PlaceListRefused(too_deep.messages) from too_deep
    codes = AreaCode.objects.bulk_create(
        [AreaCode(area=area, system=row.system, code=row.code) for area, row in plan.codes],
        batch_size=500,
    )
    loaded = LoadedPlaces(areas=plan.new, codes=codes, touched=plan.coded)
    return note_load(
        AreaLoad.Kind.LIST,
        loaded,
        report=plan.report,
        file_name=file_name,
        source=source,
        by=by,
    )


class _Places:
    """The places that are there, and those that begin, by the names that a line may give them."""

    def __init__(self, areas: Iterable[Area]) -> None:
        self.by_name: dict[str, list[Area]] = defaultdict(list)
        self.slugs = set(RESERVED)
        # Archived places keep their slugs.
        self.slugs.update(Area.with_archived.values_list("slug", flat=True))
        self.by_pk = {}
        self.by_code: dict[str, Area] = {}
        self.coded: set[int] = set()
        for area in areas:
            self.by_pk[area.pk] = area
            self._call(area)
        for pk, code in AreaCode.objects.values_list("area", "code"):
            if pk in self.by_pk:
                self.by_code[code.upper()] = self.by_pk[pk]
                self.coded.add(pk)

    def known(self, row: ListedPlace) -> Area | None:
        """The place of a line that is there already: by its code, else by its name, kind and what it lies in."""
        if row.code and (area := self.by_code.get(row.code)):
            return area if area.pk else None
        found = (
            area
            for area in self.by_name[plain_place(row.name)]
            if area.pk and area.kind == row.kind and self._lies_in(area, row.parent)
        )
        area = next(found, None)
        # Another code is another place, however alike the names are.
        return None if area and row.code and area.pk in self.coded else area

    def begin(self, row: ListedPlace) -> Area:
        area = Area(name=row.name, kind=row.kind, slug=self._free_slug(row))
        self._call(area)
        if row.code:
            self.by_code[row.code] = area
        return area

    def wider(self, name: str, kind: Area.Kind) -> list[Area]:
        """The places of a name that a place of `kind` may lie in."""
        return [area for area in self.called(name) if _may_lie_in(kind, area)]

    def called(self, name: str) -> list[Area]:
        """The place of a code, else those of a name."""
        area = self.by_code.get(name.upper())
        return [area] if area else self.by_name[plain_place(name)]

    def _call(self, area: Area) -> None:
        for name in {plain_place(area.name), plain_place(area.named)}:
            self.by_name[name].append(area)

    def _lies_in(self, area: Area, parent: str) -> bool:
        around = self.by_pk.get(area.parent_id or 0)
        if around is None:
            return not parent
        return around in self.called(parent)

    def _free_slug(self, row: ListedPlace) -> str:
        start = slugify(row.name)[:100].strip("-") or row.kind.value.replace("_", "-")
        slug = start if start not in self.slugs else f"{start}-{row.kind.value.replace('_', '-')}"
        number, wanted = 2, slug
        while slug in self.slugs:
            slug, number = f"{wanted}-{number}", number + 1
        self.slugs.add(slug)
        return slug


def _may_lie_in(kind: Area.Kind, around: Area) -> bool:
    """As `places.actions` has it: in anything wider, and a county in a county."""
    counties = {kind, Area.Kind(around.kind)} == {Area.Kind.COUNTY}
    return counties or WIDTHS[Area.Kind(around.kind)] > WIDTHS[kind]


def _parents(
    waiting: Sequence[tuple[ListedPlace, Area]], places: _Places
) -> tuple[list[tuple[Area, Area | None]], list[str]]:
    found: list[tuple[Area, Area | None]] = []
    errors = []
    for row, area in waiting:
        if not row.parent:
            found.append((area, None))
            continue
        around = [one for one in places.wider(row.parent, row.kind) if one is not area]
        if len(around) == 1:
            found.append((area, around[0]))
        else:
            errors.append(_why_not(row, around, places.called(row.parent)))
    return found, errors


def _why_not(row: ListedPlace, around: list[Area], called: list[Area]) -> str:
    where = f"Line {row.line}: {row.name}"
    if around:
        names = " or ".join(sorted({one.named for one in around}))
        return f"{where} lies in one of {len(around)} places of that name. Write {names}"
    if called and any(one.name != row.name or one.kind != row.kind for one in called):
        return f"{where} cannot lie in {called[0].named}, which is no wider kind of place"
    return f"{where} lies in “{row.parent[:60]}”, which is neither a place yet nor in the list"


def _from_the_top(parents: Sequence[tuple[Area, Area | None]]) -> Iterator[list[Area]]:
    """The new places, in steps: each lies in what is there by then. Raises PlaceListRefused for a circle."""
    left = list(parents)
    there: set[int] = set()
    while left:
        level = [
            (area, around)
            for area, around in left
            if around is None or around.pk or id(around) in there
        ]
        if not level:
            names = ", ".join(area.name for area, _ in left[:3])
            raise PlaceListRefused([f"These places lie in each other: {names}"])
        for area, around in level:
            area.parent = around
        there.update(id(area) for area, _ in level)
        left = [(area, around) for area, around in left if id(area) not in there]
        yield [area for area, _ in level]
