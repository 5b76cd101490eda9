"""What loading a boundary file would do: worked out before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.text import slugify

from places.boundaries.codes import CodeProperty
from places.boundaries.known import Known
from places.boundaries.outlines import digest_of
from places.boundaries.reading import BoundaryFile, Feature, Refusal
from places.boundaries.scope import authority_of_name
from places.loads import report_of
from places.models import Area, AreaBoundary, AreaCode
from places.naming import plain_place


@dataclass(frozen=True)
class Match:
    """A feature and the area that it outlines. `area` is not saved yet where it would be made."""

    feature: Feature
    area: Area

    @property
    def called(self) -> str:
        return f"{self.area.name} ({self.feature.code})"


@dataclass
class LoadingPlan:
    """Every wanted feature by what becomes of it. A match stands in one of the first three lists, and in one of
    `new`, `replaced` and `unchanged`; `codes` are those that areas would get.
    """

    of: CodeProperty
    edition: str
    source: str
    by_code: list[Match] = field(default_factory=list)
    by_name: list[Match] = field(default_factory=list)
    made: list[Match] = field(default_factory=list)
    unmatched: list[Feature] = field(default_factory=list)
    codes: list[Match] = field(default_factory=list)
    new: list[Match] = field(default_factory=list)
    replaced: list[tuple[Match, int]] = field(default_factory=list)
    unchanged: list[Match] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    other_editions: dict[str, int] = field(default_factory=dict)
    left_out: int = 0

    @property
    def matches(self) -> list[Match]:
        return [*self.by_code, *self.by_name, *self.made]

    @property
    def report(self) -> str:
        """What it does, in one sentence. An area with a new outline or code is changed; one with neither is there already."""
        under = Counter(str(one.area.parent) if one.area.parent else "" for one in self.made)
        made = {id(one.area) for one in self.made}
        changing = (*self.codes, *self.new, *(match for match, _ in self.replaced))
        changed = {one.area.pk for one in changing if id(one.area) not in made}
        known = sum(one.area.pk not in changed for one in (*self.by_code, *self.by_name))
        return report_of(under, known=known, changed=len(changed))

    @property
    def changes_nothing(self) -> bool:
        return not (self.made or self.codes or self.new or self.replaced)


def plan_loading(
    file: BoundaryFile,
    known: Known,
    *,
    edition: str,
    source: str,
    parent: Area | None = None,
    beside: bool = False,
) -> LoadingPlan:
    """`parent` is where new areas would be put; without one, into the local authority that the file names. New areas at the
    top are `beside` the partnership, or its own.
    """
    assert file.property is not None  # noqa: S101  read_file refuses a file without one
    plan = LoadingPlan(file.property, edition, source, left_out=file.left_out)
    plan.refusals = list(file.refusals)
    names = Counter(plain_place(feature.name) for feature in file.features)
    for feature in file.features:
        _place(feature, plan, known, parent, is_only=names[plain_place(feature.name)] == 1)
    for match in plan.made:
        match.area.is_elsewhere = match.area.parent.is_elsewhere if match.area.parent else beside
    _refuse_rivals(plan)
    _compare(plan)
    return plan


def _place(
    feature: Feature, plan: LoadingPlan, known: Known, parent: Area | None, *, is_only: bool
) -> None:
    area, system = known.with_code_of(plan.of, feature.code)
    if area is not None:
        plan.by_code.append(match := Match(feature, area))
        if system != plan.of.system:
            plan.codes.append(match)
        return
    area = known.with_name(plan.of, feature.name) if is_only and feature.name else None
    if area is not None:
        plan.by_name.append(match := Match(feature, area))
        plan.codes.append(match)
        return
    around = parent or _authority(feature, plan.of, known)
    if around is None and not plan.of.may_stand_alone:
        plan.unmatched.append(feature)
        return
    plan.made.append(match := Match(feature, _new(feature, plan, around, parent, known)))
    plan.codes.append(match)


def _authority(feature: Feature, of: CodeProperty, known: Known) -> Area | None:
    """The local authority that a feature lies in, as its file says."""
    if of.may_stand_alone:
        return None
    for code in feature.authorities:
        if area := known.with_code(AreaCode.System.GSS, code):
            return area
    named = known.by_name.get((Area.Kind.COUNTY, plain_place(authority_of_name(feature.name))), [])
    return named[0] if of.kind == Area.Kind.LSOA and len(named) == 1 else None


def _new(
    feature: Feature, plan: LoadingPlan, around: Area | None, parent: Area | None, known: Known
) -> Area:
    """Where the file does not say what it lies in, that is the judgement of whoever loads it."""
    latitude, longitude = feature.centre or (None, None)
    said = _authority(feature, plan.of, known)
    return Area(
        name=feature.name or feature.code,
        slug=_slug(feature, plan.of, known),
        kind=plan.of.kind,
        parent=around,
        parent_is_judgement=parent is not None and said != parent,
        latitude=latitude,
        longitude=longitude,
        location_source=plan.source if feature.centre else "",
    )


def _slug(feature: Feature, of: CodeProperty, known: Known) -> str:
    """Of the code, as names are not the area's alone; a local authority is known by its name."""
    code = feature.code.lower()
    named = slugify(feature.name) if of.may_stand_alone else ""
    wanted = [named, f"{of.kind.value}-{code}", f"{of.kind.value}-{of.year}-{code}"]
    slug = next((one for one in wanted if one and one not in known.slugs), "")
    number = 2
    while not slug or slug in known.slugs:
        slug, number = f"{wanted[-1]}-{number}", number + 1
    known.slugs.add(slug)
    return slug


def _refuse_rivals(plan: LoadingPlan) -> None:
    """Two outlines of one area say nothing of it: an area may have had two codes."""
    found = Counter(match.area.pk for match in plan.matches if match.area.pk)
    rivals = {pk for pk, count in found.items() if count > 1}
    for match in (one for one in plan.matches if one.area.pk in rivals):
        plan.refusals.append(
            Refusal(f"Feature {match.feature.number:,} {match.called}", "is not the only one for its area")
        )  # fmt: skip
    for matches in (plan.by_code, plan.by_name, plan.codes):
        matches[:] = [match for match in matches if match.area.pk not in rivals]


def _compare(plan: LoadingPlan) -> None:
    """With the boundaries that are there, of this edition. Outlines are read one after another, and not kept."""
    pks = {match.area.pk for match in plan.matches if match.area.pk}
    rows = AreaBoundary.objects.filter(edition=plan.edition).values_list(
        "pk", "area", "source", "geometry"
    )
    present = {
        area: (pk, source, digest_of(geometry))
        for pk, area, source, geometry in rows.iterator(chunk_size=200)
        if area in pks
    }
    for match in plan.matches:
        pk, source, digest = present.get(match.area.pk or 0, (0, "", ""))
        if not pk:
            plan.new.append(match)
        elif (source, digest) == (plan.source, match.feature.outline.digest):
            plan.unchanged.append(match)
        else:
            plan.replaced.append((match, pk))
    plan.other_editions = _other_editions(plan, pks)


def _other_editions(plan: LoadingPlan, pks: Iterable[int]) -> dict[str, int]:
    others = AreaBoundary.objects.exclude(edition=plan.edition).values_list("edition", "area")
    wanted = set(pks)
    return dict(Counter(edition for edition, area in others if area in wanted))
