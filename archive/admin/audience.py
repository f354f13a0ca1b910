"""What a record is after a step was taken with it, and who may see it then."""

from django.utils import timezone
from django.utils.translation import gettext as _

from archive.dates.edtf import day_in_words
from archive.models.access.viewers import UNFINISHED
from archive.models.archive_object import ArchiveObject
from archive.vocabularies import Access, State


def state_and_audience(row: ArchiveObject) -> str:
    """What ``row`` is now, and who may see it, in two sentences."""
    now = _("{reference} is now: {state}.").format(reference=row.reference, state=State(row.state).label)
    return f"{now} {who_sees(row)}"


def who_sees(row: ArchiveObject) -> str:
    """Who may see ``row`` as it is, in a sentence: the first of these that holds."""
    embargo = row.embargo_until if row.embargo_until and row.embargo_until > timezone.now().date() else None
    sentences = (
        (row.state in UNFINISHED, _("Only the desk sees it.")),
        (row.state == State.WITHDRAWN, _("Its page says that it was withdrawn, and why.")),
        (row.access == Access.RESTRICTED, _("Only stewards see it, because it is restricted.")),
        (row.is_closed(), _("Hidden from the public: another place is shown instead.")),
        (embargo, _("Hidden from the public until {day}.").format(day=day_in_words(embargo) if embargo else "")),
        (row.access == Access.RESEARCHERS, _("The desk and registered researchers see it.")),
        (row.is_protected(), _("Everyone sees it, without what is protected.")),
    )
    return next((words for holds, words in sentences if holds), _("Everyone sees it."))
