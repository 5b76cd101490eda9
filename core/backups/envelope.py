"""A file encrypted to public keys in the form of age (age-encryption.org), written and read as a stream."""

from __future__ import annotations

import errno
import fcntl
import os
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

import pyrage

from core.backups.problems import BackupProblem
from core.backups.streams import KeptWrites, Pieces

DAMAGED = "{name} is cut short or damaged. Take another backup."
NOT_OURS = "{name} is no backup of the planner, or its beginning is damaged."
WRONG_KEY = (
    "None of the keys opens {name}. It was made for the key that BACKUP_RECIPIENTS named then."
)


def new_key() -> tuple[str, str]:
    """A key to decrypt with, and its public half."""
    identity = pyrage.x25519.Identity.generate()
    return str(identity), str(identity.to_public())


def recipients_of(written: Iterable[str]) -> list[Any]:
    """The public keys to encrypt to. Raises BackupProblem."""
    found = [text.strip() for text in written if text.strip()]
    if not found:
        raise BackupProblem(
            "BACKUP_RECIPIENTS is not set: the public key that backups are encrypted to. Make a pair of keys with"
            " `manage.py make_backup_key FILE`, and keep the file away from this machine."
        )
    try:
        return [pyrage.x25519.Recipient.from_str(text) for text in found]
    except pyrage.RecipientError as why:
        raise BackupProblem(
            "BACKUP_RECIPIENTS holds what is no public key. One begins with age1."
        ) from why


def identities_of(text: str) -> list[Any]:
    """The keys to decrypt with in a key file: one a line, between comments. Raises BackupProblem."""
    lines = [line.strip() for line in text.splitlines()]
    written = [line for line in lines if line and not line.startswith("#")]
    try:
        found = [pyrage.x25519.Identity.from_str(line) for line in written]
    except pyrage.IdentityError:
        found = []
    if not found:
        # What was given may be a secret of another kind: it is not repeated.
        raise BackupProblem("The key is no key of a backup. One begins with AGE-SECRET-KEY-.")
    return found


@contextmanager
def locked_part(path: Path) -> Iterator[BinaryIO]:
    """A new file that only its owner reads. It is on the disk when the block ends, and gone where that fails.

    Its lock tells others that somebody still writes it.
    """
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as why:
        raise BackupProblem(f"{path} cannot be written: {why.strerror}.") from why
    file = os.fdopen(descriptor, "w+b")
    fcntl.flock(file, fcntl.LOCK_EX)
    try:
        yield file
    except BaseException:
        path.unlink(missing_ok=True)
        # A full disk would say so once more.
        with suppress(OSError):
            file.close()
        raise
    file.close()


def is_abandoned(path: Path) -> bool:
    """Whether whoever wrote a part was killed."""
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def encrypt(pieces: Iterator[bytes], file: BinaryIO, recipients: Sequence[Any]) -> None:
    """Write pieces to `file`, encrypted, and have the disk keep them."""
    source, target = Pieces(pieces), KeptWrites(file)
    try:
        pyrage.encrypt_io(source, target, recipients)
        file.flush()
        os.fsync(file.fileno())
    except (pyrage.EncryptError, OSError) as why:
        # pyrage tells of what went wrong on either side as a text of its own.
        raise _said(source.problem or target.problem or why) from why


@contextmanager
def decrypted(path: Path, identities: Sequence[Any]) -> Iterator[BinaryIO]:
    """What is in an encrypted file, as a stream. Raises BackupProblem, at its end for what is cut short."""
    reading, writing = os.pipe()
    reader = _Decrypting(path, identities, writing)
    reader.start()
    try:
        with os.fdopen(reading, "rb") as stream:
            yield stream
            # What is left is read too: only the whole file is known to be undamaged.
            while stream.read(1 << 20):
                pass
    except Exception as why:
        reader.join()
        if reader.problem and not isinstance(reader.problem, BrokenPipeError):
            raise _unreadable(path, reader.problem) from why
        raise
    reader.join()
    if reader.problem:
        raise _unreadable(path, reader.problem)


class _Decrypting(threading.Thread):
    """pyrage pushes what it decrypts: a pipe makes of it something to read from."""

    def __init__(self, path: Path, identities: Sequence[Any], descriptor: int) -> None:
        super().__init__(daemon=True)
        self._path, self._identities, self._descriptor = path, identities, descriptor
        self.problem: BaseException | None = None

    def run(self) -> None:
        with os.fdopen(self._descriptor, "wb") as pipe:
            target = KeptWrites(pipe)
            try:
                with self._path.open("rb") as file:
                    pyrage.decrypt_io(file, target, self._identities)
            except Exception as why:
                self.problem = target.problem or why
            # Nobody reads on where the reader has given up.
            with suppress(BrokenPipeError):
                pipe.flush()


def _unreadable(path: Path, why: BaseException) -> BackupProblem:
    name = path.name
    if isinstance(why, pyrage.DecryptError):
        wrong_key = "matching keys" in str(why)
        return BackupProblem((WRONG_KEY if wrong_key else NOT_OURS).format(name=name))
    if isinstance(why, OSError) and why.errno:
        return BackupProblem(f"{name} cannot be read: {why.strerror}.")
    return BackupProblem(DAMAGED.format(name=name))


def _said(why: BaseException) -> BaseException:
    if isinstance(why, OSError) and why.errno == errno.ENOSPC:
        return BackupProblem(
            "The disk is full. Nothing was kept of this backup: make room, and run it again."
        )
    if isinstance(why, OSError):
        return BackupProblem(f"The backup cannot be written: {why.strerror or why}.")
    return why
