"""The pages of priorities are read in a small plan, by a member of the board."""

import pytest

from tests.priorities.small_plan import SmallPlan


@pytest.fixture
def world(db):
    return SmallPlan()


@pytest.fixture
def client(sign_in, board):
    return sign_in(board)
