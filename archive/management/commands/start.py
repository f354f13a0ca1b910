"""`manage.py start`: make the archive ready, and serve it."""

import os
import subprocess
import sys

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from archive.imports.loading import load_folder
from archive.models import Accession, User
from archive.search.store import keep_up

SEED = settings.BASE_DIR / "fixtures" / "seed"
ABOUT = settings.BASE_DIR / "fixtures" / "about"  # what the archive says of itself, for its curators to go on with


class Command(BaseCommand):
    help = "Migrate, load the first collection into an empty archive, create the first administrator, and serve."

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--workers", type=int, default=2)

    def handle(self, *, port, workers, **options):
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        if not Accession.objects.exists():
            reports = [*load_folder(SEED), *load_folder(ABOUT)]
            if refused := [str(refusal) for report in reports for refusal in report.refusals]:
                sys.exit("The first collection can't be loaded:\n" + "\n".join(refused))
            self.stdout.write(f"Loaded the first collection: {sum(r.counts['new'] for r in reports)} rows.")
        keep_up()  # the words of the search, so that the first reader does not wait for them
        if password := User.objects.create_first_administrator("admin"):
            self.stdout.write(f"Administrator: admin   password: {password}   (shown this once)")
        self.stdout.write(f"Serving on http://127.0.0.1:{port}/ – files and database in {settings.ARCHIVE_DATA}")
        self.stdout.flush()
        # beside the web, and ending with it: what works on batches of imported tables
        subprocess.Popen([sys.executable, sys.argv[0], "work", "--with-parent"])  # noqa: S603 – our own command
        gunicorn = [sys.executable, "-m", "gunicorn", "config.wsgi:application"]
        options = ["--config", "python:config.gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", str(workers)]
        os.execv(sys.executable, [*gunicorn, *options])  # noqa: S606 – takes over this process, so that signals reach it
