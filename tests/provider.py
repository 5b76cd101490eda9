"""An OpenID provider that runs on this machine, in a process of its own."""

import json
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import Request, urlopen

PATIENCE_SECONDS = 60


class Provider:
    def __init__(self, url):
        self.url = url

    def says(self, number, **claims):
        """What it says of the person with a number from now on."""
        self._send("PUT", f"/users/{quote(number)}", json.dumps(claims).encode())

    def settings(self):
        """What the planner's settings say of it."""
        app = {
            "provider_id": "service", "name": "Council account", "client_id": "planner",
            "secret": "a secret of the tests", "settings": {"server_url": self.url},
        }  # fmt: skip
        return {
            "SERVICE_NAME": "Council account",
            "SERVICE_ROLES": {
                "g-board": "Board member",
                "g-officers": "Officer",
                "g-analysts": "Analyst",
                "g-admins": "Administrator",
            },
            "SOCIALACCOUNT_PROVIDERS": {
                "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}
            },
        }

    def _send(self, method, path, body=None):
        headers = {"Content-Type": "application/json"}
        request = Request(f"{self.url}{path}", data=body, method=method, headers=headers)
        with urlopen(request, timeout=PATIENCE_SECONDS) as answer:
            return answer.read()


@contextmanager
def running_provider():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        provider = Provider(f"http://127.0.0.1:{port}")
        _wait_for(provider, process)
        yield provider
    finally:
        process.terminate()
        process.wait()


def _wait_for(provider, process):
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            provider._send("GET", "/.well-known/openid-configuration")
            return
        except URLError:
            assert process.poll() is None, "The provider ended."
            assert time.monotonic() < until, "The provider does not answer."
            time.sleep(0.1)
