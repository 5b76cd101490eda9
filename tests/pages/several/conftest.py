"""Officers change several records at a time, unless a test says otherwise."""

import pytest

from accounts.models import Organisation


@pytest.fixture
def client(sign_in, officer):
    return sign_in(officer)


@pytest.fixture
def police(db):
    return Organisation.objects.create(name="The police", slug="police", kind="police")


@pytest.fixture
def burglary(world):
    return world.theme("Burglary")


@pytest.fixture
def alcohol(world):
    return world.theme("Alcohol")


@pytest.fixture
def several(world, burglary):
    """Makes two records of a noun."""

    def make(noun):
        makers = {
            "gaps": lambda name: world.gap(burglary, title=name, text=f"{name}."),
            "threats": lambda name: world.threat(burglary, title=name, text=f"{name}."),
            "decisions": lambda name: world.decision(title=name),
            "themes": world.theme,
            "projects": lambda name: world.project(burglary, name=name, summary=f"{name}."),
        }
        return [makers[noun](name) for name in ("First", "Second")]

    return make
