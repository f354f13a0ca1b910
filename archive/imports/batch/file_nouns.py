"""Which noun the rows of a file are, as its name tells."""

import re
from pathlib import PurePosixPath

from archive.imports.schema.sheets import SHEETS


def noun_of(name: str) -> str:
    """The noun that a file is called by, alone or among other words; "" where its name tells none, or several."""
    stem = re.sub(r"[\W_]+", "-", PurePosixPath(name.replace("\\", "/")).stem.lower())
    if stem in SHEETS:
        return stem
    named = [noun for noun in SHEETS if f"-{noun}-" in f"-{stem}-"]
    return named[0] if len(named) == 1 else ""
