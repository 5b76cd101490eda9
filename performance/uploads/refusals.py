"""Why something that was asked of an upload is not done, in words for the person who asked."""


class CannotApply(Exception):
    """The upload is not in a state to be applied or taken back."""


class SeenOtherwise(CannotApply):
    """What the person saw is no longer so; they must look again."""
