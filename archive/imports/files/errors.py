"""What can be wrong with a file, a row or a cell, in words for whoever sent it."""


class TableError(ValueError):
    """A file as a whole can't be read as a table; the message says why and what is expected."""


class Unreadable(TableError):
    """A table that can't be read in the way that was tried, a `tables.TableFormat`; another way may do."""

    def __init__(self, message: str, reading=None):
        super().__init__(message)
        self.reading = reading


class CellError(ValueError):
    """A cell that can't be read; the message says what was expected, ``nearest`` what comes close to it.

    ``parts`` are those of its several values that are not known, where it has several.
    """

    def __init__(self, expected: object, nearest: str = "", parts: tuple[str, ...] = ()):
        super().__init__(str(expected))
        self.nearest, self.parts = nearest, parts
