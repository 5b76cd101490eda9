"""The layout that import contracts cannot see: names, addresses, reflection, and the paths that documents name."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
APPS = ("accounts", "places", "priorities", "performance", "projects")
FOLDERS = ("core", *APPS, "safercornwall")
# Every migration and every command has one of these.
SHARED = {"Migration", "Command"}
PAGES_ONLY = {"django.urls", "django.shortcuts", "django.template", "django.template.loader"}
# A worked example makes these.
TO_BE_MADE = {
    "safercornwall/pages/gaps/projects.py",
    "templates/gaps/projects.html",
    "tests/pages/gaps/test_gap_projects.py",
}
DOCUMENTS = [ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


def modules(*folders):
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def tree_of(path):
    return ast.parse(path.read_text())


def test_a_class_name_stands_once():
    names = Counter(
        node.name
        for path in modules(*FOLDERS)
        for node in tree_of(path).body
        if isinstance(node, ast.ClassDef) and node.name not in SHARED
    )
    assert [name for name, number in names.items() if number > 1] == []


def test_no_app_reaches_another_by_reflection():
    assert [path for path in modules(*APPS) if "related_model" in path.read_text()] == []


def test_no_app_knows_a_page_or_an_address():
    knowing = {
        path.relative_to(ROOT).as_posix()
        for path in modules("core", *APPS)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ImportFrom) and node.module in PAGES_ONLY
    }
    assert knowing == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_path_that_a_document_names_is_there(document):
    named = re.findall(r"`((?:[a-z_]+/)+[\w.]*)`", document.read_text())
    gone = [
        path
        for path in named
        if path.partition("/")[0]
        in {*FOLDERS, "tests", "templates", "docs", "fixtures", "bench", "drills"}
        and path not in TO_BE_MADE
        and not (ROOT / path).exists()
    ]
    assert gone == []
