"""One snapshot of the database: what is read within it is of one moment, while others go on writing."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def one_snapshot() -> Iterator[None]:
    """Read from one snapshot until the block ends. Nothing is to be written within; no writer waits for it.

    Within a transaction that is open already its own snapshot holds (PostgreSQL: as far as its isolation goes).
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN")  # deferred: a reader's, where Django's own would be a writer's
            try:
                cursor.execute("SELECT 1 FROM archive_accession LIMIT 1")  # the snapshot is that of the first look
                yield
            finally:
                cursor.execute("ROLLBACK")
