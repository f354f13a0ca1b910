"""`manage.py check_archive`: run every check of the whole archive, each night, for the desk's start page."""

import sys

from django.core.management.base import BaseCommand

from archive.domain.checks import check


class Command(BaseCommand):
    help = "Check names that are public, and every original against its checksum; exit with 1 if anything is found."

    def handle(self, **options):
        run = check()
        for reference, what in run.findings:
            self.stdout.write(f"{reference}: {what}")
        self.stdout.write(f"{len(run.findings)} found.")
        sys.exit(1 if run.findings else 0)
