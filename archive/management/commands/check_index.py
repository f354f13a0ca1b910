"""`manage.py check_index`: hold what lists count by against the database, or throw it away."""

import sys

from django.core.management.base import BaseCommand
from django.http import QueryDict

from archive.domain import derived_files
from archive.facets.index import differing
from archive.facets.types import FILTER_SETS
from archive.search.store import sync


class Command(BaseCommand):
    help = "Check that the index behind the public lists says what the database says; with --anew, make all anew."

    def add_arguments(self, parser):
        parser.add_argument("--anew", action="store_true", help="throw away what is derived, and take it in anew")

    def handle(self, *, anew, **options):
        if anew:
            derived_files.forget()
        sync()
        wrong = []
        for filters in FILTER_SETS:
            model = filters.Meta.model
            wrong += [
                f"{model.noun}: {name}" for name in differing(filters(QueryDict(), model.objects.all(), user=None))
            ]
        if wrong:
            sys.exit("The index differs from the database in:\n" + "\n".join(wrong) + "\nMake it anew with --anew.")
        self.stdout.write("The index says what the database says.")
