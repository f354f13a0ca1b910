"""Whether a state holds anything that a reader must not know of: links to what is hidden, in itself or in its rows."""

import json
import re
from collections.abc import Collection, Sequence
from copy import deepcopy

from django.apps import apps

from archive.models.access.viewers import Reader, viewer_for
from archive.models.base.accessions import REFERENCE, Accession
from archive.models.base.registry import RegisteredModel, registered_models
from archive.models.base.states import states_of
from archive.models.base.types import Values

MAX_AT_ONCE = 10_000  # references in one question to the database


def hidden_references(states: Sequence[object], user: Reader) -> set[str]:
    """The references in ``states`` of records and authorities that ``user`` must not know of."""
    if viewer_for(user).sees_everything:
        return set()
    entries = [model.noun for model in registered_models() if not model.parent_field]
    found = sorted(references_in(states))
    hidden: set[str] = set()
    for start in range(0, len(found), MAX_AT_ONCE):
        asked = found[start : start + MAX_AT_ONCE]
        named = Accession.objects.filter(pk__in=asked, noun__in=entries)
        unseen = named.exclude(pk__in=Accession.objects.visible_to(user, asked).values("pk"))
        hidden.update(unseen.values_list("pk", flat=True))
    return hidden


def is_fully_visible_to(user: Reader, obj: RegisteredModel) -> bool:
    """Whether ``user`` may know of everything that ``obj`` and its parts link to."""
    return obj.pk in fully_visible_to(user, [obj.pk])


def fully_visible_to(user: Reader, references: Collection[str]) -> set[str]:
    """Those of the records ``references`` of which ``user`` may know everything that they link to."""
    if viewer_for(user).sees_everything or not references:
        return set(references)
    states = states_of(references)
    hidden = hidden_references(list(states.values()), user)
    untold = apps.get_model("archive", "Passage").objects.hidden_from(user)
    partly = set(
        apps.get_model("archive", "Passage")._base_manager.filter(pk__in=untold).values_list("feature", flat=True)
    )
    whole = {pk for pk in references if pk not in states or not hidden & references_in(states[pk])}
    return whole - partly


def references_in(state: object) -> set[str]:
    """The references that stand anywhere in ``state``, in links and in running text."""
    return {match[0] for match in re.finditer(REFERENCE.pattern, json.dumps(state))}


def strip_references(states: list[Values], hidden: set[str]) -> list[Values]:
    """``states`` without the rows that link to one of ``hidden``, and without what rests on those rows."""
    bare = deepcopy(states)
    gone = set(hidden)
    for _ in ("the rows themselves", "what rests on them"):
        for state in bare:
            for noun, rows in state.get("hanging", {}).items():
                kept = [row for row in rows if not gone & references_in(row)]
                gone |= {row["reference"] for row in rows} - {row["reference"] for row in kept}
                state["hanging"][noun] = kept
    return bare
