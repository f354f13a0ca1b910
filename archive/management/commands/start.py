"""`manage.py start`: make the archive ready, and serve it."""

import sys

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connections

from archive.domain import public_log
from archive.imports.batch.loading import import_folder
from archive.management.starting import close_to_others, starting_alone
from archive.management.supervising import Supervisor
from archive.media import incoming
from archive.models import Accession, User
from archive.search.store import sync

SEED = settings.BASE_DIR / "fixtures" / "seed"
ABOUT = settings.BASE_DIR / "fixtures" / "about"  # what the archive says of itself, for its curators to go on with


class Command(BaseCommand):
    help = "Migrate, load the first collection into an empty archive, create the first administrator, and serve."

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=2)

    def handle(self, *, port, workers, **options):
        with starting_alone():
            self._make_ready()
        self.stdout.write(f"Serving on http://127.0.0.1:{port}/ – files and database in {settings.ARCHIVE_DATA}")
        self.stdout.flush()
        connections.close_all()  # what is started here opens its own
        web = [sys.executable, "-m", "gunicorn", "config.wsgi:application", "--config", "python:config.gunicorn"]
        web += ["--bind", f"127.0.0.1:{port}", "--workers", str(workers)]
        worker = [sys.executable, sys.argv[0], "work", "--with-parent"]
        sys.exit(Supervisor(web, worker, self._note).run())

    def _make_ready(self) -> None:
        if opened := close_to_others():
            self.stdout.write(f"Closed to other accounts of this machine: {', '.join(opened)}")
        incoming.sweep()
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        if not Accession.objects.exists():
            reports = [*import_folder(SEED), *import_folder(ABOUT)]
            if refused := [str(refusal) for report in reports for refusal in report.refusals]:
                sys.exit("The first collection can't be loaded:\n" + "\n".join(refused))
            self.stdout.write(f"Loaded the first collection: {sum(r.counts['new'] for r in reports)} rows.")
        public_log.catch_up()
        sync()  # the words of the search, so that the first reader does not wait for them
        if password := User.objects.create_first_administrator("admin"):
            self.stdout.write(f"Administrator: admin   password: {password}   (shown this once)")

    def _note(self, line: str) -> None:
        self.stderr.write(line)
        self.stderr.flush()
