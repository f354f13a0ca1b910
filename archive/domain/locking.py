"""Holding a record: two people who act on it at once do so one after the other."""

from django.db import models
from django.utils.translation import gettext as _

from archive.models.archive_object import ArchiveObject
from archive.models.base.accessions import Accession
from archive.models.base.registry import RegisteredModel


class ActionRefused(Exception):
    """What somebody asked for and can't be done; the message says why, and what would be needed."""


def lock_record(reference: str, *, exclusive: bool = False) -> ArchiveObject:
    """The record or authority of ``reference``, held until the transaction ends.

    Others may go on linking to it, unless it is held ``exclusive``. Raise `ActionRefused` where it is gone or merged,
    and where the reference is that of a part.
    """
    row = _row_of(reference)
    if row is not None and row.pk == reference:
        found = type(row).objects.select_for_update(no_key=not exclusive).filter(pk=reference).first()
        if isinstance(found, ArchiveObject):
            return found
        row = _row_of(reference)  # whoever held it before took it away meanwhile
    if row is not None and row.pk != reference:
        raise ActionRefused(
            _("This was not possible: {reference} was merged into {kept}.").format(reference=reference, kept=row.pk)
        )
    raise ActionRefused(_("This was not possible: {reference} is no longer a record.").format(reference=reference))


def _row_of(reference: str) -> RegisteredModel | None:
    try:
        return Accession.objects.get(pk=reference).resolve()
    except models.ObjectDoesNotExist:
        return None
