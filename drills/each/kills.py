"""Workers are killed at random points of checking, putting in and taking back: all or nothing, and it goes on by itself."""

from __future__ import annotations

from random import Random
from threading import Event, Thread
from time import monotonic, sleep

from django.db import connections

from drills.figures import FilledFile, analyst, applied, filled_file, settled
from drills.planner import Planner
from drills.result import DrillResult
from performance.models import Job, Upload
from performance.uploads import actions

SHORT, LONG = 3, 20
# The lease of a worker that is gone runs out after a minute. Then the work is done again.
WITHIN = 150.0
# How long after a worker took the work up it is killed at the latest, and how long it may take to begin.
LATEST, BEGINS_WITHIN = 0.6, 20.0


def run(planner: Planner, *, is_long: bool) -> list[DrillResult]:
    kills, luck = LONG if is_long else SHORT, Random(1)  # noqa: S311
    files = [filled_file(200 + n) for n in range(kills)]
    watch = _Watch(files)
    uploads: list[Upload] = []
    # Each step of every file: what is asked for, and what must have come of it.
    worker, longest = planner.work(), 0.0
    try:
        for stage in ("check", "apply", "undo"):
            begun = monotonic()
            for number in range(kills):
                if stage == "check":
                    uploads.append(files[number].received())
                elif stage == "apply":
                    applied(uploads[number])
                else:
                    actions.undo(uploads[number], by=analyst(), reason="A drill")
                _wait_until_begun(uploads[number])
                sleep(luck.uniform(0, LATEST))
                planner.kill(worker)
                worker = planner.work()
            for upload in uploads:
                settled(upload, WITHIN)
            longest = max(longest, monotonic() - begun)
            wanted = {"check": "checked", "apply": "applied", "undo": "undone"}[stage]
            if any(upload.stage != wanted for upload in uploads):
                watch.partial += 1
            if stage == "apply":
                watch.partial += sum(file.there() != file.whole for file in files)
    finally:
        watch.end()
        planner.kill(worker)
    return [
        DrillResult("Kills of a worker while it checked, applied or took back a file", 3 * kills),
        DrillResult(
            "Times that a part of a file was seen, or a step did not end as it should",
            watch.partial,
            most=0,
        ),
        DrillResult(
            "Figures left after all was taken back", sum(file.there()[0] for file in files), most=0
        ),
        DrillResult("From the first kill of a step until all its work was done", longest, "s"),
    ]


def _wait_until_begun(upload: Upload) -> None:
    """Until a worker has taken it up, or done it already."""
    begun = monotonic()
    while upload.jobs.filter(state=Job.State.WAITING).exists():
        if monotonic() - begun > BEGINS_WITHIN:
            raise TimeoutError(f"No worker takes up {upload}.")
        sleep(0.02)


class _Watch:
    """Looks again and again whether the figures of a file are all there, or none."""

    def __init__(self, files: list[FilledFile]) -> None:
        self.partial = 0
        self._files, self._ended = files, Event()
        self._thread = Thread(target=self._look, daemon=True)
        self._thread.start()

    def end(self) -> None:
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._ended.wait(0.2):
            self.partial += sum(file.there() not in ((0, 0), file.whole) for file in self._files)
        connections.close_all()
