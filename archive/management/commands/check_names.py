"""`manage.py check_names`: where a protected name stands in what anyone may read."""

import sys

from django.core.management.base import BaseCommand

from archive.domain.protected_names import find_published, protected_names


class Command(BaseCommand):
    help = "List where the name of somebody who is not publicly named stands in public; exit with 1 if anywhere."

    def handle(self, **options):
        found = [f"{reference} {place}" for reference, place in find_published(protected_names())]
        for line in found:
            self.stdout.write(line)
        self.stdout.write(f"{len(found)} found.")
        sys.exit(1 if found else 0)
