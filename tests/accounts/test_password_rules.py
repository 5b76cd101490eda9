"""Which passwords are refused, and in which words."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts.password_rules import EASY, OF_OWN_WORDS, THE_SAME


def why_not(password, person=None):
    """The reasons that a password is refused for."""
    try:
        validate_password(password, person)
    except ValidationError as error:
        return error.messages
    return []


@pytest.mark.parametrize(
    "password",
    [
        *(
            "granite and gorse 7",
            "mousehole harbour lights",
            "xK9#mQ2$vL7p",
            "Zennor charms mermaids",
        ),
        # Of any characters: no letter, no digit, no capital is asked for.
        *("8302746159043817", "^~]{%?<=&!*|;)", "πέτρα και θάλασσα"),
    ],
)
def test_one_that_is_hard_to_guess_is_taken(password, officer):
    assert why_not(password, officer) == []


@pytest.mark.parametrize(
    "password",
    [
        *("aaaaaaaaaaaa", "abcabcabcabc", "P@ssw0rdP@ssw0rd", "qwertyuiop12", "iloveyou12345"),
        *("Liverpool2024!", "abcdefghijklm", "trustno1trustno1"),
        *("123456789012", "20262026202620", "010203040506"),
    ],
)
def test_one_that_others_use_or_that_repeats_is_refused(password, db):
    assert EASY in why_not(password)


@pytest.mark.parametrize(
    "password", ["SaferCornwall26", "cornwall-planner-1", "Safety.Council.2026", "Kernow!Kernow!7"]
)
def test_one_of_the_partnerships_words_is_refused(password, db):
    assert OF_OWN_WORDS in why_not(password)


def test_the_names_of_the_partnership_and_the_person_are_such_words(world, officer):
    officer.last_name, officer.job_title = "Tregeagle", "Bookbinder"
    assert OF_OWN_WORDS in why_not("Somewhere-2026-!", officer)
    assert OF_OWN_WORDS in why_not("tregeaglebookbinder7", officer)
    assert OF_OWN_WORDS not in why_not("tregeaglebookbinder7")


def test_the_present_one_is_refused(officer, password):
    assert why_not(password, officer) == [THE_SAME]


def test_a_very_long_one_is_judged_quickly(db):
    assert EASY in why_not("a" * 4096)
    assert why_not("gorse heather bracken thrift " * 100) == []
