"""Where the planner will not start, and what it keeps to itself."""

import importlib
import stat
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

GOOD = {
    "SECRET_KEY": "8Jq0vX2-tYw7_LmZ4rNcB9sKdHfPgQa1uEoTiVxWyRzSkCbMjD",
    "DATABASE_URL": "postgres://planner@db.example/planner",
    "ALLOWED_HOSTS": "planner.example,www.planner.example",
}


@pytest.fixture
def production(monkeypatch):
    """The settings of a server with this environment."""

    def load(**environment):
        for name in (
            *GOOD,
            "BEHIND_PROXY",
            "EMAIL_URL",
            "DATABASE_REPLICA_URLS",
            "STORAGE_S3_BUCKET",
        ):
            monkeypatch.delenv(name, raising=False)
            monkeypatch.delenv(f"{name}_FILE", raising=False)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.delitem(sys.modules, "safercornwall.settings.production", raising=False)
        return importlib.import_module("safercornwall.settings.production")

    yield load
    sys.modules.pop("safercornwall.settings.production", None)


def test_a_server_starts_on_its_own_secret(production):
    settings = production(**GOOD)
    assert settings.DEBUG is False
    assert settings.DEMO is False
    assert settings.ALLOWED_HOSTS == ["planner.example", "www.planner.example"]
    assert settings.DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql"
    assert settings.SESSION_COOKIE_SECURE
    assert settings.CSRF_COOKIE_SECURE
    assert settings.SECURE_SSL_REDIRECT
    assert settings.SECURE_HSTS_SECONDS >= 31_536_000


@pytest.mark.parametrize("name", GOOD)
@pytest.mark.parametrize("value", ["", "   "])
def test_a_server_does_not_start_without_what_it_must_know(production, name, value):
    with pytest.raises(ImproperlyConfigured, match=name):
        production(**{**GOOD, name: value})


@pytest.mark.parametrize(
    "secret",
    ["short", "a" * 80, "django-insecure-11w*--mg!9+0*$sh%ae)4)b94%cl0^u!php3+5+58lf*k8gi*r"],
)
def test_a_server_does_not_start_on_a_secret_that_can_be_guessed(production, secret):
    with pytest.raises(ImproperlyConfigured, match="can be guessed"):
        production(**{**GOOD, "SECRET_KEY": secret})


@pytest.mark.parametrize("names", ["*", "planner.example,*"])
def test_a_server_does_not_answer_to_every_name(production, names):
    with pytest.raises(ImproperlyConfigured, match="every name"):
        production(**{**GOOD, "ALLOWED_HOSTS": names})


def test_a_server_believes_a_proxy_only_where_told_of_one(production):
    assert not hasattr(production(**GOOD), "SECURE_PROXY_SSL_HEADER")
    behind = production(**GOOD, BEHIND_PROXY="true")
    assert behind.SECURE_PROXY_SSL_HEADER == ("HTTP_X_FORWARDED_PROTO", "https")


def test_a_database_of_no_known_kind_is_said_in_words(production):
    with pytest.raises(ImproperlyConfigured, match="names no database"):
        production(**{**GOOD, "DATABASE_URL": "oracle://planner@db.example/planner"})


@pytest.mark.parametrize(
    ("url", "mode"),
    [
        ("postgres://planner@db.example/planner", "require"),
        ("postgres://planner@db.example/planner?sslmode=verify-full", "verify-full"),
        ("postgres://planner@db.example/planner?sslmode=disable", "disable"),
        ("postgres://planner@127.0.0.1/planner", None),
        ("postgres://planner@localhost/planner", None),
        ("postgres:////var/run/postgresql/planner", None),
        ("sqlite:////srv/planner.sqlite3", None),
    ],
)
def test_a_database_is_reached_over_a_network_encrypted_or_not_at_all(production, url, mode):
    settings = production(**{**GOOD, "DATABASE_URL": url})
    assert settings.DATABASES["default"].get("OPTIONS", {}).get("sslmode") == mode


@pytest.mark.parametrize(
    ("said", "is_off"), [({}, False), ({"POOLED_BY_TRANSACTION": "true"}, True)]
)
def test_a_pool_by_transaction_has_no_cursors_of_the_server(production, said, is_off):
    settings = production(**GOOD, **said)
    assert settings.DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] is is_off


def test_replicas_are_reached_as_the_database_is(production):
    urls = "postgres://planner@one.example/planner, postgres://planner@127.0.0.1:5433/planner"
    settings = production(**GOOD, DATABASE_REPLICA_URLS=urls)
    assert settings.REPLICAS == ("replica 1", "replica 2")
    first, second = (settings.DATABASES[alias] for alias in settings.REPLICAS)
    assert (first["HOST"], first["OPTIONS"]) == (
        "one.example",
        {"connect_timeout": 2, "sslmode": "require"},
    )
    assert (second["PORT"], second["OPTIONS"]) == (5433, {"connect_timeout": 2})


def test_there_are_no_replicas_unless_told(production):
    settings = production(**GOOD)
    assert (settings.REPLICAS, list(settings.DATABASES)) == ((), ["default"])


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"DATABASE_REPLICA_URLS": "sqlite:////srv/copy.sqlite3"}, "no replica of PostgreSQL"),
        (
            {
                "DATABASE_REPLICA_URLS": "postgres://planner@one.example/planner",
                "DATABASE_URL": "sqlite:////srv/planner.sqlite3",
            },
            "SQLite has no replicas",
        ),
    ],
)
def test_what_cannot_be_a_replica_is_said(production, said, why):
    with pytest.raises(ImproperlyConfigured, match=why):
        production(**{**GOOD, **said})


@pytest.mark.parametrize("url", ["smtp://mail.example", "smtp://user:secret@192.0.2.1:25"])
def test_no_link_goes_over_a_network_in_the_clear(production, url):
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL would send"):
        production(**GOOD, EMAIL_URL=url)


@pytest.mark.parametrize(
    "url", ["smtp+tls://mail.example", "smtp+ssl://mail.example:465", "smtp://localhost:25", "consolemail://"]
)  # fmt: skip
def test_a_mail_server_is_on_this_machine_or_encrypted(production, url):
    assert production(**GOOD, EMAIL_URL=url).EMAIL_BACKEND


def test_a_secret_may_stand_in_a_file(production, tmp_path):
    path = tmp_path / "key"
    path.write_text(GOOD["SECRET_KEY"] + "\n")
    others = {name: value for name, value in GOOD.items() if name != "SECRET_KEY"}
    assert GOOD["SECRET_KEY"] == production(**others, SECRET_KEY_FILE=str(path)).SECRET_KEY


def test_the_demos_secret_is_its_own_and_nobody_elses(tmp_path):
    from safercornwall.settings.demo import kept_secret

    path = tmp_path / "var" / "secret-key"
    secret = kept_secret(path)
    assert len(secret) > 50
    assert kept_secret(path) == secret
    assert kept_secret(tmp_path / "other") != secret
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.fixture
def demo(monkeypatch):
    """The settings of `make run` with this environment."""

    def load(**environment):
        monkeypatch.delenv("DATABASE_URL", raising=False)
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.delitem(sys.modules, "safercornwall.settings.demo", raising=False)
        return importlib.import_module("safercornwall.settings.demo")

    yield load
    sys.modules.pop("safercornwall.settings.demo", None)


def test_an_empty_planner_has_a_file_of_its_own_and_no_demo_accounts(demo):
    usual, empty = demo(), demo(EMPTY="1")
    assert (usual.DEMO, empty.DEMO) == (True, False)
    assert [one.DATABASES["default"]["NAME"].rpartition("/")[2] for one in (usual, empty)] == [
        *("planner.sqlite3", "empty.sqlite3"),
    ]


@pytest.mark.parametrize("said", ["", "0", "false"])
def test_empty_can_be_said_not_to_be(demo, said):
    assert demo(EMPTY=said).DEMO is True


def test_an_empty_planner_takes_no_other_database(demo):
    with pytest.raises(ImproperlyConfigured, match="Leave DATABASE_URL out"):
        demo(EMPTY="1", DATABASE_URL="sqlite:////tmp/somebodys.sqlite3")


def test_only_a_server_prints_the_first_administrators_link(production, demo):
    assert production(**GOOD).PRINTS_FIRST_LINK is True
    assert demo().PRINTS_FIRST_LINK is False


BUCKET = {
    "STORAGE_S3_BUCKET": "planner",
    "STORAGE_S3_ENDPOINT_URL": "https://files.example",
    "STORAGE_S3_ACCESS_KEY": "planner",
    "STORAGE_S3_SECRET_KEY": "secret",
}


def test_files_are_rows_unless_a_bucket_is_named(production):
    assert "files" not in production(**GOOD).STORAGES
    storage = production(**GOOD, **BUCKET).STORAGES["files"]
    assert storage["BACKEND"] == "storages.backends.s3.S3Storage"
    assert storage["OPTIONS"]["bucket_name"] == "planner"
    assert storage["OPTIONS"]["file_overwrite"] is False


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"STORAGE_S3_ENDPOINT_URL": "http://files.example"}, "over the network"),
        ({"STORAGE_S3_SECRET_KEY": ""}, "without STORAGE_S3_ACCESS_KEY"),
    ],
)
def test_a_bucket_is_reached_safely_or_not_at_all(production, said, why):
    with pytest.raises(ImproperlyConfigured, match=why):
        production(**{**GOOD, **BUCKET, **said})
