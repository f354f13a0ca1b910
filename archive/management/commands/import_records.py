"""`manage.py import_records KIND FILE [--dry-run]`, or `--all FOLDER`."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from archive.imports import SHEETS
from archive.imports.folders import load_file, load_folder
from archive.imports.tables import TableError


class Command(BaseCommand):
    help = "Import records from CSV. One bad row means that nothing is written; every bad row is named."

    def add_arguments(self, parser):
        parser.add_argument("kind", nargs="?", choices=list(SHEETS), metavar="KIND", help=", ".join(SHEETS))
        parser.add_argument("file", nargs="?", type=Path, metavar="FILE")
        parser.add_argument(
            "--all", type=Path, metavar="FOLDER", help="every KIND.csv in FOLDER, in an order that works"
        )
        parser.add_argument("--dry-run", action="store_true", help="check and count, and write nothing")

    def handle(self, *, kind, file, all, dry_run, **options):
        if bool(all) == bool(kind and file):
            raise CommandError("Name a KIND and a FILE, or --all and a FOLDER.")
        try:
            reports = load_folder(all, dry_run=dry_run) if all else [load_file(SHEETS[kind], file, dry_run=dry_run)]
        except (OSError, TableError) as error:
            raise CommandError(str(error)) from error
        refusals = [refusal for report in reports for refusal in report.refusals]
        for report in reports:
            self.stdout.write(report.line())
            for refusal in report.refusals:
                self.stderr.write(f"{report.noun}: {refusal}")
        if refusals:
            raise CommandError(f"Nothing was written: {len(refusals)} cells or rows can't be taken.")
        if dry_run:
            self.stdout.write("A dry run: nothing was written.")
