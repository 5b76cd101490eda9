"""Servers of the drill's own, on ports of their own: PostgreSQL, pgbouncer and HAProxy, each the stock program."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
from pathlib import Path
from time import monotonic, sleep

import psycopg2

from drills.planner import ROOT, free_port

NAME, OWNER = "planner", "postgres"
LONGEST_START = 60


def command(*words: str) -> list[str]:
    """As the user postgres where we are root, whom PostgreSQL and pgbouncer refuse."""
    return ["runuser", "-u", OWNER, "--", *words] if os.geteuid() == 0 else list(words)


def run(*words: str) -> None:
    subprocess.run(command(*words), check=True, stdout=subprocess.DEVNULL, cwd="/")  # noqa: S603


def found(program: str) -> str:
    """Raises FileNotFoundError with the name of the package."""
    places = [*sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True), Path("/usr/sbin")]
    path = shutil.which(program, path=":".join([*map(str, places), os.environ["PATH"]]))
    if path is None:
        raise FileNotFoundError(
            f"{program} is not installed: apt install postgresql pgbouncer haproxy"
        )
    return path


class Cluster:
    """A server of PostgreSQL with its data in a folder."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name, self.port = name, free_port()
        self._data, self._log = folder / name, folder / f"{name}.log"
        self._folder = folder

    @property
    def url(self) -> str:
        return f"postgres://{OWNER}@127.0.0.1:{self.port}/{NAME}"

    def make(self) -> None:
        run(found("initdb"), "-D", str(self._data), "-U", OWNER, "-A", "trust", "-E", "UTF8")
        self._configure("hot_standby_feedback = on", "max_connections = 60")
        self.start()
        self.ask(f"CREATE DATABASE {NAME}", database="postgres")

    def copy_from(self, primary: Cluster) -> None:
        """As a streaming replica of `primary`, which keeps its log for it."""
        source = f"host=127.0.0.1 port={primary.port} user={OWNER} application_name={self.name}"
        run(
            *(found("pg_basebackup"), "-D", str(self._data), "-d", source, "--checkpoint=fast"),
            *("--write-recovery-conf", "--create-slot", "--slot", self.name),
        )
        self._configure()
        self.start()

    def _configure(self, *lines: str) -> None:
        text = "\n".join(
            (*lines, f"port = {self.port}", f"unix_socket_directories = '{self._folder}'", "")
        )
        with (self._data / "postgresql.conf").open("a") as file:
            file.write(text)

    def start(self) -> None:
        run(found("pg_ctl"), "-D", str(self._data), "-w", "-l", str(self._log), "start")

    def stop(self, how: str = "fast") -> None:
        run(found("pg_ctl"), "-D", str(self._data), "-w", "-m", how, "stop")

    def promote(self) -> None:
        run(found("pg_ctl"), "-D", str(self._data), "-w", "promote")

    def is_there(self) -> bool:
        return (self._data / "postmaster.pid").exists()

    def ask(self, statement: str, database: str = NAME) -> list[tuple[object, ...]]:
        connection = psycopg2.connect(host="127.0.0.1", port=self.port, user=OWNER, dbname=database)
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                cursor.execute(statement)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    def wait_for(self, condition: str) -> None:
        begun = monotonic()
        while not self.ask(f"SELECT {condition}")[0][0]:
            if monotonic() - begun > LONGEST_START:
                raise TimeoutError(f"{self.name}: {condition}")
            sleep(0.1)


class Pool:
    """pgbouncer, which lends a connection for one transaction. `planner` leads to the primary, `planner_replica` to the replica."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self._file, self._log = folder / "pgbouncer.ini", folder / "pgbouncer.log"
        self._process: subprocess.Popen[bytes] | None = None

    def url(self, name: str) -> str:
        return f"postgres://{OWNER}@127.0.0.1:{self.port}/{name}"

    def lead(self, **clusters: Cluster) -> None:
        """Where each name leads from now on: the file is written anew, and read again where the pool runs."""
        places = "\n".join(
            f"{name} = host=127.0.0.1 port={cluster.port} dbname={NAME} user={OWNER}"
            for name, cluster in clusters.items()
        )
        self._file.write_text(
            f"[databases]\n{places}\n\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {self.port}\n"
            f"unix_socket_dir =\nlogfile = {self._log}\nauth_type = any\nadmin_users = {OWNER}\n"
            "pool_mode = transaction\ndefault_pool_size = 12\nserver_login_retry = 1\n"
            "ignore_startup_parameters = extra_float_digits\n"
        )
        self._file.chmod(0o644)
        if self._process is not None:
            self._admin("RELOAD")

    def start(self) -> None:
        self._process = subprocess.Popen(  # noqa: S603
            command(found("pgbouncer"), "-q", str(self._file)), cwd="/", start_new_session=True
        )
        wait_until_taken(self.port)

    def stop(self) -> None:
        if self._process is not None:
            self._admin("SHUTDOWN")
            self._process.wait(20)

    def _admin(self, statement: str) -> None:
        connection = psycopg2.connect(
            host="127.0.0.1", port=self.port, user=OWNER, dbname="pgbouncer"
        )
        connection.autocommit = True
        try:
            connection.cursor().execute(statement)
        except psycopg2.Error:
            if statement != "SHUTDOWN":
                raise
        finally:
            connection.close()


class Balancer:
    """HAProxy with deploy/haproxy/haproxy.cfg, but that it hands on to gunicorn itself, without TLS."""

    def __init__(self, folder: Path, ports: list[int]) -> None:
        self.port = free_port()
        self._file, self._log = folder / "haproxy.cfg", folder / "haproxy.log"
        text = (ROOT / "deploy" / "haproxy" / "haproxy.cfg").read_text()
        text = text[: text.index("frontend http\n")] + text[text.index("frontend https\n") :]
        for pattern, here in (
            (r"    (user|group|log|stats) .*\n", ""),
            (r"    option (tcplog|dontlognull)\n", ""),
            (r"bind :443", f"bind 127.0.0.1:{self.port}"),
            (r"send-proxy-v2 check check-send-proxy check-ssl .* inter", "check inter"),
            (r"hdr Host \S+", "hdr Host 127.0.0.1"),
            (r"    server .*\n", ""),
        ):
            text, number = re.subn(pattern, here, text)
            if not number:
                raise ValueError(f"deploy/haproxy/haproxy.cfg no longer has {pattern}")
        servers = [f"    server web{n} 127.0.0.1:{port}\n" for n, port in enumerate(ports, 1)]
        self._file.write_text(text + "".join(servers))
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603
                [found("haproxy"), "-f", str(self._file)], stdout=log, stderr=log
            )
        wait_until_taken(self.port)

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(20)


def wait_until_taken(port: int) -> None:
    begun = monotonic()
    while monotonic() - begun < LONGEST_START:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        sleep(0.1)
    raise TimeoutError(f"Nobody listens on {port}.")
