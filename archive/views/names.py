"""How else a person, a place or an organisation is called."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from archive.models import Name
from archive.models.access.viewers import Reader
from archive.models.archive_object import ArchiveObject
from archive.models.parts.part import Part
from archive.views.part_tables import PartTable


@dataclass(frozen=True)
class NamesTable(PartTable):
    """The names of one record, unless there is but one and it heads the page already."""

    def told(self, row: ArchiveObject, parts: Sequence[Part], user: Reader) -> Sequence[Part]:
        return parts if len(parts) != 1 or spellings_of(row, user) else ()


NAMES = NamesTable(
    Name,
    _("Names"),
    ((_("Name"), ("text",)), (_("Kind"), ("kind",)), (_("Language"), ("language",)), (_("Script"), ("script",))),
)


def spellings_of(row: ArchiveObject, user: Reader) -> list[tuple[str, str]]:
    """Each name of ``row`` besides the one that its page is headed by, with the language to mark it with."""
    heading = row.masked_for(user).heading
    names = [(name.masked_for(user).text, name.language_of("text")) for name in row.visible_parts(Name, user)]
    return list(dict.fromkeys(name for name in names if name[0] != heading))
