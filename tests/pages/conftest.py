"""Pages are read by a member of the board, unless a test says otherwise."""

import pytest


@pytest.fixture
def client(sign_in, board):
    return sign_in(board)


@pytest.fixture
def colleague(sign_in, person):
    """A second officer, at another desk."""
    return sign_in(person("percy", "officer"))


@pytest.fixture
def records(world):
    """One record of each kind that somebody owns, by the key of its kind."""
    theme = world.theme("Burglary")
    return {
        "theme": theme,
        "indicator": world.indicator(theme, "3", name="Burglaries"),
        "project": world.project(theme, name="Target hardening"),
        "gap": world.gap(theme, title="No outreach"),
        "threat": world.threat(theme, title="Recession"),
        "decision": world.decision(title="Fund the post"),
    }
