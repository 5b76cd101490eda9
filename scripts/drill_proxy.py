"""The drill of the proxy: the real nginx, with deploy/nginx as it is, over HTTPS in front of the real server.

    .venv/bin/python scripts/with_postgres.py .venv/bin/python scripts/drill_proxy.py

Fails where an answer is not what it should be. Needs nginx (`apt install nginx`), and says so.
"""

import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path

from console import PYTHON, ROOT, Problem, say, told_plainly

sys.path.insert(0, str(ROOT))
NAME = "planner.example.org"
HTTP, HTTPS = 8480, 8443
# Sent by the planner itself, once each.
HEADERS = (
    *("Strict-Transport-Security", "Content-Security-Policy", "X-Content-Type-Options"),
    *("X-Frame-Options", "Referrer-Policy"),
)
TOKEN = "a-secret-of-a-link"  # noqa: S105


def main():
    if not (nginx := shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")):
        raise Problem("nginx is not installed. On Debian and Ubuntu: apt install nginx.")
    folder = Path(tempfile.mkdtemp(prefix="planner-proxy-"))
    folder.chmod(0o755)
    try:
        with ExitStack() as stack:
            log = serve(stack, folder, nginx)
            for check in CHECKS:
                began = time.monotonic()
                check(log)
                say(f"  {time.monotonic() - began:6.1f} s  {check.__doc__}")
    finally:
        shutil.rmtree(folder)


def serve(stack, folder, nginx):
    os.environ["DJANGO_SETTINGS_MODULE"] = "safercornwall.settings.test"
    import django

    django.setup()
    from django.db import connection

    from bench import database

    # Not the one that benchmarks use meanwhile.
    connection.settings_dict["TEST"]["NAME"] = "planner_drill"
    stack.enter_context(database.made())
    environment = {
        **os.environ,
        "DATABASE_URL": database.address(),
        "DJANGO_SETTINGS_MODULE": "safercornwall.settings.production",
        "SECRET_KEY": os.urandom(40).hex(),
        "ALLOWED_HOSTS": NAME,
        "BEHIND_PROXY": "true",
        "WEB_CONCURRENCY": "2",
    }
    collect = [str(PYTHON), "manage.py", "collectstatic", "--no-input", "--verbosity=0"]
    subprocess.run(collect, env=environment, check=True)
    web = folder / "web.sock"
    gunicorn = [str(PYTHON), "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py"]
    command = [*gunicorn, "--bind", f"unix:{web}", "safercornwall.wsgi"]
    stack.enter_context(running(command, env=environment, stdout=subprocess.DEVNULL))
    configuration = configure(folder, web)
    subprocess.run([nginx, "-t", "-q", "-c", str(configuration)], check=True)
    stack.enter_context(running([nginx, "-c", str(configuration), "-g", "daemon off;"]))
    wait_for(lambda: answer("GET", "/healthz")[0] == 200)
    return folder / "planner.log"


def configure(folder, web):
    """planner.conf, with a name, ports and paths that are free here, and nothing else changed."""
    certify(folder)
    (folder / "planner").symlink_to(ROOT / "deploy" / "nginx")
    text = (ROOT / "deploy" / "nginx" / "planner.conf").read_text()
    for ours, here in (
        ("/run/planner/web.sock", str(web)),
        ("/etc/ssl/planner/", f"{folder}/"),
        ("/var/log/nginx/", f"{folder}/"),
        ("[::]:80;", f"[::1]:{HTTP};"),
        ("[::]:443 ", f"[::1]:{HTTPS} "),
        ("listen 80;", f"listen 127.0.0.1:{HTTP};"),
        ("listen 443 ", f"listen 127.0.0.1:{HTTPS} "),
    ):
        if ours not in text:
            raise Problem(f"deploy/nginx/planner.conf no longer has {ours}")
        text = text.replace(ours, here)
    if not has_ipv6():
        text = re.sub(r"listen \[::1\].*;\n", "", text)
    paths = "".join(
        f"{name}_temp_path {folder}/{name};\n" for name in ("proxy", "fastcgi", "uwsgi", "scgi")
    )
    path = folder / "nginx.conf"
    path.write_text(
        f"pid {folder}/nginx.pid;\nerror_log {folder}/error.log;\n{'user root;' if os.geteuid() == 0 else ''}\n"
        f"events {{}}\nhttp {{\nclient_body_temp_path {folder}/bodies;\n{paths}{text}\n}}\n"
    )
    return path


def has_ipv6():
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True


def certify(folder):
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    files = ["-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")]
    subprocess.run(
        [*command, *files, "-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}"],
        check=True,
        stderr=subprocess.DEVNULL,
    )


@contextmanager
def running(command, **options):
    process = subprocess.Popen(command, cwd=str(ROOT), **options)
    try:
        yield
    finally:
        process.terminate()
        process.wait(40)


def wait_for(happens):
    for _ in range(120):
        try:
            if happens():
                return
        except OSError:
            pass
        time.sleep(0.5)
    raise Problem("the server did not answer within a minute.")


def unverified(**facts):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    for name, value in facts.items():
        setattr(context, name, value)
    return context


def answer(method, path, body=None, secure=True, **headers):
    """The status and the headers, and what came."""
    if secure:
        connection = HTTPSConnection("127.0.0.1", HTTPS, context=unverified(), timeout=60)
    else:
        connection = HTTPConnection("127.0.0.1", HTTP, timeout=60)
    sent = {"Host": NAME, **{name.replace("_", "-"): value for name, value in headers.items()}}
    try:
        connection.request(method, path, body=body, headers=sent)
        found = connection.getresponse()
        return found.status, found.getheaders(), found.read()
    finally:
        connection.close()


def named(headers, name):
    return [value for key, value in headers if key.lower() == name.lower()]


def must(holds, what):
    if not holds:
        raise Problem(f"the proxy's drill failed: {what}")


def leads_to_https(log):
    """HTTP leads to HTTPS."""
    status, headers, _ = answer("GET", "/themes/?a=b", secure=False)
    must(status == 301 and named(headers, "Location") == [f"https://{NAME}/themes/?a=b"], status)


def signs_in(log):
    """The page of the sign-in comes, packed by the planner, with each header of security once."""
    status, headers, content = answer("GET", "/accounts/sign-in/", Accept_Encoding="gzip")
    must(status == 200, status)
    must(named(headers, "Content-Encoding") == ["gzip"] and content[:2] == b"\x1f\x8b", headers)
    for name in HEADERS:
        must(len(named(headers, name)) == 1, f"{name}: {named(headers, name)}")
    must(named(headers, "Server") == ["nginx"], named(headers, "Server"))
    must(
        any("__Host-csrf" in one and "Secure" in one for one in named(headers, "Set-Cookie")),
        "cookie",
    )
    status, headers, _ = answer("GET", "/")
    must(status == 302 and named(headers, "Location")[0].startswith("/accounts/sign-in/"), headers)


def refuses_what_is_too_large(log):
    """A body that is too large, or of unknown length, is refused; by the planner too where a page takes no file."""
    must(answer("POST", "/accounts/sign-in/", body=b"a" * (29 * 1024**2))[0] == 413, "29 MB")
    must(answer("POST", "/accounts/sign-in/", body=b"a" * (3 * 1024**2))[0] == 413, "3 MB")
    pieces = iter([b"a" * 10, b"b" * 10])
    must(answer("POST", "/accounts/sign-in/", body=pieces)[0] == 411, "in pieces")


def keeps_the_measures(log):
    """Nobody without the token reads the measures, and anybody is told one word of how the planner is."""
    must(answer("GET", "/metrics")[0] == 403, "/metrics")
    status, _, content = answer("GET", "/readyz")
    must(status == 200 and b"checks" not in content, content)


def hides_links(log):
    """The log shows no link that lets somebody in, and no question."""
    answer("GET", f"/accounts/invitation/{TOKEN}/?q=asked")
    wait_for(lambda: "/accounts/invitation/-" in log.read_text())
    must(TOKEN not in log.read_text() and "asked" not in log.read_text(), "the log")


def speaks_no_old_tls(log):
    """TLS 1.2 and 1.3 are spoken, and nothing older."""
    for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
        context = unverified(minimum_version=version, maximum_version=version)
        with socket.create_connection(("127.0.0.1", HTTPS)) as plain:
            context.wrap_socket(plain).close()
    old = subprocess.run(
        [
            "openssl",
            "s_client",
            "-connect",
            f"127.0.0.1:{HTTPS}",
            "-tls1_1",
            "-cipher",
            "ALL@SECLEVEL=0",
        ],
        input=b"",
        capture_output=True,
        check=False,
    )
    must(old.returncode != 0, "TLS 1.1")


def lets_others_pass_the_slow(log):
    """80 slow senders are cut off after 30 seconds, and others are served meanwhile in under a second."""
    head = f"POST /accounts/sign-in/ HTTP/1.1\r\nHost: {NAME}\r\nContent-Length: 1000\r\n\r\na=".encode()
    slow = []
    for _ in range(80):
        plain = socket.create_connection(("127.0.0.1", HTTPS))
        one = unverified().wrap_socket(plain)
        one.sendall(head)
        slow.append(one)
    began = time.monotonic()
    must(answer("GET", "/accounts/sign-in/")[0] == 200, "a page beside slow senders")
    must(time.monotonic() - began < 1, "a page beside slow senders took more than a second")
    for one in slow:
        one.settimeout(60)
        must(one.recv(100)[:12] in (b"", b"HTTP/1.1 408"), "a slow sender")
        one.close()
    must(time.monotonic() - began < 40, "slow senders were kept for longer")


CHECKS = (
    *(leads_to_https, signs_in, refuses_what_is_too_large, keeps_the_measures, hides_links),
    *(speaks_no_old_tls, lets_others_pass_the_slow),
)


if __name__ == "__main__":
    told_plainly(main)
