"""`make reset`: takes the demo's data away, so that `make run` starts with the plan as first loaded.

`make reset EMPTY=1` takes away what was put into the planner that began empty. Neither touches the other.
"""

import os

from console import ROOT, Problem, is_empty, say, told_plainly

VAR = ROOT / "var"


def server_runs():
    try:
        name = "gunicorn-empty.pid" if is_empty() else "gunicorn.pid"
        os.kill(int((VAR / name).read_text()), 0)
    except (OSError, ValueError):
        return False
    return True


def main():
    if os.environ.get("DATABASE_URL"):
        raise Problem(
            "DATABASE_URL is set, and `make reset` takes away the embedded database only. To start"
            " over on a server, drop its database and make an empty one."
        )
    if server_runs():
        raise Problem(
            "the planner still runs. Stop it with Ctrl-C first, then run the same command."
        )
    for path in VAR.glob("empty.sqlite3*" if is_empty() else "planner.sqlite3*"):
        path.unlink()
    if is_empty():
        say("What you put in is gone. `make run EMPTY=1` starts over.")
    else:
        say("The demo's data is gone. `make run` starts over.")


if __name__ == "__main__":
    told_plainly(main)
