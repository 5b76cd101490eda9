"""What an installed system knows of indicators that uploads made is still known when they begin to wait."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from accounts.models import User
from performance.models import Indicator
from places.models import Area

BEFORE = [("performance", "0008_closings_of_figures")]
AFTER = [("performance", "0009_indicators_made_for_uploads")]


def migrate(to):
    """The models as they are then."""
    MigrationExecutor(connection).migrate(to)
    return MigrationExecutor(connection).loader.project_state(to).apps


@pytest.fixture
def old(transactional_db):
    """The models as they were before; afterwards the planner is as it should be."""
    latest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    yield migrate(BEFORE)
    migrate(latest)


def test_those_of_open_uploads_wait_unless_something_is_known_of_them(old):
    ada = User.objects.create(username="ada", email="ada@example.org")
    county = Area.objects.create(name="C", slug="c", kind="county", level=0, path="/c/")
    indicators = old.get_model("performance", "Indicator").objects
    uploads = old.get_model("performance", "Upload").objects

    def indicator(slug, **facts):
        return indicators.create(
            slug=slug, order=1, name=slug, unit="%", polarity="lower", frequency="quarter",
            aggregation="ratio", area_id=county.pk, **facts,
        )  # fmt: skip

    def upload(stage, *made):
        moments = {"applied_by_id": ada.pk, "applied_at": timezone.now()}
        layout = {"shape": "wide", "made": list(made)} if made else {}
        return uploads.create(
            file_name=f"{stage}.csv", size=1, sha256="0", uploaded_by_id=ada.pk, stage=stage,
            layout=layout, **moments,
        )  # fmt: skip

    indicator("nobody-s")
    indicator("new")
    indicator("edited", version=2)
    known = indicator("known")
    indicator("applied")
    old.get_model("performance", "Figure").objects.create(
        indicator=known, area_id=county.pk, period_start="2011-04-01", period_end="2011-06-30",
        value=3,
    )  # fmt: skip
    open_one = upload("checked", "new", "edited", "known", "gone")
    applied = upload("applied", "applied")
    upload("discarded", "gone")
    upload("mapping")

    migrate(AFTER)

    found = {
        row["slug"]: (row["made_for"], row["is_waiting"])
        for row in Indicator.objects.values("slug", "made_for", "is_waiting")
    }
    assert found == {
        "nobody-s": (None, False),
        "new": (open_one.pk, True),
        "edited": (open_one.pk, False),
        "known": (open_one.pk, False),
        "applied": (applied.pk, False),
    }
