"""Figures to upload in a drill, of indicators and places of its own."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from io import StringIO
from time import monotonic, sleep

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Sum

from accounts.models import User
from core.periods import Period
from performance.models import Figure, Indicator, Job, Upload, UploadKind
from performance.uploads import actions
from performance.uploads.receiving import receive
from places.models import Area

Stage = Upload.Stage
MOVING = {Stage.WAITING, Stage.CHECKING, Stage.APPLYING, Stage.UNDOING}
PLACES, QUARTERS = 500, 12


@dataclass(frozen=True)
class FilledFile:
    """So many rows of one indicator, whose values come to `total`."""

    indicator: Indicator
    content: bytes
    rows: int
    total: int

    def received(self) -> Upload:
        file = SimpleUploadedFile(f"{self.indicator.slug}.csv", self.content)
        return receive(file, kind=UploadKind.FIGURES, by=analyst(), again=True)

    def there(self) -> tuple[int, int]:
        """How many of its figures stand, and what they come to."""
        figures = Figure.objects.filter(indicator=self.indicator, known_to=None)
        return figures.count(), int(figures.aggregate(total=Sum("value"))["total"] or 0)

    @property
    def whole(self) -> tuple[int, int]:
        return self.rows, self.total


def analyst() -> User:
    return User.objects.get(username="analyst")


def _places() -> list[Area]:
    """Made the first time, in a county of their own."""
    found = list(Area.objects.filter(parent__slug="drilled").order_by("pk"))
    if found:
        return found
    county = Area.objects.create(
        name="Drilled", slug="drilled", kind="county", level=0, path="/drilled/"
    )
    return Area.objects.bulk_create(
        Area(
            name=f"Ward {n:03} and St Piran", slug=f"drilled-{n}", kind="town", level=1,
            parent=county, path=f"/drilled/drilled-{n}/",
        )
        for n in range(PLACES)
    )  # fmt: skip


def filled_file(number: int, *, places: int = PLACES, quarters: int = QUARTERS) -> FilledFile:
    """A file of so many places and quarters, of an indicator that is made for it."""
    areas = _places()[:places]
    indicator = Indicator.objects.create(
        slug=f"drilled-{number}",
        order=10_000 + number,
        name=f"Drilled incidents {number}",
        unit="incidents",
        number_kind="counted",
        polarity="lower",
        frequency="quarter",
        area=areas[0],
    )
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(["Indicator", "Area", "Period", "Value"])
    total = rows = 0
    for quarter in range(quarters):
        label = Period.quarter(2009 + quarter // 4, quarter % 4 + 1).label
        for place, area in enumerate(areas):
            value = 5 + (place * 7 + quarter * 3 + number) % 40
            writer.writerow([indicator.name, area.name, label, value])
            total, rows = total + value, rows + 1
    return FilledFile(indicator, text.getvalue().encode(), rows, total)


def settled(upload: Upload, within: float) -> Upload:
    """The upload once nothing is being done about it. Raises TimeoutError."""
    begun = monotonic()
    while monotonic() - begun < within:
        upload.refresh_from_db()
        if upload.stage not in MOVING and not upload.jobs.filter(state__in=Job.UNDER_WAY).exists():
            return upload
        sleep(0.1)
    raise TimeoutError(f"{upload} stands at {upload.stage} after {within:.0f} seconds.")


def applied(upload: Upload) -> None:
    """Enqueue the apply of a checked upload, its warnings accepted."""
    actions.accept_warnings(upload, by=analyst())
    actions.apply(upload, by=analyst(), reason="A drill")
