"""One machine to many: `python -m drills.machines [UPLOADS]`, with servers of its own.

Three web processes behind HAProxy, four workers, a pool that lends for one transaction, a primary and a streaming replica. Files come
in while workers are killed, the replica is stopped and started, and the primary fails over to it by the steps of docs/running.md. Needs
`apt install postgresql pgbouncer haproxy`. Prints a table, and ends with an error where a limit is broken.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from random import Random
from time import monotonic, sleep

from drills.machines.servers import OWNER, Balancer, Cluster, Pool
from drills.planner import ROOT

WEB, WORKERS, UPLOADS = 3, 4, 200
PEOPLE = 3
# Of a small file, so that most of the time goes into what surrounds it.
PLACES, QUARTERS = 50, 4
BETWEEN_KILLS = (3.0, 9.0)
# The lease of a worker that is gone runs out after a minute; one job may be killed twice.
WITHIN = 400.0
REPLICA_AWAY, AFTER = 15.0, 20.0


def main(uploads: int) -> int:
    folder = Path(tempfile.mkdtemp(prefix="planner-machines-"))
    folder.chmod(0o755)
    if os.geteuid() == 0:
        shutil.chown(folder, OWNER)
    primary, replica = Cluster(folder, "primary"), Cluster(folder, "replica")
    pool = Pool(folder)
    try:
        primary.make()
        replica.copy_from(primary)
        pool.lead(planner=primary, planner_replica=replica)
        pool.start()
        # Migrations go to PostgreSQL itself.
        prepare = [sys.executable, str(ROOT / "scripts/prepare_demo.py")]
        environment = {**os.environ, "DATABASE_URL": primary.url}
        subprocess.run(prepare, check=True, stdout=subprocess.DEVNULL, env=environment)  # noqa: S603
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "drills.settings",
            "DATABASE_URL": pool.url("planner"),
            "DATABASE_REPLICA_URLS": pool.url("planner_replica"),
            "POOLED_BY_TRANSACTION": "true",
        }
        return _drill(folder, primary, replica, pool, uploads)
    finally:
        pool.stop()
        for cluster in (replica, primary):
            if cluster.is_there():
                cluster.stop("immediate")
        shutil.rmtree(folder, ignore_errors=True)


def _drill(folder: Path, primary: Cluster, replica: Cluster, pool: Pool, uploads: int) -> int:
    import django

    django.setup()

    from drills import report
    from drills.machines.fleet import Fleet
    from drills.machines.people import People
    from drills.result import DrillResult
    from performance.models import Indicator
    from priorities.models import DeliveryGap, Plan, Theme

    plan, gaps = Plan.objects.get(), DeliveryGap.objects.order_by("pk")[:PEOPLE]
    read = [one.get_absolute_url() for one in Theme.objects.filter(plan=plan)[:4]]
    read += [one.get_absolute_url() for one in Indicator.objects.order_by("pk")[:4]]
    fleet = Fleet(folder, WEB, WORKERS)
    balancer = Balancer(folder, fleet.ports)
    found: dict[str, list[DrillResult]] = {}
    try:
        fleet.serve()
        balancer.start()
        people = People(
            f"http://127.0.0.1:{balancer.port}",
            [gap.get_absolute_url() for gap in gaps],
            ["/flags/", f"/plans/{plan.slug}/gaps/", *read],
        )
        fleet.work()
        people.start()
        try:
            _say(f"{uploads} files come in while workers are killed")
            found["files"] = _files(fleet, people, replica, uploads)
            _say("the replica is stopped and started")
            found["replica"] = _without_replica(people, replica)
            _say("the primary fails over")
            found["failover"] = _fail_over(people, primary, replica, pool)
        finally:
            people.stop()
        found["after"] = _afterwards(people, gaps)
    finally:
        balancer.stop()
        fleet.stop()
        if os.environ.get("KEEP_LOGS"):
            Path(os.environ["KEEP_LOGS"]).write_text(fleet.logged())
    _say(report.plain(found))
    return 0 if all(one.is_within for drill in found.values() for one in drill) else 1


def _files(fleet: object, people: object, replica: Cluster, uploads: int) -> list[object]:
    from drills.figures import applied, filled_file, settled
    from drills.result import DrillResult
    from performance.models import Figure

    luck, begun, read = Random(1), monotonic(), _answered(replica)  # noqa: S311
    files = [filled_file(1000 + n, places=PLACES, quarters=QUARTERS) for n in range(uploads)]
    ups = [file.received() for file in files]
    next_kill = monotonic() + luck.uniform(*BETWEEN_KILLS)
    waiting = dict.fromkeys(range(uploads), "check")
    while waiting and monotonic() - begun < uploads * 4 + WITHIN:
        if monotonic() >= next_kill:
            fleet.kill_a_worker(luck)  # type: ignore[attr-defined]
            next_kill = monotonic() + luck.uniform(*BETWEEN_KILLS)
        for number, step in list(waiting.items()):
            ups[number].refresh_from_db(fields=["stage"])
            stage = ups[number].stage
            if step == "check" and stage == "checked":
                applied(ups[number])
                waiting[number] = "apply"
            elif (step == "apply" and stage == "applied") or stage in ("refused", "failed"):
                del waiting[number]
        sleep(0.3)
    for upload in ups:
        settled(upload, WITHIN)
    written = Figure.objects.filter(indicator__in=[file.indicator for file in files])
    told = people.told  # type: ignore[attr-defined]
    return [
        DrillResult("Files that came in", uploads),
        DrillResult("Workers killed meanwhile", fleet.killed),  # type: ignore[attr-defined]
        DrillResult("From the first file to the last figure", monotonic() - begun, "s"),
        DrillResult(
            "Files that were not applied, or not in whole",
            sum(file.there() != file.whole for file in files),
            most=0,
        ),
        DrillResult(
            "Figures too many: revisions and doubles",
            abs(written.count() - sum(file.rows for file in files)),
            most=0,
        ),
        DrillResult("Answers to people meanwhile", told.answers),
        DrillResult("Errors among them", told.faults_since(begun), most=0),
        DrillResult("Transactions that the replica answered", _answered(replica) - read),
    ]


def _without_replica(people: object, replica: Cluster) -> list[object]:
    from drills.result import DrillResult

    told, begun = people.told, monotonic()  # type: ignore[attr-defined]
    before = told.answers
    replica.stop()
    sleep(REPLICA_AWAY)
    away = told.answers
    replica.start()
    sleep(REPLICA_AWAY)
    return [
        DrillResult(f"Answers in {REPLICA_AWAY:.0f} s without the replica", away - before),
        DrillResult(f"Answers in {REPLICA_AWAY:.0f} s after it was back", told.answers - away),
        DrillResult("Errors among them", told.faults_since(begun), most=0),
        DrillResult("Transactions that it answered once it was back", _answered(replica)),
    ]


def _fail_over(people: object, primary: Cluster, replica: Cluster, pool: Pool) -> list[object]:
    from drills.result import DrillResult

    told = people.told  # type: ignore[attr-defined]
    # From now on nothing is called saved before the replica has it on its disk.
    primary.ask("ALTER SYSTEM SET synchronous_standby_names = 'replica'")
    primary.ask("SELECT pg_reload_conf()")
    primary.wait_for("(SELECT sync_state = 'sync' FROM pg_stat_replication)")
    sleep(REPLICA_AWAY)
    begun = monotonic()
    primary.stop("immediate")
    replica.promote()
    pool.lead(planner=replica, planner_replica=replica)
    while not any(at > begun for at, _, _ in told.saved[-10:]):
        if monotonic() - begun > WITHIN:
            raise TimeoutError("Nothing can be saved.")
        sleep(0.05)
    back = next(at for at, _, _ in told.saved if at > begun)
    sleep(AFTER)
    return [
        DrillResult(
            "From the end of the primary to the next edit that was saved", back - begun, "s"
        ),
        DrillResult("Errors shown in between", told.faults_since(begun)),
        DrillResult("Errors shown later than 10 s after it", told.faults_since(back + 10), most=0),
        DrillResult("Edits saved before", sum(at < begun for at, _, _ in told.saved)),
        DrillResult("Edits saved since", sum(at > begun for at, _, _ in told.saved)),
    ]


def _afterwards(people: object, gaps: object) -> list[object]:
    from reversion.models import Version

    from drills.figures import applied, filled_file, settled
    from drills.result import DrillResult

    told = people.told  # type: ignore[attr-defined]
    kept = {
        (gap.get_absolute_url(), version.field_dict["action_required"])
        for gap in gaps  # type: ignore[attr-defined]
        for version in Version.objects.get_for_object(gap)
    }
    file = filled_file(5000, places=PLACES, quarters=QUARTERS)
    upload = settled(file.received(), WITHIN)
    applied(upload)
    settled(upload, WITHIN)
    return [
        DrillResult("Edits that people were told are saved", len(told.saved)),
        DrillResult(
            "Of these, lost", sum((path, text) not in kept for _, path, text in told.saved), most=0
        ),
        DrillResult("Pages without what their reader had just saved", len(told.unseen), most=0),
        DrillResult(
            "Files not applied at the new primary", int(file.there() != file.whole), most=0
        ),
    ]


def _answered(replica: Cluster) -> int:
    [(number,)] = replica.ask(
        "SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()"
    )
    return int(number)  # type: ignore[call-overload]


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else UPLOADS))
