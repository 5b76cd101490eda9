"""`make run`: everything from a fresh copy to a planner that answers, and only what is not yet done."""

import errno
import os
import socket

from bootstrap import check_python, prepare, then
from console import PYTHON, ROOT, Problem, say, told_plainly


def port_number(text):
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise Problem(
            f"PORT is {text!r}, and a port is a whole number from 1 to 65535: make run PORT=8001"
        )
    return int(text)


def check_address(host, port):
    """Asks for the address before the long work, as the server will after it."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (OSError, UnicodeError):
        raise Problem(
            f"HOST is {host!r}, which this machine does not know: make run HOST=127.0.0.1"
        ) from None
    with socket.socket(family, kind) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
            probe.listen(1)
        except OSError as error:
            raise Problem(why_not(error, host, port)) from None


def why_not(error, host, port):
    other = port + 1 if port < 65535 else 8000
    if error.errno == errno.EADDRINUSE:
        return (
            f"port {port} on {host} is already in use, perhaps by a planner that still runs. Stop"
            f" what uses it, or take another: make run PORT={other}"
        )
    if error.errno == errno.EACCES:
        return f"port {port} is for the system only. Take one above 1023: make run PORT=8001"
    return f"HOST is {host!r}, where this machine cannot listen ({error.strerror}): make run HOST=127.0.0.1"


def main():
    check_python()
    host = os.environ.get("HOST", "").strip().strip("[]") or "127.0.0.1"
    port = port_number(os.environ.get("PORT", "").strip() or "8000")
    check_address(host, port)
    say("Safer Cornwall planner")
    prepare("run")
    then("prepare_demo.py")
    os.environ.update(
        HOST=host, PORT=str(port), DJANGO_SETTINGS_MODULE="safercornwall.settings.demo"
    )
    server = ["gunicorn", "--config", str(ROOT / "scripts/gunicorn_demo.py"), "safercornwall.wsgi"]
    os.chdir(str(ROOT))
    os.execv(str(PYTHON), [str(PYTHON), "-m", *server])


if __name__ == "__main__":
    told_plainly(main)
