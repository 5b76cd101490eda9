"""A web process or worker holds nothing that another needs: any number of them, on any number of machines, work on one database."""

import ast
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import FileField, FilePathField

from safercornwall.settings import base

ROOT = Path(settings.BASE_DIR)
FOLDERS = ("core", "accounts", "places", "priorities", "performance", "projects", "safercornwall")


@cache
def sources():
    """{path: what stands in it}, of all that the planner runs. Each is parsed once."""
    paths = [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))]
    return {
        str(path.relative_to(ROOT)): list(ast.walk(ast.parse(path.read_text())))
        for path in paths
        if "migrations" not in path.parts
    }


# What these remember follows from code or from their arguments alone.
REMEMBER = {
    "core/digests.py",
    "core/health/readiness.py",
    "core/records/fetching.py",
    "performance/cells/values/figure_cells.py",
    "performance/cells/values/periods.py",
    "performance/rules/poisson.py",
    "performance/uploads/judging/plain_numbers.py",
    "performance/uploads/layout/incidents.py",
    "safercornwall/flags/keeping.py",
    "safercornwall/flags/parts.py",
    "safercornwall/search/changes.py",
    "safercornwall/search/words.py",
}
# Django's cache, which is in the database; and what a sheet remembers while it is written.
OF_OTHERS = {
    "safercornwall/pages/signing_in/warnings.py",
    "performance/workbooks/template_rows.py",
}
# They write into a temporary folder that is gone at the end, or where a command is told to.
WRITE = {
    "core/health/count_files.py": "counts of the processes of one machine, which is asked by itself",
    "core/backups": "a backup, where it was told to",
    "performance/uploads/": "the file that a confined process reads, and its answer",
    "performance/workbooks/mark": "the file that a confined process marks, and its answer",
    "places/boundaries/sent.py": "boundaries, to be read",
    "safercornwall/exports/word/": "a pack, while it is made",
    "safercornwall/pages/populations/upload.py": "a list of populations, to be read",
    "safercornwall/pages/setting_up/areas.py": "boundaries, to be read",
    "safercornwall/management/commands/make_backup_key.py": "the key, where it was told to",
    "safercornwall/settings/demo.py": "the secret of the demo",
}


def names_in(nodes):
    for node in nodes:
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.alias):
            yield node.name.rpartition(".")[2]


def users_of(*names):
    return {path for path, nodes in sources().items() if not set(names).isdisjoint(names_in(nodes))}


def writes_a_file(node):
    if not isinstance(node, ast.Call):
        return False
    called = node.func
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    if name in ("write_text", "write_bytes"):
        return True
    modes = [one.value for one in node.args if isinstance(one, ast.Constant)]
    modes += [one.value.value for one in node.keywords if isinstance(one.value, ast.Constant)]
    return name in ("open", "fdopen") and any(
        isinstance(mode, str) and set(mode) <= set("rwxab+t") and set(mode) & set("wxa")
        for mode in modes
    )


def writers():
    return {path for path, nodes in sources().items() if any(map(writes_a_file, nodes))}


def test_what_processes_share_is_in_the_database():
    assert {one["BACKEND"].rpartition(".")[2] for one in base.CACHES.values()} == {"DatabaseCache"}
    assert base.SESSION_ENGINE == "accounts.sessions"
    assert base.MESSAGE_STORAGE.endswith(".session.SessionStorage")
    assert base.UPLOADS_WORKER == "command"


@pytest.mark.parametrize("model", apps.get_models(), ids=lambda model: model._meta.label)
def test_no_record_has_a_file_on_a_disk(model):
    fields = model._meta.get_fields()
    assert [one.name for one in fields if isinstance(one, FileField | FilePathField)] == []


def test_nobody_but_the_bucket_uses_a_storage_of_files():
    assert users_of("default_storage", "FileSystemStorage", "storages") == {"core/stored_files.py"}


def test_what_a_process_remembers_follows_from_code_or_arguments():
    assert users_of("cache", "lru_cache") - OF_OTHERS == REMEMBER


def test_a_file_is_written_only_where_it_is_said():
    found = writers()
    assert found
    assert {one for one in found if not one.startswith(tuple(WRITE))} == set()
