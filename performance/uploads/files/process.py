"""Run a module in a process of its own, with no secrets, only the files it is given and a time limit."""

import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from performance.uploads.files.refusals import FileRefused, refusal

logger = logging.getLogger(__name__)


_ROOT = Path(__file__).resolve().parents[3]


_LONGEST_ANSWER = 1_000_000


# What a process needs to start at all. The rest of the environment holds secrets.
_ENVIRONMENT = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "TZ")


def run_confined(
    module: str,
    arguments: Sequence[str],
    *,
    files: Sequence[int],
    seconds: float,
    variables: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Run `module` as a program and return the JSON that it prints. It inherits the open `files`.

    Raises FileRefused when it dies, makes no sense, or does not end in time.
    """
    command = [sys.executable, "-E", "-s", "-X", "utf8", "-m", module, *arguments]
    environment = _environment() | dict(variables or {})
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(  # noqa: S603
            command,
            cwd=_ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=errors,
            pass_fds=files,
        )
        code = _end_of(process, seconds)
        if code == 0:
            return answer_in(_output_of(output))
        raise refusal_after_death(code, _output_of(errors).decode("utf-8", "replace"))


def _environment() -> dict[str, str]:
    return {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}


def _end_of(process: subprocess.Popen[bytes], seconds: float) -> int:
    """Its exit code. The process never outlives this call."""
    try:
        return process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        raise refusal("too_slow") from None
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def _output_of(output: IO[bytes]) -> bytes:
    output.seek(0)
    return output.read(_LONGEST_ANSWER)


def answer_in(output: bytes) -> dict[str, Any]:
    """The JSON that a child printed. Raises FileRefused when it is no JSON object."""
    try:
        answer = json.loads(output)
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        raise refusal("unreadable")
    return answer


def refusal_after_death(code: int, complaint: str) -> FileRefused:
    """The refusal for a process that ended with `code`."""
    if code == -signal.SIGXCPU:
        return refusal("too_slow")
    if "memory allocation of" in complaint or "MemoryError" in complaint or code == -signal.SIGKILL:
        return refusal("too_much_memory")
    logger.error("The process that reads uploads ended with %s: %s", code, complaint[-2000:])
    return refusal("unreadable")
