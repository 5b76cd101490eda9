"""Does what a newcomer does: `make run` in an empty home, sign in, stop, and run again. Says how long each took.

python3 scripts/try_demo.py
"""

import http.cookiejar
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

from console import ROOT, Problem, say, told_plainly

LIMIT = 15 * 60
# Where each of the demo's people comes to: who edits to their own work, the board to its page.
LANDINGS = {"officer": "my-work/", "analyst": "my-work/", "board": "", "admin": "my-work/"}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(home, port):
    kept = {"PATH", "LANG", "HTTPS_PROXY", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS", "PIP_CERT"}
    environment = {name: value for name, value in os.environ.items() if name in kept}
    return subprocess.Popen(
        ["make", "run", f"PORT={port}"],
        cwd=str(ROOT),
        env={**environment, "HOME": home},
        stdin=subprocess.DEVNULL,
        # So that the server ends with make, as on Ctrl-C in a terminal.
        start_new_session=True,
    )


def first_answer(process, site):
    began = time.monotonic()
    while time.monotonic() - began < LIMIT:
        if process.poll() is not None:
            raise Problem("`make run` ended by itself. What it said is above.")
        try:
            with urllib.request.urlopen(site + "accounts/sign-in/", timeout=10) as answer:
                answer.read()
                return time.monotonic() - began
        except OSError:
            time.sleep(0.1)
    raise Problem(f"`make run` did not answer within {LIMIT} seconds.")


def sign_in(site, username):
    """The address and the content of the page that somebody comes to."""
    jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
    browser = urllib.request.build_opener(jar)
    form = browser.open(site + "accounts/sign-in/").read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form).group(1)
    fields = {"username": username, "password": "safer-cornwall-demo", "csrfmiddlewaretoken": token}
    try:
        page = browser.open(site + "accounts/sign-in/", urllib.parse.urlencode(fields).encode())
    except urllib.error.HTTPError as error:
        raise Problem(f"signed in as {username}, the planner answers {error.code}.") from error
    return page.geturl(), page.read().decode()


def stop(process):
    os.killpg(process.pid, signal.SIGINT)
    process.wait(30)


def walk(home, label):
    port = free_port()
    site = f"http://127.0.0.1:{port}/"
    process = start(home, port)
    try:
        seconds = first_answer(process, site)
        for username, landing in LANDINGS.items():
            address, page = sign_in(site, username)
            if address != site + landing or "Sign out" not in page:
                raise Problem(f"{username} signs in and comes to {address}.")
    finally:
        if process.poll() is None:
            stop(process)
    say(f"{label}: the planner answered after {seconds:.1f} seconds, and all four signed in")


def main():
    with tempfile.TemporaryDirectory() as home:
        walk(home, "First run")
        walk(home, "Second run")


if __name__ == "__main__":
    sys.stdout.reconfigure(line_buffering=True)
    told_plainly(main)
