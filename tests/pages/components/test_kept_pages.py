"""A page of the plan is drawn once, kept, and never shown when something changed since."""

from datetime import date

import pytest
from django.db import OperationalError, connection
from django.db.models import Value
from django.db.models.functions import Concat
from django.test.utils import CaptureQueriesContext

from accounts.models import Organisation
from core.changes.watching import WATCHED
from performance.models import ClosedPeriod, Figure, Indicator
from places.models import Area
from priorities.clocks import Clocks, clocks_of
from priorities.models import Decision, DeliveryGap, Plan
from projects.models import Project
from safercornwall.flags.snapshot import Snapshot
from safercornwall.pages.components.kept_pages import keeping
from safercornwall.pages.components.kept_pages.keeping import kept_page
from safercornwall.pages.components.kept_pages.models import KeptPage

BOARD = "/"


@pytest.fixture
def snapshot(world):
    return Snapshot(world.plan, clocks_of(world.plan))


def test_a_second_reader_gets_what_was_drawn_for_the_first(snapshot):
    assert kept_page("board", snapshot, lambda: "<p>first</p>") == "<p>first</p>"
    assert kept_page("board", snapshot, lambda: "<p>second</p>") == "<p>first</p>"


def test_each_page_is_kept_apart(snapshot):
    kept_page("board", snapshot, lambda: "board")
    assert kept_page("theme", snapshot, lambda: "theme") == "theme"


def test_a_draft_plan_and_a_current_one_are_kept_apart(world, snapshot):
    kept_page("board", snapshot, lambda: "of the first")
    other = Plan.objects.create(
        partnership=world.plan.partnership, financial_year=2013, slug="2013-14", title="Next"
    )
    assert kept_page("board", Snapshot(other, clocks_of(other)), lambda: "of the other") == (
        "of the other"
    )


def test_after_any_change_it_is_drawn_again(world, snapshot):
    kept_page("board", snapshot, lambda: "before")
    world.theme()
    assert kept_page("board", snapshot, lambda: "after") == "after"
    assert KeptPage.objects.count() == 1


def test_what_is_written_while_it_is_drawn_makes_it_out_of_date(world, snapshot):
    kept_page("board", snapshot, lambda: str(world.theme()))
    assert kept_page("board", snapshot, lambda: "after") == "after"


def test_another_day_is_drawn_afresh_and_not_kept(world):
    earlier = Snapshot(world.plan, Clocks(date(2011, 6, 30)))
    assert kept_page("board", earlier, lambda: "drawn") == "drawn"
    assert not KeptPage.objects.exists()


def test_newer_code_draws_it_again(snapshot, monkeypatch):
    kept_page("board", snapshot, lambda: "old")
    monkeypatch.setattr(keeping, "digest_of_code", lambda paths: "other")
    assert kept_page("board", snapshot, lambda: "new") == "new"


def test_a_database_that_cannot_be_written_still_shows_the_page(snapshot, monkeypatch):
    def locked(*args, **facts):
        raise OperationalError("database is locked")

    monkeypatch.setattr(KeptPage.objects, "bulk_create", locked)
    assert kept_page("board", snapshot, lambda: "drawn") == "drawn"
    assert not KeptPage.objects.exists()


CHANGES = {
    "gaps are closed": lambda: DeliveryGap.objects.update(
        status="closed", closed_on=date(2011, 11, 1)
    ),
    "a decision gets a day": lambda: Decision.objects.update(due_on=date(2011, 12, 24)),
    "a town is renamed": lambda: Area.objects.filter(name="Penzance").update(name="Pensans"),
    "a project is renamed": lambda: Project.objects.filter(slug="idva-high").update(name="Adviser"),
    "an owner is renamed": lambda: Organisation.objects.update(
        name=Concat("name", Value(" of old"))
    ),
    "an indicator is renamed": lambda: Indicator.objects.update(name="Number", short_name=""),
    "a figure is corrected": lambda: Figure.objects.update(value=41),
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_board_shows_a_change_at_once(client, seeded_db, db, change):
    before = client.get(BOARD).content.decode()
    CHANGES[change]()
    now = client.get(BOARD).content.decode()
    KeptPage.objects.all().delete()
    fresh = client.get(BOARD).content.decode()
    assert without_tokens(now) == without_tokens(fresh) != without_tokens(before)


def without_tokens(page):
    return [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line]


def test_every_table_that_the_board_reads_is_watched(client, seeded_db, db):
    """A table that is read and not watched would leave the board stale."""
    Figure.objects.update(revision=2)
    with CaptureQueriesContext(connection) as queries:
        client.get(BOARD)
    known = connection.introspection.table_names()
    tables = {name for name in known for query in queries if f'"{name}"' in query["sql"]}
    kept = {"changes_writecount", "performance_keptstanding"}
    kept |= {name for name in tables if name.startswith(("flags_", "kept_pages_"))}
    # Who is signed in: the frame around what is kept.
    frame = {
        "accounts_opensession",
        "accounts_user",
        "accounts_user_groups",
        "accounts_user_limited_to",
        "auth_group",
        "accounts_user_user_permissions",
    }
    frame |= {"auth_permission", "auth_group_permissions", "django_content_type"}
    assert ClosedPeriod._meta.db_table in tables
    assert tables - kept - frame <= set(WATCHED)
