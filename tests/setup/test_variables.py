"""Every variable that the planner reads stands in docs/running.md, and every one that deploy/ sets is read."""

import ast
import re
from pathlib import Path

import pytest
import yaml
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
PAGE = ROOT / "docs" / "running.md"
DEPLOY = ROOT / "deploy"
# Read by Django and gunicorn themselves.
OF_OTHERS = {"DJANGO_SETTINGS_MODULE", "WEB_CONCURRENCY"}
SECRETS = re.compile(r"SECRET|PASSWORD|TOKEN|(^|_)KEY")
EXAMPLE = DEPLOY / "planner.env.example"
COMPOSE = yaml.safe_load((DEPLOY / "container" / "compose.yaml").read_text())


def read_by(path):
    """The names that a module of settings gives to `env`, its methods, and our own `required`."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and node.args:
            called = node.func.value if isinstance(node.func, ast.Attribute) else node.func
            name = node.args[0]
            if isinstance(called, ast.Name) and called.id in ("env", "required"):
                if isinstance(name, ast.Constant):
                    yield name.value
                elif isinstance(name, ast.JoinedStr):
                    yield from (f"KEEP_{rule.upper()}_DAYS" for rule in settings.KEEP_DAYS)


READ = {
    name
    for path in sorted((ROOT / "safercornwall" / "settings").glob("*.py"))
    for name in read_by(path)
}
NAMED = set(re.findall(r"[A-Z][A-Z0-9_]+", PAGE.read_text()))


def from_the_example():
    lines = EXAMPLE.read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def from_compose():
    for service in COMPOSE["services"].values():
        if service.get("image") == COMPOSE["x-planner"]["image"]:
            yield from service["environment"].items()


def from_the_units():
    for path in sorted((DEPLOY / "systemd").glob("*.service")):
        for line in path.read_text().splitlines():
            if line.startswith("Environment="):
                yield line.removeprefix("Environment=").split("=", 1)


SET = {**from_the_example(), **dict(from_compose()), **dict(from_the_units())}


def test_the_settings_are_read_rightly_here():
    assert {"SECRET_KEY", "DATABASE_URL", "KEEP_FILES_DAYS", "BACKUP_WARN_HOURS"} <= READ


@pytest.mark.parametrize("name", sorted(READ | OF_OTHERS))
def test_every_variable_is_explained(name):
    assert name in NAMED


@pytest.mark.parametrize("name", sorted(SET))
def test_every_variable_that_is_set_is_read(name):
    assert name.removesuffix("_FILE") in READ | OF_OTHERS


@pytest.mark.parametrize("name", ["SECRET_KEY", "DATABASE_URL", "ALLOWED_HOSTS"])
@pytest.mark.parametrize("of", [from_the_example, from_compose])
def test_what_the_planner_must_know_is_set(name, of):
    found = dict(of())
    assert name in found or f"{name}_FILE" in found


def test_nothing_secret_is_written_down():
    """A secret is a path, and no address holds a password."""
    written = SET | COMPOSE["services"]["database"]["environment"]
    for name, value in written.items():
        if SECRETS.search(name):
            assert str(value).startswith(("/run/secrets/", "/etc/planner/")), name
        assert not re.search(r"://[^/]*:[^/]*@", str(value)), name
    for secret in COMPOSE["secrets"].values():
        assert secret["file"].startswith("../../secrets/")
    assert "secrets/" in (ROOT / ".gitignore").read_text().splitlines()
    assert "!secrets" not in (ROOT / ".dockerignore").read_text().splitlines()
