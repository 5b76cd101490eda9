"""An administrator looks after people, unless a test says otherwise."""

import pytest

from accounts.models import User


@pytest.fixture
def client(sign_in, administrator):
    return sign_in(administrator)


@pytest.fixture
def invited(client):
    """Kerra, who is invited as an officer and has not come in yet."""
    client.post("/accounts/people/invite/", kerra())
    return User.objects.get(username="kerra.penrose")


def kerra(**facts):
    """The form that invites her, where only `facts` are filled in otherwise."""
    return {
        "first_name": "Kerra",
        "last_name": "Penrose",
        "email": "kerra@example.org",
        "organisation": "",
        "job_title": "Community safety officer",
        "role": "Officer",
        **facts,
    }
