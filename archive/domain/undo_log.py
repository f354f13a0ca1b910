"""An undo log of writes that can be read backwards: each entry says what stood there before, and what does since."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from archive.domain.restoring import StateNotApplicable, apply_fields
from archive.models.base.links import field_of, through_table
from archive.models.base.registry import RegisteredModel
from archive.models.base.states import own_states
from archive.models.base.types import Rows, Values
from archive.models.log.audited import AuditedModel, audited_model_for
from archive.models.log.changes import canonical, recording


class UndoBlocked(ValueError):
    """Something that stands in the way of taking an undo log back; the message says what."""


class UndoLog:
    """Writes to the archive, noted as they are made. Values are plain, as `archive.models.base.states` gives them."""

    def __init__(self, entries: Iterable[Values] = ()):
        self.entries = list(entries)

    def text(self) -> str:
        return canonical(self.entries)

    def write(self, model: type[RegisteredModel], pk: str, values: Values) -> None:
        """Write ``values`` into one row, all at once."""
        state = own_states(model, [pk])[pk]
        changed = {name: value for name, value in values.items() if state[name] != value}
        if changed:
            before = {name: state[name] for name in changed}
            self._note("write", model, references=[pk], before=before, after=changed)
            model.objects.filter(pk=pk).update(**changed)

    def move(self, model: type[RegisteredModel], pks: list[str], name: str, before: str, after: str) -> None:
        """Let the link ``name`` of several rows, which all lead to ``before``, lead to ``after``."""
        if pks:
            self._note("write", model, references=pks, before={name: before}, after={name: after})
            model.objects.filter(pk__in=pks).update(**{name: after})

    def link(self, model: type[RegisteredModel], pk: str, name: str, wanted: set[str]) -> None:
        """Make ``wanted`` the links of one row to several."""
        there = set(own_states(model, [pk])[pk][name])
        for target in sorted(there - wanted):
            self._note("unlink", model, references=[pk], field=name, target=target)
            _unlink(model, [pk], name, target)
        for target in sorted(wanted - there):
            self._note("link", model, references=[pk], field=name, target=target)
            _link(model, [pk], name, target)

    def relink(self, model: type[RegisteredModel], name: str, before: str, after: str) -> None:
        """Whatever links to ``before``, among several, links to ``after`` instead; ``after`` itself to nothing more."""
        near, far = _ends(model, name)
        owners = list(_links(model, name).filter(**{far: before}).order_by(near).values_list(near, flat=True))
        both = set(_links(model, name).filter(**{far: after, f"{near}__in": owners}).values_list(near, flat=True))
        new = [owner for owner in owners if owner not in both and owner not in (before, after)]
        if owners:
            self._note("unlink", model, references=owners, field=name, target=before)
            _unlink(model, owners, name, before)
        if new:
            self._note("link", model, references=new, field=name, target=after)
            _link(model, new, name, after)

    def remove(self, model: type[RegisteredModel], pk: str) -> None:
        self._note("remove", model, state=own_states(model, [pk])[pk])
        model.objects.filter(pk=pk).delete()

    def add(self, row: AuditedModel) -> None:
        row.save()
        self._note("add", type(row), state=own_states(type(row), [row.pk])[row.pk])

    def undo(self) -> None:
        """Take back all entries, the last one first; raise `UndoBlocked` where what one wrote is not there any more."""
        for entry in reversed(self.entries):
            model = audited_model_for(entry["noun"])
            _UNDO[entry["do"]](model, entry)

    def _note(self, do: str, model: type[RegisteredModel], **what: object) -> None:
        self.entries.append({"do": do, "noun": model.noun, **what})


def _ends(model: type[RegisteredModel], name: str) -> tuple[str, str]:
    _through, near, far = through_table(field_of(model, name))
    return near, far


def _links(model: type[RegisteredModel], name: str) -> Rows:
    pairs: Rows = through_table(field_of(model, name)).model._base_manager.all()
    return pairs


def _link(model: type[RegisteredModel], owners: list[str], name: str, target: str) -> None:
    near, far = _ends(model, name)
    with recording() as record:
        record.mark_changed(model.objects.subjects_of(owners))
        through = _links(model, name)
        through.bulk_create(through.model(**{near: owner, far: target}) for owner in owners)


def _unlink(model: type[RegisteredModel], owners: list[str], name: str, target: str) -> None:
    near, far = _ends(model, name)
    with recording() as record:
        record.mark_changed(model.objects.subjects_of(owners))
        _links(model, name).filter(**{far: target, f"{near}__in": owners}).delete()


def _undo_write(model: type[RegisteredModel], entry: Values) -> None:
    _demand(model, entry)
    for pk, state in own_states(model, entry["references"]).items():
        for name, value in entry["after"].items():
            if state[name] != value:
                raise UndoBlocked(
                    _("{reference} was changed since ({field}).").format(reference=pk, field=name.replace("_", " "))
                )
    model.objects.filter(pk__in=entry["references"]).update(**entry["before"])


def _undo_link(model: type[RegisteredModel], entry: Values) -> None:
    _demand(model, entry)
    _unlink(model, entry["references"], entry["field"], entry["target"])


def _undo_unlink(model: type[RegisteredModel], entry: Values) -> None:
    _demand(model, entry)
    near, far = _ends(model, entry["field"])
    there = _links(model, entry["field"]).filter(**{far: entry["target"], f"{near}__in": entry["references"]})
    known = set(there.values_list(near, flat=True))
    _link(model, [pk for pk in entry["references"] if pk not in known], entry["field"], entry["target"])


def _undo_remove(model: type[AuditedModel], entry: Values) -> None:
    row = model(accession_id=entry["state"]["reference"])
    row.keeps_reference = True
    try:
        apply_fields(row, entry["state"])
    except StateNotApplicable as error:
        raise UndoBlocked(str(error)) from error


def _undo_add(model: type[RegisteredModel], entry: Values) -> None:
    state = entry["state"]
    if own_states(model, [state["reference"]]).get(state["reference"]) != state:
        raise UndoBlocked(_("{reference} was changed since.").format(reference=state["reference"]))
    model.objects.filter(pk=state["reference"]).delete()


def _demand(model: type[RegisteredModel], entry: Values) -> None:
    """The rows that were written to are still there."""
    gone = set(entry["references"]) - set(own_states(model, entry["references"]))
    if gone:
        raise UndoBlocked(_("{gone} no longer exists.").format(gone=", ".join(sorted(gone))))


_UNDO = {
    "write": _undo_write,
    "link": _undo_link,
    "unlink": _undo_unlink,
    "remove": _undo_remove,
    "add": _undo_add,
}
