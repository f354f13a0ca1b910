"""Plain values of a state in words that a curator reads: references with what they are called."""

import json
import re

from archive.models import Accession
from archive.models.accessions import REFERENCE

_SILENT = ("noun", "reference", "subject")


class Words:
    """The words for the values in some states; what the references in them are called is looked up once.

    ``also`` has the words for values that stand for something else, such as rows that have no reference yet.
    """

    def __init__(self, user, states: list[dict], also: dict[str, str] | None = None):
        self.also = also or {}
        found = {match[0] for match in re.finditer(REFERENCE.pattern, json.dumps(states))}
        self.names = {}
        for accession in Accession.objects.visible_to(user).filter(pk__in=found):
            self.names[accession.pk] = accession.entry().shown_to(user).heading

    def of(self, value) -> str:
        if value is None or value == "":
            return ""
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, list):
            return "; ".join(self.of(one) for one in value)
        if isinstance(value, dict):
            told = [(name.replace("_", " "), self.of(one)) for name, one in value.items() if name not in _SILENT]
            return "\n".join(f"{name}: {words}" for name, words in told if words)
        if isinstance(value, str) and value in self.also:
            return self.also[value]
        name = self.names.get(value) if isinstance(value, str) else None
        return f"{name} ({value})" if name else str(value)
