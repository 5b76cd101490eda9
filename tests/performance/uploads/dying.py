"""A process that works on uploads and is killed at a chosen moment. `python -m tests.performance.uploads.dying`

For each line on standard input, a wish in JSON, it forks, so that Django need not be loaded again for each death. The
fork works on the jobs in the database that the wish names. For each it prints a line: the signal that the fork died of
(0: none), what the command printed, and the statements that it executed, commits among them.
"""

import contextlib
import io
import json
import os
import signal
import sys
import time

import django


class Moments:
    """Counts the statements of the default connection, and does what was wished for at one of them."""

    def __init__(self, at, seconds):
        self.at, self.seconds, self.seen = at, seconds, []

    def come(self, what):
        self.seen.append(what)
        if len(self.seen) - 1 == self.at:
            if self.seconds:
                time.sleep(self.seconds)
            else:
                os.kill(os.getpid(), signal.SIGKILL)

    def __call__(self, execute, sql, params, many, context):
        self.come(" ".join(sql.split())[:200])
        return execute(sql, params, many, context)


def work(wish):
    from django.core.management import call_command
    from django.db import connection

    from core.jobs import leases

    if "lease" in wish:
        leases.LEASE = leases.timedelta(seconds=wish["lease"])
    if "patience" in wish and connection.vendor == "sqlite":
        connection.settings_dict["OPTIONS"]["timeout"] = wish["patience"]
    connection.settings_dict["NAME"] = wish["database"]
    moments = Moments(wish.get("at"), wish.get("seconds"))
    really = connection._commit

    def commit():
        moments.come("COMMIT")
        really()

    connection._commit = commit
    said = io.StringIO()
    with connection.execute_wrapper(moments), contextlib.redirect_stdout(said):
        call_command("work_on_uploads", "--once")
    connection.close()
    return said.getvalue(), moments.seen


def in_a_fork(wish):
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        status = 1
        try:
            with os.fdopen(writing, "w") as out:
                json.dump(work(wish), out)
            status = 0
        finally:
            os._exit(status)
    os.close(writing)
    with os.fdopen(reading) as given:
        text = given.read()
    _, status = os.waitpid(child, 0)
    said, seen = json.loads(text) if text else ("", [])
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, "The work itself failed."
    return {
        "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0,
        "said": said,
        "seen": seen,
    }


if __name__ == "__main__":
    django.setup()
    for line in sys.stdin:
        print(json.dumps(in_a_fork(json.loads(line))), flush=True)
