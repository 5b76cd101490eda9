"""`make reset`: takes the demo's data away, so that `make run` starts with the plan as first loaded."""

import os
import shutil

from console import ROOT, Problem, say, told_plainly

VAR = ROOT / "var"


def server_runs():
    try:
        os.kill(int((VAR / "gunicorn.pid").read_text()), 0)
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
    if VAR.exists():
        shutil.rmtree(str(VAR))
    say("The demo's data is gone. `make run` starts over.")


if __name__ == "__main__":
    told_plainly(main)
