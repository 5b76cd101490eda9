"""These pages are read in a small plan."""

import pytest

from tests.small_plan import SmallPlan


@pytest.fixture
def world(db):
    return SmallPlan()
