"""Holding a record while it is written to, so that of two people who write to it at once the second is told."""

from django.db import models
from django.utils.translation import gettext as _

from archive.models.base.accessions import Accession


class ActionRefused(Exception):
    """What somebody asked for and can't be done; the message says why, and what would be needed."""


def lock_record(reference: str, *, exclusive: bool = False) -> models.Model:
    """The record of ``reference``, held until the transaction ends; raise `ActionRefused` where it is gone or merged.

    Others may go on linking to it, unless it is held ``exclusive``.
    """
    row = _row_of(reference)
    if row is not None and row.pk == reference:
        found = type(row).objects.select_for_update(no_key=not exclusive).filter(pk=reference).first()
        if found is not None:
            return found
        row = _row_of(reference)  # whoever held it before took it away meanwhile
    if row is not None:
        raise ActionRefused(
            _("Nothing was done: {reference} was merged into {kept}.").format(reference=reference, kept=row.pk)
        )
    raise ActionRefused(_("Nothing was done: {reference} is no record by now.").format(reference=reference))


def _row_of(reference: str):
    try:
        return Accession.objects.get(pk=reference).resolve()
    except models.ObjectDoesNotExist:
        return None
