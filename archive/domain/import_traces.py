"""What batches and the ways of reading them hold of a record that is to be erased, and taking it from them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Q

from archive.media import storage
from archive.media.texts import UnsearchableFile, texts_in
from archive.models.base.chunks import CHUNK_SIZE
from archive.models.base.types import Rows
from archive.models.desk.batches import Batch, BatchFile, BatchRow, Mapping
from archive.name_matching import NameMatcher
from archive.vocabularies import BatchStatus

ERASED = "erased"


@dataclass
class ImportTraces:
    """Where a record, or a name of it, stands in what was handed in."""

    stored: list[str] = field(default_factory=list)  # files, by the names under which they are kept
    originals: list[str] = field(default_factory=list)  # pictures and recordings that their rows name
    tables: list[int] = field(default_factory=list)  # of batches: those in the files, and those made for their rows
    batches: list[int] = field(default_factory=list)  # of which the name or the last word tells
    mappings: list[int] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)  # files that could not be searched, by what they are called

    def lines(self) -> Iterator[str]:
        if self.stored:
            yield f"Destroyed of what was handed in: {len(self.stored)} files, with what stands of their rows"
        if self.mappings:
            yield f"Destroyed: {len(self.mappings)} named mappings"
        for name in self.unread:
            yield f"Could not be searched: {name}. Look into it yourself"

    def obstacles(self) -> Iterator[str]:
        for batch in Batch.objects.to_work_on().filter(files__in=self.tables).distinct():
            yield f"{batch} is being worked on. Expected that to end first"


def find_traces(references: set[str], names: NameMatcher) -> ImportTraces:
    """What is left in batches of the rows and records ``references``, and of ``names``."""
    found = ImportTraces()
    rows = BatchRow.objects.filter(Q(subject__in=references) | Q(reference__in=references))
    stored = set(BatchFile.objects.filter(pk__in=rows.values("file")).values_list("stored", flat=True))
    if names:
        kept = set(BatchFile.objects.values_list("stored", flat=True)) - stored
        stored |= {one for one in sorted(kept - {""}) if _is_in_file(one, names, found)}
    found.stored = sorted(stored - {""})
    ours = Q(stored__in=found.stored) | Q(pk__in=rows.values("file"))
    naming = [table for table in BatchFile.objects.exclude(ours) if names and _is_in_table(table, names)]
    found.stored = sorted({*found.stored, *(table.stored for table in naming)} - {""})
    ours |= Q(stored__in=found.stored) | Q(pk__in=[table.pk for table in naming])
    found.tables = sorted(BatchFile.objects.filter(ours).values_list("pk", flat=True))
    found.originals = sorted(_originals_in(BatchRow.objects.filter(file__in=found.tables)))
    if names:
        found.batches = [one.pk for one in Batch.objects.all() if _stand_in(f"{one.name} {one.message}", names)]
        found.mappings = [one.pk for one in Mapping.objects.all() if _stand_in(_text(one.name, one.mapping), names)]
    return found


def erase_traces(traces: ImportTraces) -> None:
    """Make the rows say nothing any more; the files go as the transaction ends."""
    tables = BatchFile.objects.filter(pk__in=traces.tables)
    BatchRow.objects.filter(file__in=tables).update(cells="[]", before="", state="", problems="", key="")
    kept = tables.exclude(stored="")
    kept.update(headings=[], samples=[], mapping={}, unknown={}, stored="", member="", name=ERASED, known_as="")
    tables.filter(stored="").update(unknown={})
    waiting = Batch.objects.filter(files__in=traces.tables, status__in=(BatchStatus.ASKING, BatchStatus.READY))
    waiting.update(status=BatchStatus.DROPPED, message="A file of it was erased, because the law demands it.")
    Batch.objects.filter(pk__in=traces.batches).update(name=ERASED, message="")
    Mapping.objects.filter(pk__in=traces.mappings).delete()
    transaction.on_commit(lambda: _destroy_uploads(traces.stored))


def _destroy_uploads(stored: list[str]) -> None:
    for name in stored:
        storage.uploads().destroy(name)


def _originals_in(rows: Rows) -> set[str]:
    """The pictures and recordings that ``rows`` took in as they were checked, and that no other row names."""
    found = set()
    for state in rows.exclude(state="").order_by().values_list("state", flat=True).iterator(chunk_size=CHUNK_SIZE):
        found |= {value for value in json.loads(state).values() if isinstance(value, str) and storage.is_name(value)}
    others = BatchRow.objects.exclude(pk__in=rows.values("pk"))
    return {name for name in found if not others.filter(state__contains=f'"{name}"').exists()}


def _is_in_file(stored: str, names: NameMatcher, found: ImportTraces) -> bool:
    try:
        with storage.uploads().open(stored) as file:
            return any(_stand_in(text, names) for text in texts_in(file))
    except (UnsearchableFile, OSError):
        tables = BatchFile.objects.filter(stored=stored).select_related("batch")
        found.unread += sorted({f"{table.batch} (uploads/{stored})" for table in tables})
        return False


def _is_in_table(table: BatchFile, names: NameMatcher) -> bool:
    described = _text(table.name, table.headings, table.mapping, table.unknown)
    cells = table.rows.order_by().values_list("cells", flat=True)
    return _stand_in(described, names) or any(_stand_in(text, names) for text in cells.iterator(chunk_size=CHUNK_SIZE))


def _text(*values: object) -> str:
    return json.dumps(values, ensure_ascii=False)


def _stand_in(text: str, names: NameMatcher) -> bool:
    return names.stand_in(text)
