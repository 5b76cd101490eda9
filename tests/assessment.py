"""The catalogue that the seed was read from, where it is at hand: tests beside it are extra."""

import os
from pathlib import Path

import pytest
from django.conf import settings


def catalogue_file():
    """Named by ASSESSMENT_CATALOGUE, else in a folder beside this copy of the project."""
    if named := os.environ.get("ASSESSMENT_CATALOGUE"):
        return Path(named)
    return settings.BASE_DIR.parent.joinpath("shared", "seed", "catalogue.json")


needs_catalogue = pytest.mark.skipif(
    not catalogue_file().is_file(),
    reason="The catalogue of the assessment is not at hand; ASSESSMENT_CATALOGUE says where it is.",
)
