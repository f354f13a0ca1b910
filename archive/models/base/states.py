"""A record's whole state as plain values: what the log of changes keeps and a spreadsheet writes.

Links are references, dates EDTF, numbers numbers; lists are sorted, so that equal states are equal texts.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from copy import deepcopy
from decimal import Decimal
from functools import cache

from archive.models.base.accessions import Accession
from archive.models.base.links import field_of, through_table
from archive.models.base.registry import RegisteredModel, model_for, registered_models
from archive.models.base.types import AnyField, Values

WORKFLOW_FIELDS = frozenset({"state", "withdrawn_on", "withdrawn_because"})  # what steps change, and nothing else


def states_of(references: Iterable[str]) -> dict[str, Values]:
    """The state of each of ``references`` that has a row, with its parts under ``hanging``."""
    pks_of = defaultdict(list)
    for reference, noun in Accession.objects.filter(pk__in=references).values_list("pk", "noun"):
        pks_of[noun].append(reference)
    found: dict[str, Values] = {}
    for model in registered_models():
        if pks := pks_of.get(model.noun):
            found |= own_states(model, pks)
    for model in registered_models():
        if model.parent_field and any(may_belong(model, model_for(noun)) for noun in pks_of):
            _add_what_hangs(found, model)
    return found


def own_states(model: type[RegisteredModel], pks: Iterable[str], key: str = "pk") -> dict[str, Values]:
    """The state of the rows of ``model`` whose ``key`` is among ``pks``, in the order of their numbers."""
    rows = model._base_manager.filter(**{f"{key}__in": pks}).order_by("accession__number")
    columns = stored_fields(model)
    states: dict[str, Values] = {}
    for values in rows.values_list("pk", *(field.attname for field in columns)):
        own = {field.name: plain(value) for field, value in zip(columns, values[1:], strict=True)}
        states[values[0]] = {"noun": model.noun, "reference": values[0], **own}
    for field in model._meta.many_to_many if states else ():
        for state in states.values():
            state[field.name] = []
        through, near, far = through_table(field)
        links = through._base_manager.filter(**{f"{near}__in": list(states)})
        for owner, target in links.order_by(far).values_list(near, far):
            states[owner][field.name].append(target)
    return states


def read_state(text: str) -> Values:
    """Return the state that was kept as ``text``, in JSON, with the default of each field that came since.

    The log, batches and proposals keep states for good: what an earlier version of the archive wrote is read by each
    later one. Raise `KeyError` where it is of a noun that there is no more.
    """
    state: Values = json.loads(text)
    for row in (state, *(row for rows in state.get("hanging", {}).values() for row in rows)):
        defaults = _defaults(row["noun"])
        for name in defaults.keys() - row.keys():
            row[name] = deepcopy(defaults[name])
    return state


@cache
def _defaults(noun: str) -> Values:
    """The plain value of each field of ``noun`` that nobody filled in."""
    model = model_for(noun)
    own = {field.name: plain(field.get_default()) for field in stored_fields(model)}
    return own | {field.name: [] for field in model._meta.many_to_many}


def stored_fields(model: type[RegisteredModel]) -> list[AnyField]:
    """The fields that are facts of their own: not the reference, nor what is derived from another field."""
    return [f for f in model._meta.concrete_fields if not f.primary_key and not getattr(f, "derived", False)]


def attributes_of(model: type[RegisteredModel], values: Values) -> Values:
    """Plain values as what the constructor of ``model`` takes, links to several left out."""
    attributes: Values = {}
    for name, value in values.items():
        if name in ("noun", "hanging"):
            continue
        if name == "reference":
            attributes["accession_id"] = value
            continue
        field = field_of(model, name)
        if not field.many_to_many:
            attributes[field.attname] = field.to_python(value) if not field.is_relation else value
    return attributes


def may_belong(part: type[RegisteredModel], model: type[RegisteredModel]) -> bool:
    """Whether rows of ``part`` may belong to rows of ``model``: to those alone, or to any record or authority."""
    return part._meta.get_field(part.parent_field).related_model in (Accession, model)


def _add_what_hangs(found: dict[str, Values], model: type[RegisteredModel]) -> None:
    for state in own_states(model, list(found), key=f"{model.parent_field}_id").values():
        found[state[model.parent_field]].setdefault("hanging", {}).setdefault(model.noun, []).append(state)


def plain(value: object) -> str | int | None:
    """``value`` as JSON and a spreadsheet's cell can hold it."""
    if isinstance(value, Decimal):
        return str(value.normalize()) if value else "0"
    return value if value is None or isinstance(value, bool | int) else str(value)
