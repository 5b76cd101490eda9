"""Styles, scripts and pictures: whether those that are served are those of this version."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import (
    ManifestStaticFilesStorage,
    staticfiles_storage,
)

from core.health.checks import HealthFinding, fail, ok

COLLECT = "Run: python scripts/build_static.py run, then python manage.py collectstatic. Restart the server."


def static_files() -> HealthFinding:
    """Collects them once more into a folder for the moment, and compares the names that their contents give them."""
    served: Any = staticfiles_storage
    if not hasattr(served, "load_manifest"):
        return ok("Styles and scripts are served as they are.")
    names, _ = served.load_manifest()
    if not names:
        return fail("No styles and scripts are collected: pages fail or look bare.", COLLECT)
    gone = [hashed for hashed in names.values() if not served.exists(hashed)]
    changed = {name for name, hashed in names_now().items() if names.get(name) != hashed}
    if gone or changed:
        which = ", ".join(sorted({*gone, *changed})[:3])
        return fail(
            f"{len(gone) + len(changed)} styles or scripts are not those of this version: {which}.",
            COLLECT,
        )
    return ok(f"{len(names)} styles, scripts and pictures are those of this version.")


def names_now() -> dict[str, str]:
    """{name: the name by its content} of every file that this version has."""
    with TemporaryDirectory() as folder:
        fresh: Any = ManifestStaticFilesStorage(location=folder)
        paths = {}
        for finder in get_finders():
            for name, storage in finder.list([]):
                copied = Path(folder) / name
                if name not in paths:
                    copied.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copyfile(storage.path(name), copied)
                    paths[name] = (fresh, name)
        for _, _, processed in fresh.post_process(paths):
            if isinstance(processed, Exception):
                raise processed
        return dict(fresh.hashed_files)
