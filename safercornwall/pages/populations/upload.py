"""A file of population estimates: read, shown as what it would do, and recorded whole once its sender agrees."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from core.received_files import takes_files
from performance.uploads.files import FileRefused, read_table
from places.models import Area
from places.populations.actions import (
    EstimateChange,
    PopulationReasonNeeded,
    PopulationsChanged,
    changes_by,
    record_populations,
)
from places.populations.reading import EstimateKey, PopulationFileRefused, read_populations
from safercornwall.pages.populations.edit import MAY_RECORD
from safercornwall.pages.populations.forms import (
    MOST_BYTES,
    PopulationCheckForm,
    PopulationFileForm,
)

SALT = "populations"
# What was shown is sent back with the form. Larger files are loaded by the command.
MOST_ROWS = 5_000
MOST_SHOWN = 50
LONGEST_WAIT = 24 * 60 * 60
TOO_MANY = f"The file has more than {MOST_ROWS:,} places. Load it in parts"
NOTHING = "No code of the file belongs to a place here"
OTHERWISE = (
    "Nothing is recorded: estimates changed since you looked. This is what the file would do now."
)
TOO_LATE = "What you saw can no longer be recorded. Choose the file again."


@dataclass(frozen=True)
class PopulationCheck:
    """What a file would do. `seen` carries it, signed, to the form that agrees."""

    people: Mapping[EstimateKey, int]
    source: str
    elsewhere: int
    changes: list[EstimateChange]

    @property
    def seen(self) -> str:
        rows = [[*key, count] for key, count in self.people.items()]
        standing = [[*key, pk] for key, pk in self.based_on.items()]
        said = {"rows": rows, "standing": standing, "source": self.source, "of": self.elsewhere}
        return signing.dumps(said, salt=SALT, compress=True)

    @property
    def based_on(self) -> dict[EstimateKey, int]:
        return {one.key: one.before.pk for one in self.changes if one.before}

    @property
    def new(self) -> int:
        return sum(one.is_new for one in self.changes)

    @property
    def changed(self) -> int:
        return sum(one.is_change for one in self.changes)

    @property
    def unchanged(self) -> int:
        return len(self.changes) - self.new - self.changed

    @property
    def lines(self) -> list[tuple[Area, EstimateChange]]:
        """What would be written, what changes first, with its place."""
        written = [one for one in self.changes if one.is_new or one.is_change]
        shown = sorted(written, key=lambda one: one.is_new)[:MOST_SHOWN]
        areas = Area.objects.in_bulk({one.key[0] for one in shown})
        return [(areas[one.key[0]], one) for one in shown]

    @property
    def rest(self) -> int:
        return max(self.new + self.changed - MOST_SHOWN, 0)


@takes_files(lambda user: user.has_perm(MAY_RECORD), most=MOST_BYTES)
@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(MAY_RECORD, raise_exception=True)
def population_upload(request: HttpRequest) -> HttpResponse:
    if "seen" in request.POST:
        return _record(request)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = PopulationFileForm(*sent)
    if form.is_valid():
        said = form.cleaned_data
        try:
            return _show(request, _check(said["file"], said["year"], said["source"]))
        except (PopulationFileRefused, FileRefused) as why:
            form.add_error("file", getattr(why, "message", str(why)))
    return render(request, "populations/upload.html", {"form": form})


def _check(file: Any, year: int, source: str) -> PopulationCheck:
    """Raises PopulationFileRefused, FileRefused."""
    with tempfile.TemporaryDirectory(prefix="populations-") as folder:
        path = Path(folder) / "file"
        path.write_bytes(file.read())
        with read_table(path, file.name) as table:
            sheet = next((one for one in table.sheets if one.filled and not one.hidden), None)
            rows: Iterable[Any] = table.rows(sheet) if sheet else ()
            found = read_populations(rows, year=year)
    if not found.people:
        raise PopulationFileRefused(NOTHING)
    if len(found.people) > MOST_ROWS:
        raise PopulationFileRefused(TOO_MANY)
    return _of(found.people, source, found.elsewhere)


def _of(people: Mapping[EstimateKey, int], source: str, elsewhere: int) -> PopulationCheck:
    return PopulationCheck(people, source, elsewhere, changes_by(people, source))


def _record(request: HttpRequest) -> HttpResponse:
    try:
        said = signing.loads(request.POST["seen"], salt=SALT, max_age=LONGEST_WAIT)
    except signing.BadSignature:
        messages.info(request, TOO_LATE)
        return redirect("populations:upload")
    people = {(area, year): count for area, year, count in said["rows"]}
    standing = {(area, year): pk for area, year, pk in said["standing"]}
    form = PopulationCheckForm(request.POST, is_changing=bool(standing))
    if not form.is_valid():
        return _show(request, _of(people, said["source"], said["of"]), form)
    try:
        written = record_populations(
            people,
            source=said["source"],
            based_on=standing,
            by=request.user,
            reason=form.cleaned_data.get("reason", ""),
        )
    except PopulationReasonNeeded:
        form.add_error("reason", "Say why the estimates change")
        return _show(request, _of(people, said["source"], said["of"]), form)
    except PopulationsChanged:
        messages.warning(request, OTHERWISE)
        return _show(request, _of(people, said["source"], said["of"]))
    messages.success(request, _done(len(written)))
    return redirect("populations:list")


def _show(
    request: HttpRequest, check: PopulationCheck, form: PopulationCheckForm | None = None
) -> HttpResponse:
    if form is None:
        form = PopulationCheckForm(initial={"seen": check.seen}, is_changing=bool(check.changed))
    return render(request, "populations/check.html", {"check": check, "form": form})


def _done(count: int) -> str:
    if not count:
        return "Every estimate of the file stands already: nothing was changed."
    return f"{count:,} {'estimate is' if count == 1 else 'estimates are'} recorded."
