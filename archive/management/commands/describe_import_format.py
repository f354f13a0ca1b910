"""`manage.py describe_import_format > docs/import-format.md`"""

from django.core.management.base import BaseCommand

from archive.imports.description import describe


class Command(BaseCommand):
    help = "Write docs/import-format.md from the code, to standard output."

    def handle(self, **options):
        self.stdout.write(describe(), ending="")
