"""Batches of plainly made-up files, taken as far as each function says."""

import json

from django.core.files.base import ContentFile

from archive.imports.batch import batches, receiving, working
from archive.imports.batch.progress import Progress
from archive.vocabularies import BatchStatus, RowOutcome


def received(text, name="made-up.csv", **options):
    data = text.encode() if isinstance(text, str) else text
    return receiving.create_batch(ContentFile(data, name=name), name, **options)


def checked(text, noun="cases", auto_create=None, **options):
    batch = received(text, noun=noun, **options)
    batch.auto_create = auto_create or {}
    batch.save()
    batches.confirm(batch)
    working.run(batch.pk, Progress())
    batch.refresh_from_db()
    return batch


def applied(batch, user=None):
    working.enqueue(batch, BatchStatus.APPLYING, applied_by=user or batch.user)
    working.run(batch.pk, Progress())
    batch.refresh_from_db()
    return batch


def undone(batch, user=None):
    working.enqueue(batch, BatchStatus.UNDOING, undone_by=user or batch.user)
    working.run(batch.pk, Progress())
    batch.refresh_from_db()
    return batch


def refusals(batch):
    rows = batch.rows().filter(outcome=RowOutcome.REFUSED)
    return [(row.number, *problem[:3]) for row in rows for problem in json.loads(row.problems)]
