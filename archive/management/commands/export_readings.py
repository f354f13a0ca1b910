"""`manage.py export_readings`: what anyone may read of every record, a line of JSON for each."""

import json

from django.core.management.base import BaseCommand

from archive.domain.kept_readings import kept_readings
from archive.domain.public_log import catch_up
from archive.domain.readings import visible_references
from archive.models import Issue
from archive.models.base.chunks import chunks


class Command(BaseCommand):
    help = "Write what anyone may read of each record, as lines of JSON: its reading, and the day of its last change."

    def handle(self, **options):
        catch_up()
        for query in visible_references():
            references = list(query.order_by("accession__number").values_list("pk", flat=True))
            for some in chunks(references):
                days = Issue.objects.days_of_change(some)
                for reference, text in kept_readings(some).items():
                    changed = days[reference].isoformat() if reference in days else None
                    self.stdout.write(json.dumps({"changed": changed, **json.loads(text)}, ensure_ascii=False))
