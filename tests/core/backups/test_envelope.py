"""A backup is read with its key alone, whole or not at all."""

import os
import stat
from pathlib import Path

import pytest

from core.backups.envelope import (
    decrypted,
    encrypt,
    identities_of,
    is_abandoned,
    locked_part,
    new_key,
    recipients_of,
)
from core.backups.problems import BackupProblem

CONTENT = os.urandom(1000) * 500
KEY, PUBLIC = new_key()


@pytest.fixture
def sealed(tmp_path):
    path = tmp_path / "planner.tar.age"
    with locked_part(path) as file:
        encrypt(iter([CONTENT[:7], b"", CONTENT[7:]]), file, recipients_of([PUBLIC]))
    return path


def read(path, key=KEY):
    with decrypted(path, identities_of(key)) as stream:
        return stream.read()


def test_its_key_opens_it_and_nothing_shows_without(sealed):
    assert read(sealed) == CONTENT
    assert CONTENT[:50] not in sealed.read_bytes()
    assert stat.S_IMODE(sealed.stat().st_mode) == 0o600


def test_each_of_several_keys_opens_it(tmp_path):
    path, (other, its_public) = tmp_path / "two", new_key()
    with locked_part(path) as file:
        encrypt(iter([CONTENT]), file, recipients_of([PUBLIC, its_public]))
    assert read(path) == read(path, other) == CONTENT


def test_another_key_does_not(sealed):
    with pytest.raises(BackupProblem, match="None of the keys opens planner"):
        read(sealed, new_key()[0])


# At the end, just before it, where a block of 64 kB ends, in a block, and after the head.
@pytest.mark.parametrize("left", [-1, -20, 65752 + 65552, 100_000, 300])
def test_a_file_that_is_cut_short_is_refused(sealed, left):
    sealed.write_bytes(sealed.read_bytes()[:left])
    with pytest.raises(BackupProblem, match="damaged"):
        read(sealed)


def test_a_file_with_one_other_byte_is_refused(sealed):
    content = bytearray(sealed.read_bytes())
    content[-1000] ^= 1
    sealed.write_bytes(content)
    with pytest.raises(BackupProblem, match="damaged"):
        read(sealed)


def test_what_is_not_read_to_its_end_is_still_looked_at(sealed):
    sealed.write_bytes(sealed.read_bytes()[:-1])
    with (
        pytest.raises(BackupProblem, match="damaged"),
        decrypted(sealed, identities_of(KEY)) as stream,
    ):
        assert stream.read(10) == CONTENT[:10]


def test_a_file_that_is_none_of_ours_or_is_not_there_is_said_in_words(tmp_path):
    (tmp_path / "notes").write_text("Bring milk.")
    with pytest.raises(BackupProblem, match="notes is no backup"):
        read(tmp_path / "notes")
    with pytest.raises(BackupProblem, match="nothing cannot be read: No such file"):
        read(tmp_path / "nothing")


def test_a_full_disk_is_said_in_words():
    with (
        Path("/dev/full").open("wb", buffering=0) as file,
        pytest.raises(BackupProblem, match="The disk is full"),
    ):
        encrypt(iter([CONTENT]), file, recipients_of([PUBLIC]))


def test_what_goes_wrong_in_making_the_content_comes_out_as_it_was(tmp_path):
    def pieces():
        yield b"some"
        raise BackupProblem("pg_dump stopped.")

    path = tmp_path / "part"
    with pytest.raises(BackupProblem, match="pg_dump stopped"), locked_part(path) as file:
        encrypt(pieces(), file, recipients_of([PUBLIC]))
    assert not path.exists()


def test_a_part_is_abandoned_once_nobody_writes_it(tmp_path):
    path = tmp_path / "part"
    with locked_part(path):
        assert not is_abandoned(path)
    assert is_abandoned(path)


@pytest.mark.parametrize("written", [[], ["", " "]])
def test_without_a_public_key_it_says_how_to_make_one(written):
    with pytest.raises(BackupProblem, match="make_backup_key"):
        recipients_of(written)


def test_what_is_no_key_is_said_and_not_repeated():
    with pytest.raises(BackupProblem, match="no public key"):
        recipients_of(["age1nonsense"])
    for text in ("", "# a comment alone", "my-other-secret", PUBLIC):
        with pytest.raises(BackupProblem, match="no key of a backup") as told:
            identities_of(text)
        assert "my-other-secret" not in str(told.value)


def test_a_key_file_may_have_comments_and_several_keys():
    assert len(identities_of(f"# public key: {PUBLIC}\n{KEY}\n\n{new_key()[0]}\n")) == 2
