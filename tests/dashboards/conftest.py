"""The pages that gather are read by a member of the board."""

import pytest


@pytest.fixture
def client(sign_in, board):
    return sign_in(board)
