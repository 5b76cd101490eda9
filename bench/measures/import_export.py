"""10,000 rows from file to committed, against django-import-export in its bulk mode with cached keys.

Both read the file, say what it would do, and write it. The other side is given what it is quickest with: a .csv,
keys looked up once, no differences worked out, a thousand rows a statement.
"""

from __future__ import annotations

from pathlib import Path

import tablib
from import_export.fields import Field
from import_export.resources import ModelResource
from import_export.widgets import CachedForeignKeyWidget, DateWidget, DecimalWidget

from bench import steps
from bench.timing import Measure, Times
from bench.world import A_QUARTER, FEWEST, World, quarters, readings, write_file
from core.periods import Period
from performance.models import Figure, Indicator
from places.models import Area

ROUNDS = 2


class _Quarter(DateWidget):
    """The first or the last day of a quarter, by its name; each name is read once."""

    def __init__(self, day: str) -> None:
        super().__init__()
        self.day, self._read = day, {}

    def clean(self, value, row=None, **kwargs):
        if value not in self._read:
            self._read[value] = getattr(Period.from_label(value), self.day)
        return self._read[value]


class FigureResource(ModelResource):
    """An existing figure is looked for by its key, as a second import would fail without."""

    indicator = Field("indicator", "Indicator", CachedForeignKeyWidget(Indicator, "name"))
    area = Field("area", "Area", CachedForeignKeyWidget(Area, "name"))
    period_start = Field("period_start", "Period", _Quarter("start"))
    period_end = Field("period_end", "Period", _Quarter("end"))
    value = Field("value", "Value", DecimalWidget())
    numerator = Field("numerator", "Numerator", DecimalWidget())
    denominator = Field("denominator", "Denominator", DecimalWidget())

    class Meta:
        model = Figure
        fields = (
            *("indicator", "area", "period_start", "period_end"),
            *("value", "numerator", "denominator"),
        )
        import_id_fields = ("indicator", "area", "period_start", "period_end")
        use_bulk = True
        batch_size = 1000
        skip_diff = True
        skip_html_diff = True
        use_transactions = True


class UnseeingResource(FigureResource):
    """Takes every figure for a new one."""

    class Meta(FigureResource.Meta):
        force_init_instance = True


def measure(world: World, folder: Path) -> list[Measure]:
    found = list(readings(quarters(0, 1)))
    path = write_file(folder / "figures.xlsx", found)
    text = write_file(folder / "figures.csv", found, (*FEWEST, "Numerator", "Denominator"))
    times = Times()
    for _ in range(ROUNDS):
        world.history(1)
        times.of("ours", _ours, world, path)
        for name, resource in (("theirs", FigureResource), ("unseeing", UnseeingResource)):
            world.history(1)
            times.of(f"{name}, preview", _theirs, resource, text, True)
            times.of(f"{name}, import", _theirs, resource, text, False)
            if Figure.objects.count() != 2 * A_QUARTER:
                raise RuntimeError(f"There are {Figure.objects.count():,} figures after {name}.")
    what = "10,000 rows from file to committed"
    both = times["theirs, preview"] + times["theirs, import"]
    return [
        Measure(
            what, times["ours"], "django-import-export: preview, import", both, 20, at_least=True
        ),
        Measure(what, times["ours"], "its import alone", times["theirs, import"], at_least=True),
        Measure(
            what,
            times["ours"],
            "its import alone, that looks for nothing",
            times["unseeing, import"],
            at_least=True,
        ),
    ]


def _ours(world: World, path: Path) -> None:
    upload = steps.check(world.analyst, path)
    steps.apply(world.analyst, steps.accept(world.analyst, upload))


def _theirs(resource: type[ModelResource], path: Path, dry_run: bool) -> None:
    dataset = tablib.Dataset().load(path.read_text(encoding="utf-8"), format="csv")
    result = resource().import_data(dataset, dry_run=dry_run, raise_errors=True)
    if result.has_errors() or len(dataset) != A_QUARTER:
        raise RuntimeError("django-import-export has errors.")
