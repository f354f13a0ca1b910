"""Plain values of a state in words that a curator reads: references with what they are called."""

import json
import re

from django.utils.translation import gettext as _

from archive.models import Accession
from archive.models.archive_object import archive_object_of
from archive.models.base.accessions import REFERENCE
from archive.models.base.labels import choice_label, field_label

_SILENT = ("noun", "reference", "subject")


class Words:
    """The words for the values in some states; what the references in them are called is looked up once.

    ``also`` has the words for values that stand for something else, such as rows that have no reference yet.
    """

    def __init__(self, user, states: list[dict], also: dict[str, str] | None = None):
        self.also = also or {}
        found = {match[0] for match in re.finditer(REFERENCE.pattern, json.dumps(states))}
        self.names = {}
        for accession in Accession.objects.visible_to(user, found):
            self.names[accession.pk] = archive_object_of(accession).masked_for(user).heading

    def of(self, value, noun: str = "", name: str = "") -> str:
        """``value`` in words; ``noun`` and ``name`` say of which field of a state it is."""
        if value is None or value == "":
            return ""
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, list):
            return "; ".join(self.of(one, noun, name) for one in value)
        if isinstance(value, dict):
            return self._of_row(value)
        return self._of_one(str(value), noun, name)

    def _of_row(self, row: dict) -> str:
        values = [(name, self.of(value, row["noun"], name)) for name, value in row.items() if name not in _SILENT]
        return "\n".join(f"{field_label(row['noun'], name)}: {words}" for name, words in values if words)

    def _of_one(self, value: str, noun: str, name: str) -> str:
        if value in self.also:
            return self.also[value]
        if called := self.names.get(value):
            return f"{called} ({value})"
        return choice_label(noun, name, value) if noun else value
