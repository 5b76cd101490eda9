"""A secret that is kept is read by its planner, for its purpose, and unchanged."""

import base64

import pytest

from core.sealing import CannotUnseal, seal, unseal


def test_what_is_sealed_can_be_read_and_not_seen():
    sealed = seal("JBSWY3DPEHPK3PXP", purpose="codes")
    assert unseal(sealed, purpose="codes") == "JBSWY3DPEHPK3PXP"
    assert b"JBSWY3DP" not in base64.urlsafe_b64decode(sealed)


def test_the_same_twice_looks_different():
    assert seal("the same", purpose="codes") != seal("the same", purpose="codes")


def test_an_earlier_key_still_reads(settings):
    sealed = seal("hush", purpose="codes")
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another" * 10
    assert unseal(sealed, purpose="codes") == "hush"


def test_without_its_key_nothing_reads(settings):
    sealed = seal("hush", purpose="codes")
    settings.SECRET_KEY = "another" * 10
    with pytest.raises(CannotUnseal):
        unseal(sealed, purpose="codes")


def test_another_purpose_does_not_read():
    with pytest.raises(CannotUnseal):
        unseal(seal("hush", purpose="codes"), purpose="letters")


@pytest.mark.parametrize(
    "changed", [lambda text: text[:-8] + "AAAAAAA=", lambda text: text[:8], lambda text: "", lambda text: "a"]
)  # fmt: skip
def test_what_was_changed_does_not_read(changed):
    with pytest.raises(CannotUnseal):
        unseal(changed(seal("hush, hush", purpose="codes")), purpose="codes")
