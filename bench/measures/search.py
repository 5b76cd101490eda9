"""A search over the whole plan, against the list of the projects that it finds."""

from __future__ import annotations

from pathlib import Path

from django.test import Client

from accounts.models import Organisation
from bench.database import settle
from bench.pages import reader
from bench.timing import Measure, Times
from bench.world import World
from priorities.models import DeliveryGap, DeliveryGapWording, Plan, Theme
from projects.models import Project, ProjectListing
from safercornwall.search.entries import rebuild

EACH = 2000
GOES = 5
# At most so many times what the list costs.
LIMIT = 3
ASKED = {
    "one word, in every record": "locks",
    "three words and a phrase": '"burglary of sheds" locks winter',
    "the beginning of a word": "burgl",
    "a code": "REF1234",
}


def measure(world: World, folder: Path) -> list[Measure]:
    _plan()
    rebuild()
    settle()
    client = reader()
    times = Times()
    for _ in range(GOES):
        times.of("list", _read, client, "/projects/", {})
        for name, text in ASKED.items():
            times.of(name, _read, client, "/search/", {"q": text})
    what = f"Search {EACH:,} projects and {EACH:,} gaps for {{}}"
    return [
        Measure(what.format(name), times[name], "the list of the projects", times["list"], LIMIT)
        for name in ASKED
    ]


def _read(client: Client, address: str, asked: dict[str, str]) -> None:
    response = client.get(address, asked)
    if response.status_code != 200 or (asked and "sc-result__heading" not in response.text):
        raise RuntimeError(f"{address} found nothing for {asked}.")


def _plan() -> None:
    """Made anew, so that what an earlier measure left does not count."""
    Plan.objects.all().delete()
    Project.objects.all().delete()
    partnership, _ = Organisation.objects.get_or_create(
        slug="bench", defaults={"name": "Bench", "kind": "partnership"}
    )
    plan = Plan.objects.create(
        partnership=partnership, title="Bench", slug="bench", financial_year=2011, stage="current",
        assessment_title="Bench",
    )  # fmt: skip
    theme = Theme.objects.create(
        plan=plan, slug="theme", code="T", order=1, kind="priority", name="Burglary",
        plan_statement="To be addressed.",
    )  # fmt: skip
    _projects(theme)
    _gaps(theme)


def _projects(theme: Theme) -> None:
    projects = Project.objects.bulk_create(
        Project(slug=f"project-{n}", order=n, name=f"Locks for street {n}", status="current", summary=_words(n))
        for n in range(EACH)
    )  # fmt: skip
    ProjectListing.objects.bulk_create(
        ProjectListing(
            project=project, theme=theme, order=n, status="current", heading_printed="", text=_words(n)
        )
        for n, project in enumerate(projects)
    )  # fmt: skip


def _gaps(theme: Theme) -> None:
    gaps = DeliveryGap.objects.bulk_create(
        DeliveryGap(plan=theme.plan, slug=f"gap-{n}", order=n, title=f"No locks in street {n}", text=_words(n))
        for n in range(EACH)
    )  # fmt: skip
    DeliveryGapWording.objects.bulk_create(
        DeliveryGapWording(gap=gap, theme=theme, ref=f"G{n}", order=n, text=_words(n))
        for n, gap in enumerate(gaps)
    )


def _words(n: int) -> str:
    return (
        f"REF{n}: burglary of sheds rose by {n % 40}% in ward {n % 90} last winter, and locks were fitted"
        f" in street {n}. The partnership works with landlords, the police and the fire service there."
    )
