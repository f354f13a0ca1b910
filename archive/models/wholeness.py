"""Whether a state holds anything that a reader must not know of: links to what is hidden, in itself or in its rows."""

import json
import re
from copy import deepcopy

from archive.models.accessions import REFERENCE, Accession
from archive.models.states import accessioned_models, states_of
from archive.models.visibility import sight_of


def hidden_in(states: list[dict], user) -> set[str]:
    """The references in ``states`` of records and authorities that ``user`` must not know of."""
    if sight_of(user).sealed:
        return set()
    entries = [model.noun for model in accessioned_models() if not model.hangs_on]
    found = {match[0] for match in re.finditer(REFERENCE.pattern, json.dumps(states))}
    named = Accession.objects.filter(pk__in=found, noun__in=entries)
    return set(named.exclude(pk__in=Accession.objects.visible_to(user).values("pk")).values_list("pk", flat=True))


def is_whole_to(user, entry) -> bool:
    """Whether ``user`` may know of everything that ``entry`` and what hangs on it link to."""
    return not hidden_in(list(states_of([entry.pk]).values()), user)


def without(states: list[dict], hidden: set[str]) -> list[dict]:
    """``states`` without the rows that link to one of ``hidden``, and without what rests on those rows."""
    bare = deepcopy(states)
    gone = set(hidden)
    for _ in ("the rows themselves", "what rests on them"):
        for state in bare:
            for noun, rows in state.get("hanging", {}).items():
                kept = [row for row in rows if not gone & _linked_in(row)]
                gone |= {row["reference"] for row in rows} - {row["reference"] for row in kept}
                state["hanging"][noun] = kept
    return bare


def _linked_in(row: dict) -> set[str]:
    return set(re.findall(REFERENCE.pattern.replace("(", "(?:"), json.dumps(row)))
