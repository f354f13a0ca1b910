"""`manage.py check_issues`: compare what the public log says last of each record with its reading, made anew."""

import sys

from django.core.management.base import BaseCommand

from archive.domain import public_log
from archive.models import Issue
from archive.vocabularies import IssueKind


class Command(BaseCommand):
    help = "Bring the public log up to date, and compare it with what anyone reads now; end with 1 where they differ."

    def handle(self, **options):
        public_log.catch_up()
        if wrong := public_log.differing():
            self.stderr.write("\n".join(f"{reference}: the public log says otherwise." for reference in wrong))
            self.stderr.write(
                f"{len(wrong)} differ. Expected none: something was written past the archive, or the log and the "
                "records were restored from different backups. Save each once at the desk, or restore both together."
            )
            sys.exit(1)
        told = Issue.objects.latest_ones().exclude(what=IssueKind.CLOSED).count()
        self.stdout.write(f"The public log says what anyone reads: {told} records.")
