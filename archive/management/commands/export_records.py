"""`manage.py export_records KIND [--public]` to standard output, or `--all FOLDER`."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from archive.imports.folders import EXPORT, write_folder, written
from archive.imports.schema.sheets import write
from archive.imports.types import SHEETS
from archive.models.base.snapshot import one_snapshot


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
            export = write_folder(all, public=public)
            for line in export.missing:
                self.stderr.write(f"Missing: {line}")
            if export.missing:
                raise CommandError(
                    f"{len(export.missing)} originals are missing. All else is in {all}; {EXPORT} lists them."
                )
            return
        sheet = SHEETS[kind]
        with one_snapshot():
            write(self.stdout, sheet, written(sheet, public=public))
