"""`manage.py export_readings`: what anyone may read of every record, a line of JSON for each."""

import json

from django.core.management.base import BaseCommand

from archive.domain.kept_readings import kept_readings
from archive.domain.public_log import follow
from archive.domain.readings import visible_references
from archive.models import Issue
from archive.models.base.chunks import CHUNK_SIZE


class Command(BaseCommand):
    help = "Write what anyone may read of each record, as lines of JSON: its reading, and the day of its last change."

    def handle(self, **options):
        follow()
        for rows in visible_references():
            references = list(rows.values_list("pk", flat=True).order_by("accession__number"))
            for start in range(0, len(references), CHUNK_SIZE):
                for reference, text in sorted(kept_readings(references[start : start + CHUNK_SIZE]).items()):
                    self.stdout.write(self._line(reference, text))

    def _line(self, reference: str, text: str) -> str:
        day = Issue.objects.last_changed_on(reference)
        return json.dumps({"changed": day and day.isoformat(), **json.loads(text)}, ensure_ascii=False)
