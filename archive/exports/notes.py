"""What the editors remark on records, as files tell it that leave the archive: a doubt goes with its value."""

from collections import defaultdict
from collections.abc import Sequence

from archive.models import EditorialNote
from archive.models.access.viewers import Reader
from archive.models.archive_object import ArchiveObject
from archive.models.base.states import plain
from archive.models.log.mentions import in_words

Said = dict[str, str]


def notes_of(rows: Sequence[ArchiveObject], user: Reader) -> dict[str, list[Said]]:
    """By reference, the notes on ``rows`` that ``user`` may see, in the order of their numbers.

    The rows are of one type, and such as ``user`` may see. A note is told by its ``text``, by whom it is ``signed``,
    when it was ``noted_on``, and the ``field`` that it speaks of (the whole record, if none is told).
    """
    if not rows:
        return {}
    known = {row.pk: row for row in rows}
    notes: dict[str, list[Said]] = defaultdict(list)
    for note in EditorialNote.objects.children_of(list(known), type(rows[0]), user):
        note.known_object = known[note.subject_id]
        shown = note.masked_for(user)
        if not shown.masked_fields:
            said = {"field": shown.field, "text": shown.text, "signed": shown.signed, "noted_on": plain(shown.noted_on)}
            notes[note.subject_id].append({name: in_words(value, user) for name, value in said.items() if value})
    return notes


def in_one_line(said: Said) -> str:
    """One note in words, without a line break that would make two of it."""
    by = ", ".join(said[name] for name in ("signed", "noted_on") if name in said)
    words = f"{said['field']}: {said['text']}" if "field" in said else said["text"]
    return " ".join((f"{words} – {by}" if by else words).split())
