"""A program of others that runs beside the planner, fed and read as a stream."""

from __future__ import annotations

import subprocess
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from core.backups.problems import BackupProblem

LONGEST_WORDS = 600


class Running:
    """A process, with what feeds it."""

    def __init__(self, process: subprocess.Popen[bytes], name: str, errors: IO[bytes]) -> None:
        # It has the one that it was started with.
        self.input: Any = process.stdin
        self.output: Any = process.stdout
        self._process, self._name, self._errors = process, name, errors
        self._feeding: threading.Thread | None = None
        self._problem: BaseException | None = None

    def feed(self, pieces: Iterable[bytes]) -> None:
        self._feeding = threading.Thread(target=self._feed, args=[pieces], daemon=True)
        self._feeding.start()

    def _feed(self, pieces: Iterable[bytes]) -> None:
        try:
            for piece in pieces:
                self.input.write(piece)
        except BrokenPipeError:
            # It ended before it had all, and says why.
            pass
        except BaseException as why:
            self._problem = why
        finally:
            with suppress(BrokenPipeError):
                self.input.close()

    def end(self) -> None:
        """Wait for it. Raises what went wrong in feeding it, or BackupProblem with its last words."""
        if self._feeding:
            self._feeding.join()
        failed = self._process.wait() != 0
        if self._problem:
            raise self._problem
        if failed:
            raise BackupProblem(f"{self._name} stopped: {self.last_words()}")

    def last_words(self) -> str:
        self._errors.seek(0)
        lines = self._errors.read().decode(errors="replace").strip().splitlines()
        return " ".join(lines)[-LONGEST_WORDS:] or "it does not say why."


@contextmanager
def running(
    command: Sequence[str],
    environment: Mapping[str, str],
    *,
    is_fed: bool = False,
    is_read: bool = True,
) -> Iterator[Running]:
    """A process that is ended with the block: waited for, or killed where the block fails."""
    with tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(  # noqa: S603
            command,
            env=environment,
            stdin=subprocess.PIPE if is_fed else subprocess.DEVNULL,
            stdout=subprocess.PIPE if is_read else subprocess.DEVNULL,
            stderr=errors,
        )
        try:
            one = Running(process, Path(command[0]).name, errors)
            yield one
            one.end()
        finally:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                with suppress(BrokenPipeError):
                    if pipe:
                        pipe.close()
