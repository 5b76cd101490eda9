"""What the browser gets of other people's work."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

ROOT = Path(settings.BASE_DIR)
BUILT = sorted(path for path in (ROOT / "build" / "static").rglob("*") if path.is_file())


def test_only_what_is_served_is_copied():
    assert [str(path.relative_to(ROOT / "build" / "static")) for path in BUILT] == [
        "autocomplete/accessible-autocomplete.min.css",
        "autocomplete/accessible-autocomplete.min.js",
        "govuk/govuk-frontend.min.css",
        "govuk/govuk-frontend.min.js",
        "plotly/plotly-cartesian.min.js",
    ]


def test_the_governments_typeface_and_crest_are_gone():
    css = Path(finders.find("govuk/govuk-frontend.min.css")).read_text()
    assert "@font-face" not in css
    assert "transport" not in css.lower()
    assert "/assets/" not in css
    assert re.search(r"\.govuk-heading-xl\{[^}]*font-family:arial,sans-serif", css)


@pytest.mark.parametrize("path", BUILT, ids=lambda path: path.name)
def test_nothing_asks_for_a_source_map(path):
    assert "sourceMappingURL" not in path.read_text()


def test_every_file_of_the_site_can_be_collected(tmp_path, settings):
    """Under the storage of the running planner, which stops at a file that names a missing one."""
    from django.core.management import call_command

    from safercornwall.settings import base

    settings.STORAGES = base.STORAGES
    settings.STATIC_ROOT = tmp_path
    call_command("collectstatic", interactive=False, verbosity=0)
    names = [path.name for path in tmp_path.rglob("*.css")]
    assert any(re.fullmatch(r"safercornwall\.[0-9a-f]{12}\.css", name) for name in names)
    assert "safercornwall.css" not in names
