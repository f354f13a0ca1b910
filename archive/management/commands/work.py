"""`manage.py work`: check, apply and undo batches as they are asked for, and take in what was written.

It brings the public log up to date, and then the words of the search.

`make run` starts it beside the web.
"""

import os
import signal
import sqlite3
import subprocess
import sys
import time
import traceback
from contextlib import suppress

from django.core.management.base import BaseCommand
from django.db import Error, close_old_connections

from archive.domain import public_log
from archive.imports.batch.progress import Heartbeat
from archive.imports.batch.working import next_one, run, wait
from archive.media import incoming
from archive.models import KeptForm, UnsavedForm
from archive.processes import limited
from archive.search.store import NotReady, sync

MAX_MEMORY = 2048  # megabytes that one batch may take; a hundred thousand rows take some 125
HOUR = 60 * 60  # seconds
# the database is away or held for long, the disk full, no room for a process, the words taken in by another one
UNTOWARD = (Error, OSError, NotReady, sqlite3.Error)


class Command(BaseCommand):
    help = (
        "Work on batches of imported tables, each in a process of its own, and keep up the public log and the search."
    )

    def add_arguments(self, parser):
        parser.add_argument("--batch", type=int, help="work on this one alone, and end")
        parser.add_argument("--with-parent", action="store_true", help="end with the process that started it")

    def handle(self, *, batch, with_parent, **options):
        if batch:
            self._work_on(batch)
            return
        Heartbeat().start()
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        parent = os.getppid()
        swept = 0.0
        while not with_parent or os.getppid() == parent:
            if time.monotonic() - swept > HOUR:
                incoming.sweep()
                KeptForm.objects.drop_old()
                UnsavedForm.objects.drop_old()
                swept = time.monotonic()
            if not self._worked():
                wait()

    def _worked(self) -> bool:
        """Have a process of its own work on a batch that waits; return whether there was one, and it came to an end."""
        close_old_connections()
        try:
            public_log.catch_up()
            sync()
            found = next_one()
            if found is None:
                return False
            command = [sys.executable, sys.argv[0], "work", "--batch", str(found)]
            with subprocess.Popen(command) as process:  # noqa: S603 – our own command
                while process.poll() is None:  # readers wait for no batch
                    with suppress(*UNTOWARD):
                        public_log.catch_up()
                    wait()
            return process.returncode == 0
        except UNTOWARD:
            return False

    def _work_on(self, batch: int) -> None:
        """Work on one batch; what goes wrong is told by where it did, since its words may hold what stands in a row."""
        limited.bound_memory(MAX_MEMORY)
        try:
            run(batch)
        except Exception as error:
            where = "".join(traceback.format_tb(error.__traceback__))
            self.stderr.write(f"Batch {batch} was left: {type(error).__name__}\n{where}")
            sys.exit(1)
