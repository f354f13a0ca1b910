"""`manage.py gather_messages`: bring the catalogues of the interface's languages up to date, and compile them."""

from django.core.management.base import BaseCommand

from archive.management.catalogues import catalogues


class Command(BaseCommand):
    help = "Gather every string of the interface into archive/locale, keep what is translated, and compile it."

    def handle(self, **options):
        for catalogue in catalogues():
            catalogue.bring_up_to_date()
            self.stdout.write(f"{catalogue.language}: {len(catalogue.untranslated())} to be translated")
