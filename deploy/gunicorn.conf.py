"""How gunicorn serves the planner on a server. The number of processes is WEB_CONCURRENCY."""

import gc
import os

workers = int(os.environ.get("WEB_CONCURRENCY", "3"))
threads = 4
# Longer than the longest page; the proxy waits as long.
timeout = 120
graceful_timeout = 30
keepalive = 5
# What a process has gathered in memory goes with it from time to time, not of all at once.
max_requests = 5_000
max_requests_jitter = 500
# Signs of life are written to memory: a slow disk makes no process look dead.
worker_tmp_dir = "/dev/shm"  # noqa: S108
loglevel = "warning"
control_socket_disable = True


def child_exit(server, worker):
    """What a process counted stays in the sums, and its files go (core/health/count_files.py)."""
    if folder := os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        from core.health.count_files import put_together

        put_together(folder, worker.pid)


def post_worker_init(worker):
    """Load every page before the first reader comes, and let the garbage collector look only through what came since.

    Else each of its long rounds goes through all that was loaded, while somebody waits: 0.1 to 0.2 s, and a sixth of all processor time.
    """
    from django.urls import get_resolver

    _ = get_resolver().url_patterns
    gc.collect()
    gc.freeze()
    # One answer makes tens of thousands of objects, most of which are gone without the collector.
    gc.set_threshold(10_000, 10, 10)
