"""What an import may write on behalf of somebody: what the same person could write at the desk, and no more."""

from archive.imports.sheets import Sheet
from archive.models import Accession
from archive.models.roles import may, may_some
from archive.models.visibility import UNFINISHED
from archive.vocabularies import DeskAction


def may_read(user, sheet: Sheet, before) -> bool:
    """Whether ``user`` may know how the row ``before`` stands, and so whether a file says the same."""
    entry = Accession.objects.get(pk=before.subject_reference).entry() if sheet.model.hangs_on else before
    return may(user, DeskAction.READ, entry)


def why_not(user, sheet: Sheet, before, after) -> tuple[str, str]:
    """The column, and what was expected in it, where ``user`` may not write ``after``; ("", "") where they may.

    ``before`` is the row as it stands, or ``None`` for a new one; ``after`` is how the file has it.
    """
    if not sheet.model.by_hand:
        return "reference", "no file of these: they come of what is done at the desk"
    if sheet.model.hangs_on:
        return _why_not_hanging(user, sheet, before, after)
    if before is None:
        return _why_not_new(user, sheet, after)
    if not _may_write(user, before):
        return "reference", f"a record that your roles let you edit; {before.reference} is not one"
    if after.state != before.state and not user.works_alone:
        return "state", f"{before.state}, as it stands: steps from one state to the next are taken at the desk"
    return "", ""


def _why_not_new(user, sheet: Sheet, after) -> tuple[str, str]:
    if not may_some(user, DeskAction.ADD, sheet.noun):
        return "reference", "a row that is there already: your roles let you enter no new ones of this kind"
    if after.state not in UNFINISHED and not user.works_alone:
        return "state", "draft or in-review: what is imported is published at the desk, by somebody else"
    return "", ""


def _why_not_hanging(user, sheet: Sheet, before, after) -> tuple[str, str]:
    for row in filter(None, (before, after)):
        entry = Accession.objects.get(pk=row.subject_reference).entry()
        if not _may_write(user, entry):
            return sheet.model.hangs_on, f"a record that your roles let you edit; {entry.reference} is not one"
    return "", ""


def _may_write(user, entry) -> bool:
    """Whether an import may change ``entry``: an unfinished one, or, where one person does all, a published one."""
    alone = user.works_alone and may(user, DeskAction.PROPOSE, entry) and may(user, DeskAction.APPROVE, entry)
    return alone or may(user, DeskAction.EDIT, entry)
