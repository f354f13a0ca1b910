"""`manage.py export_records KIND [--public]` to standard output, or `--all FOLDER`."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from archive.imports import SHEETS, tables
from archive.imports.folders import write_folder, written


class Command(BaseCommand):
    help = "Export records as CSV: whole, or with --public only what anyone may see."

    def add_arguments(self, parser):
        parser.add_argument("kind", nargs="?", choices=list(SHEETS), metavar="KIND", help=", ".join(SHEETS))
        parser.add_argument("--all", type=Path, metavar="FOLDER", help="one KIND.csv for each kind, with the originals")
        parser.add_argument("--public", action="store_true", help="through the two rules of protection")

    def handle(self, *, kind, all, public, **options):
        if bool(all) == bool(kind):
            raise CommandError("Name a KIND, or --all and a FOLDER.")
        if all:
            write_folder(all, public=public)
            return
        sheet = SHEETS[kind]
        tables.write(self.stdout, sheet, written(sheet, public=public))
