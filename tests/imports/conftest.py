import io

import pytest

from archive.imports import SHEETS, tables
from archive.imports.loading import load


@pytest.fixture
def take():
    """Import a table given as text or bytes, and return the report."""

    def taken(noun, content, **options):
        data = content.encode() if isinstance(content, str) else content
        return load(SHEETS[noun], tables.read(io.BytesIO(data), SHEETS[noun]), **options)

    return taken
