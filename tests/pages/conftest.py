"""Pages are read by a member of the board, unless a test says otherwise."""

import pytest


@pytest.fixture
def client(sign_in, board):
    return sign_in(board)
