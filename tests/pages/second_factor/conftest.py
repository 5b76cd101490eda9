"""Nobody is signed in here until a test does so."""

import pytest
from django.test import Client


@pytest.fixture
def client():
    return Client()
