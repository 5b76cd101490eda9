"""What a password must be like, beside its length: AUTH_PASSWORD_VALIDATORS names these. Nothing is asked of another machine."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from zxcvbn import zxcvbn

from accounts.models import Organisation

# Four of four: more than 10,000,000,000 tries for somebody who knows the lists of broken passwords, names and words.
HARD_TO_GUESS = 4
# It takes longer over longer ones, and none so long is guessed.
MOST_JUDGED = 72
# What whoever knows the planner tries first, beside the names of the partnership and of the person.
OWN_WORDS = (
    *("safer", "cornwall", "kernow", "cornish", "planner", "plan", "partnership", "council"),
    *("police", "community", "safety", "password", "welcome", "devon", "isles", "scilly"),
)
# As many characters must be left when those, digits and signs are taken out.
LEAST_OF_ITS_OWN = 6

EASY = "Other people use this password, or something like it. Enter one that is harder to guess, for example four words that do not belong together."
OF_OWN_WORDS = "Enter a password with more in it than your name, the partnership's name and digits."
THE_SAME = "Enter a password that is not the one you have."


class HardToGuess:
    """Knows 30,000 passwords from breaches, names and words, and how people change them: "P@ssw0rd2024!", "aaaaaaaaaaaa"."""

    def validate(self, password: str, user: Any = None) -> None:
        if zxcvbn(password[:MOST_JUDGED], user_inputs=own_words(user))["score"] < HARD_TO_GUESS:
            raise ValidationError(EASY, code="password_easy_to_guess")

    def get_help_text(self) -> str:
        return EASY


class MoreThanOwnWords:
    """Asks nothing of a password without such a word: it may be of any characters."""

    def validate(self, password: str, user: Any = None) -> None:
        whole = left = password.casefold()
        for word in sorted(own_words(user), key=len, reverse=True):
            left = left.replace(word, "")
        if left != whole and sum(map(str.isalpha, left)) < LEAST_OF_ITS_OWN:
            raise ValidationError(OF_OWN_WORDS, code="password_of_own_words")

    def get_help_text(self) -> str:
        return OF_OWN_WORDS


class NotThePresentOne:
    def validate(self, password: str, user: Any = None) -> None:
        if user is not None and user.pk and user.password and user.check_password(password):
            raise ValidationError(THE_SAME, code="password_unchanged")

    def get_help_text(self) -> str:
        return THE_SAME


def own_words(user: Any) -> set[str]:
    """The words that a password may not be made of, in small letters."""
    partnerships = Organisation.objects.filter(kind=Organisation.Kind.PARTNERSHIP)
    names = list(partnerships.values_list("name", flat=True))
    if user is not None:
        names += [user.username, user.first_name, user.last_name, user.email, user.job_title]
        names.append(str(user.organisation or ""))
    words = re.findall(r"[^\W\d_]{4,}", " ".join(names).casefold())
    return {*OWN_WORDS, *words}
