"""The drill: back up, destroy, restore, compare. On both databases."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.utils import timezone

from accounts.models import OpenSession, User
from core.backups.age import stale_backup
from core.backups.contents import BackupContents
from core.backups.engines import engine_of
from core.backups.envelope import decrypted, identities_of, new_key
from core.backups.making import make_backup, remove_older
from core.backups.models import VerifiedBackup
from core.backups.problems import BackupProblem
from core.backups.restoring import read_through
from core.backups.table_sums import counts_of, differing, sums_of
from core.changes.counting import total
from core.changes.triggers import missing_triggers
from priorities.models import Theme

# Sessions end, the security log says so, and each person's earlier ones count no more.
CHANGED_BY_A_RESTORE = ["accounts_opensession", "accounts_securityevent", "accounts_user"]

pytestmark = pytest.mark.xdist_group("backups")


def sums_now():
    connection.close()
    with engine_of(connection).present() as tables:
        return sums_of(tables)


def destroy():
    """All that there is, tables too."""
    connection.close()
    if connection.vendor == "sqlite":
        path = Path(connection.settings_dict["NAME"])
        for suffix in ("", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        return
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    connection.close()


def leave_a_trial():
    """What a process left that was killed long ago, while it restored a backup on trial."""
    if connection.vendor == "sqlite":
        left = Path(connection.settings_dict["NAME"]).parent / ".backup-killed"
        left.mkdir()
        for name in ("in-use", "copy.sqlite3"):
            (left / name).touch()
        return
    with connection._nodb_cursor() as cursor:
        cursor.execute("CREATE DATABASE planner_trial_20111130090000_killed")


def trials_left():
    if connection.vendor == "sqlite":
        return list(Path(connection.settings_dict["NAME"]).parent.glob(".backup-*"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE 'planner_trial_2011%'")
        return cursor.fetchall()


def back_up(folder, *options):
    call_command("backup", str(folder), *options, verbosity=0)
    return max(folder.glob("*.age"))


def restore(path, keys, *options):
    call_command("restore", str(path), "--key-file", str(keys), *options)


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "backups"
    made.mkdir()
    return made


def test_a_planner_that_is_lost_is_restored_as_it_was(planner, folder, keys, capsys):
    olive = User.objects.get()
    OpenSession.objects.create(
        session_key="a" * 32, person=olive, expire_date=timezone.now() + timedelta(days=1)
    )
    before = sums_now()
    leave_a_trial()
    path = back_up(folder, "--verify-whole")
    assert trials_left() == []
    destroy()
    restore(path, keys)
    assert differing(before, sums_now()) == CHANGED_BY_A_RESTORE
    assert User.objects.get().check_password("three-choughs-over-zennor")
    said = capsys.readouterr().out
    assert "Each table was compared" in said
    assert "Sessions ended: 1." in said
    assert not OpenSession.objects.exists()
    # What is written afterwards has a number of its own, and counts.
    assert missing_triggers() == []
    counted = total()
    assert planner.theme("Another").pk not in {1, None}
    assert total() > counted


def test_a_backup_is_recorded(planner, folder):
    VerifiedBackup.objects.all().delete()
    path = back_up(folder)
    one = VerifiedBackup.objects.get()
    assert (one.name, one.size, one.is_restored) == (path.name, path.stat().st_size, False)
    assert one.rows > 1000


def test_the_newest_backup_grows_old(db, settings):
    now = timezone.now()
    assert stale_backup(now) == "No backup was ever made and verified."
    facts = {"name": "one", "size": 1, "rows": 1, "is_restored": False}
    for hours in (50, 2):
        VerifiedBackup.objects.create(made_at=now - timedelta(hours=hours), **facts)
    assert stale_backup(now) == ""
    assert "26 hours old" in stale_backup(now + timedelta(hours=24, minutes=5))
    settings.BACKUP_WARN_HOURS = 48
    assert stale_backup(now + timedelta(hours=24, minutes=5)) == ""


def test_what_is_in_the_database_gives_way_only_when_told_and_is_backed_up_first(
    planner, folder, keys, capsys
):
    path = back_up(folder).rename(folder / "first.age")
    themes = Theme.objects.count()
    planner.theme("Made since")
    with pytest.raises(CommandError, match="The database is not empty"):
        restore(path, keys)
    assert Theme.objects.filter(name="Made since").exists()
    restore(path, keys, "--replace")
    assert not Theme.objects.filter(name="Made since").exists()
    (before,) = (one for one in folder.glob("*.age") if one != path)
    assert f"What was there before is in {before}" in capsys.readouterr().out
    held = read_through(before, identities_of(keys.read_text())).counts
    assert held["priorities_theme"] == themes + 1


def test_a_backup_that_cannot_be_read_leaves_the_database_as_it_was(
    planner, folder, keys, tmp_path
):
    path = back_up(folder)
    before = sums_now()
    other = tmp_path / "other.key"
    other.write_text(new_key()[0])
    with pytest.raises(CommandError, match="None of the keys opens"):
        restore(path, other, "--replace")
    path.write_bytes(path.read_bytes()[:-40_000])
    with pytest.raises(CommandError, match="damaged"):
        restore(path, keys, "--replace")
    assert sums_now() == before


def test_a_restore_that_stops_half_way_leaves_the_database_as_it_was(planner, folder, keys):
    path = back_up(folder)
    before = sums_now()

    def half(pieces):
        yield next(pieces)[: 64 * 1024]
        raise BackupProblem("The power went.")

    with (
        pytest.raises(BackupProblem, match="The power went"),
        decrypted(path, identities_of(keys.read_text())) as stream,
    ):
        engine_of(connection).restore(half(BackupContents(stream).dump()))
    assert sums_now() == before


def test_a_backup_is_of_one_moment_while_others_write(planner):
    engine = engine_of(connection)
    with engine.frozen() as frozen:
        counts = counts_of(frozen.tables)
        planner.theme("Written meanwhile")
        connection.close()
        assert engine.rows_in(frozen.dump()) == counts
    assert Theme.objects.count() == counts["priorities_theme"] + 1


def test_a_backup_of_a_later_version_is_refused_and_of_an_earlier_one_brought_forward(
    planner, folder, keys, capsys
):
    def applied(statement):
        with connection.cursor() as cursor:
            cursor.execute(statement)

    later = "app = 'places' AND name = '9999_of_a_later_version'"
    earlier = "app = 'search' AND name = '0002_search_comments'"
    applied(
        "INSERT INTO django_migrations (app, name, applied)"
        " VALUES ('places', '9999_of_a_later_version', CURRENT_TIMESTAMP)"
    )
    path = back_up(folder).rename(folder / "later.age")
    applied(f"DELETE FROM django_migrations WHERE {later}")
    with pytest.raises(CommandError, match=r"later version of the planner \(0"):
        restore(path, keys, "--replace")
    applied(f"DELETE FROM django_migrations WHERE {earlier}")
    path = back_up(folder).rename(folder / "earlier.age")
    destroy()
    restore(path, keys)
    assert "1 migration was new" in capsys.readouterr().out
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM django_migrations WHERE {earlier}")
        assert cursor.fetchone() == (1,)


@pytest.mark.skipif(
    connection.vendor == "sqlite", reason="Whoever is connected to SQLite waits for a restore"
)
def test_nothing_is_restored_under_the_feet_of_others(planner, folder, keys):
    path = back_up(folder)
    other = connections.create_connection("default")
    try:
        other.settings_dict = {**connection.settings_dict}
        other.cursor()
        with pytest.raises(CommandError, match="1 other connection is open"):
            restore(path, keys, "--replace")
    finally:
        other.close()


def test_a_backup_without_a_key_leaves_nothing_behind(planner, folder, settings):
    settings.BACKUP_RECIPIENTS = []
    with pytest.raises(CommandError, match="BACKUP_RECIPIENTS is not set"):
        call_command("backup", str(folder))
    assert list(folder.iterdir()) == []


def test_what_a_killed_backup_left_goes_with_the_next_and_never_had_a_name(planner, folder):
    (folder / ".planner-20111130-090000.tar.age.part").write_text("half")
    (folder / ".another.part").write_text("not ours")
    path = back_up(folder)
    assert {one.name for one in folder.iterdir()} == {path.name, ".another.part"}
    with pytest.raises(BackupProblem, match="never takes the place of another"):
        make_backup(path, recipients=[])
    with pytest.raises(BackupProblem, match="There is no folder"):
        make_backup(folder / "nowhere" / "one.age", recipients=[])


def test_older_backups_go_and_nothing_else(folder):
    for day in (28, 29, 30):
        (folder / f"planner-201111{day}-031500.tar.age").touch()
    for name in ("kept-for-the-auditor.tar.age", "planner-20111101-031500.tar"):
        (folder / name).touch()
    assert remove_older(folder, 2) == ["planner-20111128-031500.tar.age"]
    assert remove_older(folder, 2) == []
    assert len(list(folder.iterdir())) == 4


@pytest.mark.parametrize("options", [("--keep", "0"), ("--keep", "-1")])
def test_a_number_of_backups_to_keep_is_asked_for_rightly(folder, options):
    with pytest.raises(CommandError, match="--keep takes a number from 1"):
        call_command("backup", str(folder), *options)
