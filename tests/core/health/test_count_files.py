"""Files of counts: a process that has ended leaves none, and what it counted stays in the sums."""

import os
import subprocess
import sys

from django.conf import settings

from core.health.count_files import put_together

COUNTS = """
from prometheus_client import Counter, Histogram
counter = Counter("asked", "Asked.", ["view"])
histogram = Histogram("took", "Took.", buckets=(1.0, 2.0))
counter.labels("board").inc(2)
for seconds in (0.5, 1.5):
    histogram.observe(seconds)
"""
SUMS = """
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
registry = CollectorRegistry()
MultiProcessCollector(registry)
print(generate_latest(registry).decode())
"""


def run(code, folder):
    environment = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(folder)}
    process = subprocess.Popen(
        [sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE, text=True
    )
    said = process.communicate()[0]
    assert process.returncode == 0
    return process.pid, said


def test_processes_that_ended_leave_two_files_and_their_counts(tmp_path):
    for _ in range(4):
        process, _ = run(COUNTS, tmp_path)
        put_together(str(tmp_path), process)
    run(COUNTS, tmp_path)

    assert len(list(tmp_path.glob("*_ended.db"))) == 2
    assert len(list(tmp_path.glob("*.db"))) == 4
    said = run(SUMS, tmp_path)[1].splitlines()
    assert 'asked_total{view="board"} 10.0' in said
    assert 'took_bucket{le="1.0"} 5.0' in said
    assert 'took_bucket{le="+Inf"} 10.0' in said
    assert "took_sum 10.0" in said


def test_a_process_that_counted_nothing_leaves_nothing(tmp_path):
    put_together(str(tmp_path), 1)
    assert list(tmp_path.glob("*.db")) == []


def test_gunicorn_puts_them_together(tmp_path, monkeypatch):
    process, _ = run(COUNTS, tmp_path)
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))
    says = {}
    exec((settings.BASE_DIR / "deploy" / "gunicorn.conf.py").read_text(), says)
    says["child_exit"](None, type("Worker", (), {"pid": process}))
    assert sorted(path.name for path in tmp_path.glob("*.db")) == [
        "counter_ended.db",
        "histogram_ended.db",
    ]
