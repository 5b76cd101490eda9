"""The drill of backups: a planner with many figures is backed up, destroyed and restored, on SQLite and PostgreSQL, and then
backups and restores are killed at random.

    .venv/bin/python scripts/with_postgres.py .venv/bin/python scripts/drill_backups.py [FIGURES]

Prints how long each step took, and fails where a table is not what it was. `make drills` runs it with 20,000 figures.
"""

import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from console import PYTHON, ROOT, Problem, say, told_plainly

sys.path.insert(0, str(ROOT))
FIGURES = 20_000
KILLED = 5
# Of 200 indicators in 500 areas.
A_QUARTER = 100_000


def main():
    figures = int(sys.argv[1]) if len(sys.argv) > 1 else FIGURES
    with tempfile.TemporaryDirectory(prefix="planner-drill-") as folder:
        for url in (f"sqlite:///{folder}/planner.sqlite3", os.environ["DATABASE_URL"]):
            drill(url, Path(folder), figures)


def drill(url, folder, figures):
    """In a process of its own, as Django knows one database at a time."""
    code = f"import drill_backups; drill_backups.measure({str(folder)!r}, {figures})"
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "safercornwall.settings.test",
        "PYTHONPATH": f"{ROOT}:{ROOT / 'scripts'}",
    }
    if subprocess.call([str(PYTHON), "-c", code], env=environment, cwd=str(ROOT)):
        raise Problem("the drill of backups failed.")


def measure(folder, figures):
    import django

    django.setup()
    from django.db import connection

    from bench import database, machine

    say(f"{connection.vendor}, {figures:,} figures, {dict(machine.facts([]))['Processor']}")
    # Not the one that benchmarks use meanwhile.
    name = f"{folder}/drill.sqlite3" if connection.vendor == "sqlite" else "planner_drill"
    connection.settings_dict["TEST"]["NAME"] = name
    with database.made():
        fill(figures)
        connection.close()
        run = Commands(database.address(), Path(folder))
        before = sums()
        run("backed up and read back", "backup", run.folder)
        run("backed up and restored on trial", "backup", run.folder, "--verify-whole")
        path = max(run.folder.glob("*.age"))
        destroy()
        run("restored", "restore", path, "--key-file", run.key)
        changed = [name for name, found in sums().items() if found != before.get(name)]
        wrong = set(changed) - {"accounts_user", "accounts_securityevent", "backups_verifiedbackup"}
        if wrong:
            raise Problem(f"these tables are not what they were: {', '.join(sorted(wrong))}.")
        kill(run, path)
        for one in run.folder.glob("*.age"):
            say(f"  {one.stat().st_size / 1e6:8.1f} MB")
            one.unlink()
        run.key.unlink()


def kill(run, path):
    """Kill backups and restores at random: no half backup has a name, and no half restore stands."""
    from core.backups.envelope import identities_of
    from core.backups.restoring import read_through

    figures, keys = sums()["performance_figure"], identities_of(run.key.read_text())
    began, before = time.monotonic(), set(run.folder.glob("*.age"))
    for _ in range(KILLED):
        run.killed("backup", run.folder)
    for found in set(run.folder.glob("*.age")) - before:
        read_through(found, keys)
    say(f"  {time.monotonic() - began:8.1f} s  {KILLED} backups killed: none is half there")
    began = time.monotonic()
    for _ in range(KILLED):
        run.killed("restore", path, "--key-file", run.key, "--replace")
        # PostgreSQL takes back what was not finished once it sees that nobody is there any more.
        time.sleep(1)
        if sums()["performance_figure"] != figures:
            raise Problem("a restore that was killed left something else than it found.")
    say(f"  {time.monotonic() - began:8.1f} s  {KILLED} restores killed: none is half there")
    run("backed up once more", "backup", run.folder)
    if left := [one.name for one in run.folder.iterdir() if one.suffix != ".age"]:
        raise Problem(f"what was killed left {', '.join(left)}.")


def fill(figures):
    from bench.world import AREAS, INDICATORS, World

    world = World()
    quarters, rest = divmod(figures, A_QUARTER)
    if quarters:
        world.history(quarters, indicators=INDICATORS, areas=AREAS)
    else:
        world.history(1, indicators=rest // AREAS, areas=AREAS)


def sums():
    from django.db import connection

    from core.backups.engines import engine_of
    from core.backups.table_sums import sums_of

    with engine_of(connection).present() as tables:
        return sums_of(tables)


def destroy():
    from django.db import connection

    if connection.vendor == "sqlite":
        path = Path(connection.settings_dict["NAME"])
        for one in path.parent.glob(f"{path.name}*"):
            one.unlink()
        return
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    connection.close()


class Commands:
    """manage.py, as a scheduler runs it."""

    def __init__(self, url, folder):
        from core.backups.envelope import new_key

        secret, public = new_key()
        self._longest = 1.0
        self.folder, self.key = folder / "backups", folder / "backup.key"
        self.folder.mkdir(exist_ok=True)
        self.key.write_text(secret)
        self._environment = {
            **os.environ,
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "safercornwall.settings.test",
            "BACKUP_RECIPIENTS": public,
        }

    def __call__(self, what, *words):
        began = time.monotonic()
        command = [str(PYTHON), "manage.py", *map(str, words)]
        if subprocess.call(command, env=self._environment, stdout=subprocess.DEVNULL):
            raise Problem(f"{words[0]} failed.")
        self._longest = max(self._longest, time.monotonic() - began)
        say(f"  {time.monotonic() - began:8.1f} s  {what}")

    def killed(self, *words):
        """Started, and killed at some moment of the time that the longest took."""
        command = [str(PYTHON), "manage.py", *map(str, words)]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        process = subprocess.Popen(command, env=self._environment, **quiet)
        time.sleep(random.uniform(0.3, self._longest))  # noqa: S311
        process.kill()
        process.wait()


if __name__ == "__main__":
    told_plainly(main)
