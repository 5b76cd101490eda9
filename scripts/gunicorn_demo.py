"""How the demo is served. A server of your own has its own configuration."""

import os
import signal
import subprocess
import sys

sys.path.insert(0, "scripts")
from console import is_empty

host, port = os.environ["HOST"], os.environ["PORT"]
address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"

bind = address
workers = 2
threads = 4
graceful_timeout = 10
pidfile = "var/gunicorn-empty.pid" if is_empty() else "var/gunicorn.pid"
loglevel = "warning"
control_socket_disable = True


def when_ready(server):
    everyone = host in {"0.0.0.0", "::"}  # noqa: S104
    seen_as = f"http://localhost:{port}/" if everyone else f"http://{address}/"
    if is_empty():
        tell_how_to_begin(seen_as)
        return
    password = os.environ.get("DEMO_PASSWORD")
    said = "the one in DEMO_PASSWORD" if password else "safer-cornwall-demo"
    print(
        f"\n  The planner is at  {seen_as}\n"
        f"  Sign in as         officer, analyst, board or admin\n"
        f"  Password           {said}\n\n"
        "  Ctrl-C stops it. Your data is kept; `make reset` starts over.",
        flush=True,
    )
    if everyone and not password:
        print(
            "\n  Anyone who reaches this machine can sign in. Set DEMO_PASSWORD to keep them out.",
            flush=True,
        )


def tell_how_to_begin(seen_as):
    print(f"\n  The planner is at  {seen_as}\n", flush=True)
    subprocess.run([sys.executable, "manage.py", "first_administrator"], check=False)
    print("\nCtrl-C stops it. Your data is kept; `make reset EMPTY=1` starts over.", flush=True)


def post_worker_init(worker):
    # Nobody need ask for a page before an upload goes on that a killed server left behind.
    from core.jobs import queue

    queue.resume()
    # Ctrl-C reaches every process of a terminal, and the server then stops its workers itself.
    # A worker told to stop twice at once can wait for its own lock for ever.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def on_exit(server):
    again = "make run EMPTY=1" if is_empty() else "make run"
    print(f"\nStopped. `{again}` goes on where you were.", flush=True)
