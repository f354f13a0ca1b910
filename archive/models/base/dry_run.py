"""Dry runs: what is written within one is seen within it, and is gone when it ends."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import transaction


class _RolledBack(Exception):
    pass


@contextmanager
def dry_run() -> Iterator[None]:
    """Run the block in a transaction, or a savepoint, that is rolled back at its end. What the block raises goes on."""
    with suppress(_RolledBack), transaction.atomic():
        yield
        raise _RolledBack
