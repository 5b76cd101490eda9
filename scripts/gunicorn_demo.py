"""How the demo is served. A server of your own has its own configuration."""

import os

host, port = os.environ["HOST"], os.environ["PORT"]
address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"

bind = address
workers = 2
threads = 4
pidfile = "var/gunicorn.pid"
loglevel = "warning"
control_socket_disable = True


def when_ready(server):
    everyone = host in {"0.0.0.0", "::"}  # noqa: S104
    seen_as = f"http://localhost:{port}/" if everyone else f"http://{address}/"
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


def post_worker_init(worker):
    # Nobody need ask for a page before an upload goes on that a killed server left behind.
    from performance.uploads.jobs import queue

    queue.resume()


def on_exit(server):
    print("\nStopped. `make run` goes on where you were.", flush=True)
