"""Merging: two records that are the same become one. `archive.domain.unmerging` takes that back.

What a merge writes goes through a `UndoLog`, which notes each write with what stood there before.
"""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from archive.domain.locking import ActionRefused, lock_record
from archive.domain.permissions import has_permission
from archive.domain.protected_names import find_protected_names
from archive.domain.undo_log import UndoLog
from archive.models.access.users import User
from archive.models.access.viewers import FINISHED, UNFINISHED
from archive.models.archive_object import ArchiveObject
from archive.models.base.accessions import Accession
from archive.models.base.links import field_of
from archive.models.base.registry import RegisteredModel, registered_models
from archive.models.base.states import WORKFLOW_FIELDS, attributes_of, own_states, stored_fields
from archive.models.base.types import AnyField, Values
from archive.models.desk.merges import Merge
from archive.models.desk.revisions import Revision
from archive.models.log.changes import canonical, last_change, recording
from archive.models.log.mentions import Mention
from archive.models.parts.citations import Citation
from archive.models.parts.consents import Consent
from archive.models.parts.names import Name
from archive.models.parts.redirects import Redirect
from archive.vocabularies import ChangeAction, DeskAction, NameKind, State

KEPT, ABSORBED, BOTH = "kept", "absorbed", "both"


def merge_denial_reason(user: User, kept: ArchiveObject, absorbed: ArchiveObject) -> str:
    """Why ``user`` can't merge ``absorbed`` into ``kept``; "" if they can."""
    return _what_forbids(kept, absorbed) or _why_not(user, kept, absorbed)


def _what_forbids(kept: ArchiveObject, absorbed: ArchiveObject) -> str:
    if type(kept) is not type(absorbed) or kept.pk == absorbed.pk:
        return _("two records of one type are merged")
    if {getattr(kept, "shown_as_id", None), getattr(absorbed, "shown_as_id", None)} & {kept.pk, absorbed.pk}:
        return _("one of the two is shown in place of the other. Change that first")
    if kept.state in UNFINISHED and absorbed.state in FINISHED:
        return _("{absorbed} is published and {kept} is not. Keep the published one").format(
            absorbed=absorbed.pk, kept=kept.pk
        )
    return ""


def _why_not(user: User, kept: ArchiveObject, absorbed: ArchiveObject) -> str:
    for row in (kept, absorbed):
        if not has_permission(user, DeskAction.MERGE, row):
            return _("your roles do not let you merge {reference}, which is {state}").format(
                reference=row.pk, state=State(row.state).label
            )
        if Revision.objects.waiting_for(row.pk):
            return _("{reference} has an open proposal. It has to be decided first").format(reference=row.pk)
    if kept.state == State.PUBLISHED and absorbed.state in UNFINISHED and not _may_publish(user, absorbed):
        return _(
            "{absorbed} would be published with {kept}. It has to be in review, and you have to be a "
            "reviewer who did not write it"
        ).format(absorbed=absorbed.pk, kept=kept.pk)
    return ""


def _may_publish(user: User, row: ArchiveObject) -> bool:
    return row.state == State.IN_REVIEW and has_permission(user, DeskAction.PUBLISH, row)


def choosable(model: type[ArchiveObject]) -> list[AnyField]:
    """The fields of which whoever merges says what is kept: all that do not guard who sees the record."""
    fields = [*stored_fields(model), *model._meta.many_to_many]
    return [field for field in fields if field.name not in {*WORKFLOW_FIELDS, *model.protection.guards}]


def default_choice(mine: object) -> str:
    """Return the default choice for a field: ``mine`` if set, else the absorbed one's; of many-to-many links, both."""
    return BOTH if isinstance(mine, list) else ABSORBED if mine in ("", None) else KEPT


def merge(
    user: User, kept: str, absorbed: str, choices: dict[str, str], note: str, *, expected_change: dict[str, int]
) -> Merge:
    """Merge ``absorbed`` into ``kept`` and leave its reference as a redirect.

    ``choices`` say, by field, whose value is kept: `KEPT`, `ABSORBED` or, of links to several, `BOTH`; where one says
    nothing, `default_choice` does. ``expected_change`` are the numbers of the last changes that ``user`` knows of.
    Raise `ActionRefused` where it can't be; nothing is written then.
    """
    try:
        with recording(user, note.strip() or f"{absorbed} merged into {kept}", action=ChangeAction.MERGED):
            # held in the order of their references, so that no two wait for each other
            rows = {pk: lock_record(pk, exclusive=True) for pk in sorted((kept, absorbed))}
            one, other = rows[kept], rows[absorbed]
            if reason := merge_denial_reason(user, one, other):
                raise ActionRefused(_("The records were not merged: {reason}.").format(reason=reason))
            if any(last_change(pk).pk != expected_change.get(pk) for pk in (kept, absorbed)):
                raise ActionRefused(
                    _("The records were not merged: one of them changed while you were reading. Look at them again.")
                )
            undo_log = UndoLog()
            try:
                with transaction.atomic():
                    _write(undo_log, one, other, choices)
            except ValidationError as error:
                raise ActionRefused(
                    _("The records were not merged: {told}").format(told=" ".join(error.messages))
                ) from error
            one.refresh_from_db()
            if one.state == State.PUBLISHED and (found := find_protected_names(one)):
                raise ActionRefused(
                    _("The records were not merged: a protected name would appear in {place}.").format(place=found[0])
                )
            return Merge.objects.create(
                kept_id=kept,
                absorbed_id=absorbed,
                note=note.strip()[:500],
                user=user,
                undo_log=undo_log.text(),
                kept_state=canonical(own_states(type(one), [kept])[kept] | {"taken_back": taken_back_on(kept)}),
            )
    except (
        IntegrityError,
        models.ProtectedError,
    ) as error:  # what another transaction linked to meanwhile comes to light when this one ends
        raise ActionRefused(
            _("The records were not merged: somebody has just linked to one of them. Try again.")
        ) from error


def _write(undo_log: UndoLog, kept: ArchiveObject, absorbed: ArchiveObject, choices: dict[str, str]) -> None:
    states = own_states(type(kept), [kept.pk, absorbed.pk])
    mine, theirs = states[kept.pk], states[absorbed.pk]
    _keep_the_other_name(undo_log, kept, mine, theirs, choices)
    _move_links(undo_log, type(kept), kept.pk, absorbed.pk)
    _rewrite_mentions(undo_log, kept.pk, absorbed.pk)
    undo_log.remove(type(kept), absorbed.pk)
    _choose(undo_log, type(kept), mine, theirs, choices)
    undo_log.add(Redirect(subject_id=kept.pk, old=absorbed.pk))


def _choose(
    undo_log: UndoLog, model: type[ArchiveObject], mine: Values, theirs: Values, choices: dict[str, str]
) -> None:
    """Write what is kept of each field; of what guards the record, what shows less."""
    values = {name: stricter(mine[name], theirs[name]) for name, stricter in model.protection.guards.items()}
    both = {mine["reference"], theirs["reference"]}
    for field in choosable(model):
        whose = choices.get(field.name) or default_choice(mine[field.name])
        chosen = (theirs if whose == ABSORBED else mine)[field.name]
        if field.many_to_many:
            links = {*mine[field.name], *theirs[field.name]} if whose == BOTH else set(chosen)
            undo_log.link(model, mine["reference"], field.name, links - both)
        else:
            values[field.name] = chosen
    values = {name: None if value in both else value for name, value in values.items()}
    row = model.objects.get(pk=mine["reference"])
    for name, value in attributes_of(model, values).items():
        setattr(row, name, value)
    row.clean()
    row.validate_constraints()
    undo_log.write(model, row.pk, values)


def _keep_the_other_name(
    undo_log: UndoLog, kept: ArchiveObject, mine: Values, theirs: Values, choices: dict[str, str]
) -> None:
    """What the record was called that is not called so any more stays as one of its names."""
    if not kept.has_alternative_names:
        return
    whose = choices.get(kept.name_field) or default_choice(mine[kept.name_field])
    chosen, left = (theirs, mine) if whose == ABSORBED else (mine, theirs)
    name = left[kept.name_field]
    known = Name.objects.filter(subject__in=(kept.pk, theirs["reference"]), text=name)
    if name not in ("", chosen[kept.name_field]) and not known.exists():
        undo_log.add(Name(subject_id=kept.pk, text=name, kind=NameKind.SPELLING))


def _move_links(undo_log: UndoLog, model: type[ArchiveObject], kept: str, absorbed: str) -> None:
    """Whatever links to ``absorbed``, or belongs to it, does so to ``kept``; what then says the same twice goes."""
    for owner in registered_models():
        for field in owner._meta.concrete_fields:
            if field.is_relation and not field.primary_key and field.related_model in (model, Accession):
                _move(undo_log, owner, field, kept, absorbed)
        for field in owner._meta.many_to_many:
            if field.related_model is model:
                undo_log.relink(owner, field.name, absorbed, kept)


def _move(undo_log: UndoLog, owner: type[RegisteredModel], field: AnyField, kept: str, absorbed: str) -> None:
    moving = []
    for row in owner.objects.filter(**{field.name: absorbed}).exclude(pk=absorbed).in_order():
        if row.pk == kept:  # nothing links to itself
            undo_log.write(owner, kept, {field.name: None})
        elif _leads_to_itself(row, field, kept):
            undo_log.remove(owner, row.pk)
        elif twin := _twin(row, field, kept):
            _require_alike(row, twin)
            undo_log.remove(owner, row.pk)
        else:
            moving.append(row.pk)
    undo_log.move(owner, moving, field.name, absorbed, kept)


def _leads_to_itself(row: RegisteredModel, field: AnyField, kept: str) -> bool:
    """Whether what ties two records would tie one to itself."""
    beside = [one for one in stored_fields(type(row)) if one.is_relation and one.related_model is field.related_model]
    return any(one is not field and getattr(row, one.attname) == kept for one in beside)


def _twin(row: RegisteredModel, field: AnyField, kept: str) -> RegisteredModel | None:
    """The row that is there already, where the table takes only one such."""
    for constraint in row._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and field.name in constraint.fields:
            values = {name: getattr(row, field_of(type(row), name).attname) for name in constraint.fields}
            values[field.name] = kept
            twin: RegisteredModel | None = type(row).objects.filter(**values).first()
            if twin is not None and None not in values.values():
                return twin
    return None


def _require_alike(row: RegisteredModel, twin: RegisteredModel) -> None:
    """Nothing that only one of two such rows says may be dropped."""
    for field in stored_fields(type(row)):
        linked = field.is_relation and field.related_model is not Citation
        if not linked and field.value_from_object(row) not in (None, "", field.value_from_object(twin)):
            raise ActionRefused(
                _(
                    "The records were not merged: {first} and {second} differ in {field}, and only one of them "
                    "can be kept. Make them alike first."
                ).format(first=twin.pk, second=row.pk, field=field.verbose_name)
            )


def _rewrite_mentions(undo_log: UndoLog, kept: str, absorbed: str) -> None:
    """In texts, ``[[absorbed]]`` becomes ``[[kept]]``."""
    subjects = list(Mention.objects.filter(person=absorbed).order_by("subject").values_list("subject", flat=True))
    old, new = f"[[{absorbed}]]", f"[[{kept}]]"
    for model in registered_models():
        for pk, state in own_states(
            model, subjects, key=f"{model.parent_field}_id" if model.parent_field else "pk"
        ).items():
            for field in stored_fields(model):
                if pk != absorbed and old in str(state[field.name]):
                    undo_log.write(model, pk, {field.name: state[field.name].replace(old, new)})


def taken_back_on(reference: str) -> list[str]:
    return list(Consent.objects.taken_back().filter(testimony=reference).order_by("pk").values_list("pk", flat=True))
