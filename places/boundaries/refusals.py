"""What is wrong with a boundary file, told so that whoever has it knows what to do."""


class BoundaryFileRefused(Exception):
    """The whole file cannot be taken. The message is a sentence, or a few."""


class FeatureRefused(Exception):
    """One feature cannot be taken. The message goes on from the name of it: "is not closed"."""


def quoted(text: object, longest: int = 60) -> str:
    """A piece of a file as it may be printed: on one line, not too long, and without what a terminal obeys."""
    printed = "".join(letter if letter.isprintable() else " " for letter in str(text)[:500])
    words = " ".join(printed.split())
    return f"“{words[:longest]}{'…' if len(words) > longest else ''}”"
