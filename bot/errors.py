"""What an operator is told in a sentence instead of a traceback."""


class CannotError(Exception):
    """Something cannot be done; the message says why and what to do. `mend` is said after it."""

    mend = ""
