"""Builds .venv and the static files that the planner needs, and does nothing that is already done.

python3 scripts/bootstrap.py run     what it takes to run the planner
python3 scripts/bootstrap.py dev     and to test and check it
"""

import shutil
import subprocess
import sys
from contextlib import contextmanager

from console import PYTHON, ROOT, VENV, Problem, Stamp, digest, run, say, step, told_plainly

LISTS = {"run": ["run", "build"], "dev": ["run", "build", "dev"]}
MEGABYTES = {"run": 500, "dev": 1200}

NO_PACKAGES = (
    "the Python packages could not be installed. They come from the Python package index: check that"
    " this machine reaches it (a proxy is named in HTTPS_PROXY, another index in PIP_INDEX_URL), and"
    " run the same command. What is already there is kept."
)


def check_python():
    if sys.version_info < (3, 11):
        found = ".".join(str(part) for part in sys.version_info[:2])
        raise Problem(
            f"this is Python {found}, and the planner needs 3.11 or later. If you have one under"
            " another name, say so: make run PYTHON=python3.12"
        )
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        raise Problem(
            "this Python comes without its venv module. On Debian and Ubuntu:"
            " apt install python3-venv. Then run the same command."
        ) from None


def check_disk(kind):
    needed, free = MEGABYTES[kind], shutil.disk_usage(str(ROOT)).free // 1_000_000
    if free < needed:
        raise Problem(
            f"the packages take about {needed} MB, and this disk has {free} MB left. Make room and"
            " run the same command."
        )


@contextmanager
def one_at_a_time():
    """Two set-ups at once in one folder would break each other's .venv."""
    import fcntl

    with (ROOT / ".setup.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            say("Waiting for another set-up in this folder to end …")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def venv_works():
    question = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    try:
        return not subprocess.call([str(PYTHON), "-c", question], stderr=subprocess.DEVNULL)
    except OSError:
        return False


def make_venv():
    if venv_works():
        return
    with step("Making .venv, where the planner's Python packages live"):
        run(
            [sys.executable, "-m", "venv", "--clear", VENV],
            "the folder .venv could not be made. On Debian and Ubuntu: apt install python3-venv.",
        )


def requirements(name):
    return ROOT / "requirements" / (name + ".txt")


def install(names):
    wanted = [Stamp(VENV / (".installed-" + name), digest([requirements(name)])) for name in names]
    missing = [name for name, stamp in zip(names, wanted, strict=True) if not stamp.holds()]
    if not missing:
        return
    count = sum(
        line[0].isalpha()
        for name in missing
        for line in requirements(name).read_text().splitlines()
    )
    with step(f"Installing {count} Python packages, each checked against its hash"):
        try:
            install_with_uv(missing)
        except Problem as problem:
            say("  " + str(problem).replace("\n", "\n  "))
            say("  Going on with pip, which is slower.")
            install_with_pip(missing)
    for stamp in wanted:
        stamp.set()


def install_with_uv(names):
    pip("installer", "the quick installer could not be installed.")
    lists = [part for name in names for part in ("-r", requirements(name))]
    run(
        [VENV / "bin" / "uv", "pip", "install", "--python", PYTHON, "--require-hashes", *lists],
        "the quick installer did not manage.",
    )


def install_with_pip(names):
    for name in names:
        pip(name, NO_PACKAGES)


def pip(name, problem):
    quiet = ["--disable-pip-version-check", "--no-input", "--quiet"]
    run(
        [PYTHON, "-m", "pip", "install", *quiet, "--require-hashes", "-r", requirements(name)],
        problem,
    )


def prepare(kind):
    check_python()
    with one_at_a_time():
        if not all((VENV / (".installed-" + name)).exists() for name in LISTS[kind]):
            check_disk(kind)
        make_venv()
        install(LISTS[kind])
        then("build_static.py", kind)


def then(script, *arguments):
    """Runs a script of this folder with the planner's own Python. It says itself what goes wrong."""
    if subprocess.call([str(PYTHON), str(ROOT / "scripts" / script), *arguments]):
        sys.exit(1)


if __name__ == "__main__":
    told_plainly(lambda: prepare(sys.argv[1]))
