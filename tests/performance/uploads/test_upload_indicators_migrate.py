"""What an installed system knows of indicators that uploads made is still known when they begin to wait."""

import pytest
from django.utils import timezone

from performance.models import Indicator
from tests.migrating import as_in_the_tables, migrate, models_at

BEFORE = [("performance", "0008_closings_of_figures")]
AFTER = [("performance", "0009_indicators_made_for_uploads")]


@pytest.fixture
def old(gone_back):
    """The models as they were before."""
    return models_at(BEFORE)


def test_those_of_open_uploads_wait_unless_something_is_known_of_them(old):
    ada = as_in_the_tables("accounts", "User").create(username="ada", email="ada@example.org")
    county = as_in_the_tables("places", "Area").create(
        name="C", slug="c", kind="county", level=0, path="/c/"
    )
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
