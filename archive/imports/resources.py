"""The resource of one noun with its import: called as django-import-export documents it, written by a batch alone."""

import io
import json
from collections.abc import Iterator

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from import_export.exceptions import ImportError as ImportFailed
from import_export.results import Error, Result, RowResult
from tablib import Dataset

from archive.imports.batch.loading import run_batch
from archive.imports.batch.permissions import may_import
from archive.imports.batch.receiving import create_batch
from archive.imports.files.errors import TableError
from archive.imports.files.tables import write_lines
from archive.imports.schema.resources import SheetResource
from archive.models import Batch, BatchRow
from archive.vocabularies import RowOutcome

_IMPORT_TYPES = {
    RowOutcome.NEW: RowResult.IMPORT_TYPE_NEW,
    RowOutcome.CHANGED: RowResult.IMPORT_TYPE_UPDATE,
    RowOutcome.SAME: RowResult.IMPORT_TYPE_SKIP,
    RowOutcome.REFUSED: RowResult.IMPORT_TYPE_INVALID,
}


class BatchResult(Result):
    """What an import did or would do, row by row, and the batch in which all of it is kept."""

    batch: Batch


class ArchiveResource(SheetResource):
    """A sheet that can be exported and imported.

    `export` gives what ``user`` may see: without a user, what anyone may. `import_data` counts what ``user`` may do;
    without one, it is the operator's, as on the command line.
    """

    @classmethod
    def get_result_class(cls) -> type[BatchResult]:
        return BatchResult

    def import_data(  # noqa: PLR0917 – as django-import-export has it
        self,
        dataset: Dataset,
        dry_run: bool = False,
        raise_errors: bool = False,
        use_transactions: bool | None = None,
        collect_failed_rows: bool = False,
        rollback_on_validation_errors: bool = False,
        **kwargs,
    ) -> BatchResult:
        """Take ``dataset`` in as a batch: received, checked and, if no row is refused, applied as a whole.

        A dry run stops before that, and the batch is kept for the desk. With ``raise_errors``, raise
        `import_export.exceptions.ImportError` for the first row that is refused, and `TableError` for a table that
        can't be read. It is always one transaction, whatever ``use_transactions`` and ``rollback_on_validation_errors``
        say. Raise `PermissionDenied` where ``user`` may not import such rows.
        """
        if self.user is not None and not may_import(self.user, self.noun):
            raise PermissionDenied(_("You may not import {noun}.").format(noun=self.words()))
        result = self.get_result_class()()
        result.diff_headers, result.total_rows = list(self.names), len(dataset)
        if collect_failed_rows:
            result.add_dataset_headers(dataset.headers)
        content = io.StringIO()
        write_lines(content, [dataset.headers or [], *([_text(cell) for cell in row] for row in dataset)])
        name = f"{self.noun}.csv"
        file = ContentFile(content.getvalue().encode(), name=name)
        result.batch = create_batch(file, name, user=self.user, noun=self.noun, only_exact=True)
        try:
            run_batch(result.batch, dry_run=dry_run)
        except TableError as error:
            if raise_errors:
                raise
            result.append_base_error(Error(error))
            return result
        for row in _rows_of(result.batch):
            self._add_row(result, row, dataset, raise_errors=raise_errors, collect_failed_rows=collect_failed_rows)
        return result

    def _add_row(
        self, result: BatchResult, row: BatchRow, dataset: Dataset, *, raise_errors: bool, collect_failed_rows: bool
    ) -> None:
        """Add to ``result`` what became of ``row``; numbers count from the first row after the headings."""
        number, values = row.number - 1, dict(zip(dataset.headers, json.loads(row.cells), strict=False))
        row_result = self.get_row_result_class()()
        row_result.import_type, row_result.row_values = _IMPORT_TYPES[RowOutcome(row.outcome)], values
        row_result.object_id, row_result.object_repr = row.reference or None, row.reference
        result.increment_row_result_total(row_result)
        if row.outcome == RowOutcome.REFUSED:
            row_result.validation_error = _error_of(row)
            result.append_invalid_row(number, values, row_result.validation_error)
            if collect_failed_rows:
                result.append_failed_row(values, row_result.validation_error)
            if raise_errors:
                raise ImportFailed(row_result.validation_error, number=number, row=values)
        result.append_row_result(row_result)


def _rows_of(batch: Batch) -> Iterator[BatchRow]:
    return BatchRow.objects.filter(file__batch=batch).order_by("file__position", "number").iterator()


def _text(cell: object) -> str:
    return "" if cell is None else str(cell)


def _error_of(row: BatchRow) -> ValidationError:
    """What is wrong with a refused row, by column."""
    problems: dict[str, list[str]] = {}
    for column, _value, expected, _nearest in json.loads(row.problems):
        problems.setdefault(column or NON_FIELD_ERRORS, []).append(_("Expected {what}").format(what=expected))
    return ValidationError(problems)
