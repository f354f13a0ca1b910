"""`manage.py check_issues`: compare what the public log says last of each record with its reading, made anew."""

import sys

from django.core.management.base import BaseCommand

from archive.domain import public_log
from archive.models import Issue


class Command(BaseCommand):
    help = "Compare the last issue of every record with how a stranger reads it now; end with 1 where any differs."

    def handle(self, **options):
        public_log.follow()
        if wrong := public_log.differing():
            self.stderr.write("\n".join(f"{reference}: the public log says otherwise." for reference in wrong))
            self.stderr.write(
                f"{len(wrong)} differ. Expected none: something was written past the archive, "
                "or the log was put back without the records. Tell whoever maintains the software."
            )
            sys.exit(1)
        self.stdout.write(f"The public log and {Issue.objects.latest_ones().count()} records in it agree.")
