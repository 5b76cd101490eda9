"""Stands in for the reading process once it is taken over: confined as it is, it tries to get out.

`python -m tests.performance.uploads.escaping PATH EXTENSION SPOOL`. It answers with what came of each attempt.
"""

import ctypes
import json
import os
import resource
import signal
import socket
import subprocess
import sys
from pathlib import Path

from performance.uploads.files.child import confine

ROOT = Path(__file__).resolve().parents[3]
PTRACE_ATTACH = 16


def read_secret_key(path):
    return (Path(path).parent / "secret-key").read_text()


def read_database(path):
    return (Path(path).parent / "planner.sqlite3").read_bytes()


def read_settings(path):
    return (ROOT / "safercornwall/settings/base.py").read_text()


def read_passwords(path):
    return Path("/etc/passwd").read_text()


def read_environment_of_parent(path):
    return Path(f"/proc/{os.getppid()}/environ").read_bytes()


def read_memory_of_parent(path):
    return Path(f"/proc/{os.getppid()}/mem").open("rb")


def list_processes(path):
    return list(Path("/proc").iterdir())


def write_beside_the_file(path):
    (Path(path).parent / "escaped").write_text("x")


def write_into_tmp(path):
    Path(f"/tmp/escaped-{os.getpid()}").write_text("x")


def change_the_file(path):
    Path(path).write_bytes(b"another")


def delete_the_file(path):
    Path(path).unlink()


def make_the_file_public(path):
    Path(path).chmod(0o777)


def open_a_socket(path):
    socket.create_connection(("127.0.0.1", 9), timeout=1)


def send_a_datagram(path):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as opened:
        opened.sendto(b"x", ("127.0.0.1", 9))


def open_a_local_socket(path):
    with socket.socket(socket.AF_UNIX) as opened:
        opened.connect("\0nobody")


def leave_a_process_behind(path):
    if not os.fork():
        os.setsid()
        os._exit(0)


def run_a_program(path):
    subprocess.run(["/bin/true"], check=True)


def become_a_program(path):
    os.execv("/bin/true", ["/bin/true"])


def stop_the_parent(path):
    os.kill(os.getppid(), signal.SIGCONT)


def trace_the_parent(path):
    c = ctypes.CDLL(None, use_errno=True)
    if c.ptrace(PTRACE_ATTACH, os.getppid(), 0, 0):
        raise OSError(ctypes.get_errno(), "refused")


def take_back_the_limits(path):
    resource.prlimit(os.getppid(), resource.RLIMIT_NOFILE, (64, 64))


def mount_something(path):
    c = ctypes.CDLL(None, use_errno=True)
    if c.unshare(0x00020000):
        raise OSError(ctypes.get_errno(), "refused")


ATTEMPTS = (
    *(read_secret_key, read_database, read_settings, read_passwords),
    *(read_environment_of_parent, read_memory_of_parent, list_processes),
    *(write_beside_the_file, write_into_tmp, change_the_file, make_the_file_public),
    *(open_a_socket, send_a_datagram, open_a_local_socket),
    *(leave_a_process_behind, run_a_program),
    *(stop_the_parent, trace_the_parent, take_back_the_limits, mount_something),
    # Last, as they end what could be tried after them.
    *(delete_the_file, become_a_program),
)


def outcome_of(attempt, path):
    try:
        attempt(path)
    except PermissionError:
        return "refused"
    except BaseException as error:
        return f"{type(error).__name__}: {error}"
    return "escaped"


def attempts(path, spool):
    found = {attempt.__name__: outcome_of(attempt, path) for attempt in ATTEMPTS}
    # What is still to work: its own file could be read before, and it writes what it was given.
    os.write(spool, b"x")
    return found


if __name__ == "__main__":
    path, spool = sys.argv[1], int(sys.argv[3])
    confine(reads=[path])
    assert Path(path).read_bytes()
    said = {"kind": "csv", "sheets": [], "peak_memory": attempts(path, spool)}
    sys.stdout.write(json.dumps(said))
